// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Flush.Answer;
import justchat.messageserver.room.Flush.Decision;
import justchat.messageserver.room.Flush.Opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlushTest {
    private static final Origin ONE = new Origin(1, 1);
    private static final Origin TWO = new Origin(2, 1);
    private static final Origin THREE = new Origin(3, 1);

    private final SortedMap<Long, Opening> openings = new TreeMap<>();
    private final Map<Origin, Answer> answers = new HashMap<>();
    private VersionVector here = VersionVector.empty();

    @Test
    void theFirstViewOfARoomHasNothingToClose() {
        assertThat(decide(view(7, List.of(Set.of(1, 2, 3)), ONE), 7)).isEqualTo(new Decision.Open(0, VersionVector
                .empty()));
    }

    @Test
    void theLastEpochThatAllWitnessesHoldIsClosedWithAllThatAnyOfThemHas() {
        opening(1, ONE, 1, 0);
        answers.put(ONE, holds(ONE, 4, TWO, 1));
        answers.put(TWO, holds(ONE, 3, TWO, 2));
        here = vector(ONE, 4, TWO, 2);

        assertThat(decide(view(2, List.of(Set.of(1, 2, 3)), ONE, TWO), 0)).isEqualTo(new Decision.Open(1, vector(ONE, 4,
                TWO, 2)));
    }

    @Test
    void waitsForEveryWitnessThatIsHere() {
        opening(1, ONE, 1, 0);
        answers.put(ONE, holds(ONE, 4));
        here = vector(ONE, 4);

        assertThat(decide(view(2, List.of(Set.of(1, 2, 3)), ONE, TWO), 0)).isEqualTo(new Decision.Unanswered(List.of(
                TWO)));
    }

    @Test
    void waitsUntilItHasAllThatAWitnessHasBeforeItBelievesThatThereIsNoOpening() {
        answers.put(ONE, holds());
        answers.put(TWO, holds(TWO, 1));

        var view = view(3, List.of(Set.of(1), Set.of(2)), ONE, TWO);
        assertThat(decide(view, 0)).isEqualTo(new Decision.Unanswered(List.of(TWO)));
        here = vector(TWO, 1);
        assertThat(decide(view, 0)).isEqualTo(new Decision.Open(0, VersionVector.empty()));
    }

    @Test
    void aWitnessThatMayHoldItByAFoldThatIsNotHereIsWaitedFor() {
        opening(1, ONE, 1, 0);
        answers.put(ONE, holds(ONE, 1));
        answers.put(TWO, holds(TWO, 7));
        here = vector(ONE, 1);

        assertThat(decide(view(2, List.of(Set.of(1, 2)), ONE, TWO), 0)).isEqualTo(new Decision.Unanswered(List.of(
                TWO)));
    }

    @Test
    void anEpochThatOneWitnessDoesNotHoldWasNeverInForceWhateverTheOthersSay() {
        opening(1, ONE, 1, 0);
        opening(2, ONE, 5, 1);
        answers.put(ONE, holds(ONE, 9));
        answers.put(TWO, holds(ONE, 4));
        here = vector(ONE, 9);

        assertThat(decide(view(3, List.of(Set.of(1, 2), Set.of(1, 2)), ONE, TWO), 0)).isEqualTo(new Decision.Open(1,
                vector(ONE, 9)));
    }

    @Test
    void oneWitnessWithoutTheOpeningIsEnough() {
        opening(2, ONE, 5, 0);
        answers.put(TWO, holds(ONE, 4));
        here = vector(ONE, 4);

        assertThat(decide(view(3, List.of(Set.of(), Set.of(1, 2)), ONE, TWO), 0)).isEqualTo(new Decision.Open(0,
                VersionVector.empty()));
    }

    @Test
    void anEpochWhoseCutAWitnessDoesNotHoldWasNeverInForce() {
        opening(1, ONE, 1, 0);
        opening(2, ONE, 5, 1, THREE, 8);
        answers.put(ONE, holds(ONE, 9));
        here = vector(ONE, 9);

        assertThat(decide(view(3, List.of(Set.of(1), Set.of(1)), ONE), 0)).isEqualTo(new Decision.Open(1, vector(ONE,
                9)));
    }

    @Test
    void waitsForServersThatMayStillOrderSomewhere() {
        answers.put(ONE, holds());

        assertThat(decide(view(3, List.of(Set.of(2), Set.of(2, 3)), ONE), 0)).isEqualTo(new Decision.Missing(Set.of(2,
                3)));
    }

    @Test
    void aServerThatCameBackWithoutItsDiskIsNoWitness() {
        answers.put(ONE, holds());
        var blank = new View(3, List.of(member(ONE, 3)),
                List.of(new View.Past(1, Set.of(1, 2)), new View.Past(2, Set.of(
                        1, 2))));

        assertThat(decide(blank, 0)).isEqualTo(new Decision.Missing(Set.of(2)));
    }

    @Test
    void aDamagedWitnessIsNoneWhileAnotherOneMayCome() {
        opening(1, ONE, 1, 0);
        answers.put(ONE, new Answer(vector(ONE, 3), false));

        assertThat(decide(view(2, List.of(Set.of(1, 2)), ONE), 0)).isEqualTo(new Decision.Missing(Set.of(2)));
        assertThat(decide(view(2, List.of(Set.of(1)), ONE), 0)).isInstanceOf(Decision.Unanswered.class);
        here = vector(ONE, 3);
        assertThat(decide(view(2, List.of(Set.of(1)), ONE), 0)).isEqualTo(new Decision.Open(1, vector(ONE, 3)));
    }

    @Test
    void ifAllOfAViewLostTheirDisksWhatOthersGotOfItIsKept() {
        opening(1, ONE, 1, 0);
        var reborn = new Origin(1, 2);
        here = vector(ONE, 2);
        answers.put(reborn, holds());
        answers.put(TWO, holds(ONE, 2));
        var view = new View(3, List.of(member(reborn, 3), member(TWO, 0)), List.of(new View.Past(1, Set.of(1)),
                new View.Past(2, Set.of())));

        assertThat(decide(view, 0)).isEqualTo(new Decision.Open(1, vector(ONE, 2)));
    }

    @Test
    void saysSoIfAViewIsForgotten() {
        answers.put(ONE, holds());

        assertThat(decide(new View(5, List.of(member(ONE, 0)), List.of()), 0)).isEqualTo(new Decision.Forgotten(4));
    }

    @Test
    void theChainLeadsBackToWhatIsInForceHereAndMustBeWhole() {
        opening(1, ONE, 1, 0);
        opening(4, ONE, 2, 1);
        var last = opening(9, ONE, 3, 4);

        assertThat(Flush.chain(last, 1, openings)).extracting(Payload.Epoch::view).containsExactly(4L, 9L);
        assertThat(Flush.chain(last, 0, openings)).extracting(Payload.Epoch::view).containsExactly(1L, 4L, 9L);
        openings.remove(4L);
        assertThatThrownBy(() -> Flush.chain(last, 1, openings)).isInstanceOf(IllegalStateException.class);
    }

    private Decision decide(View view, long createdInView) {
        return Flush.decide(view, createdInView, openings, here, answers::get);
    }

    private Payload.Epoch opening(long view, Origin coordinator, long sequence, long previous, Object... cut) {
        var epoch = new Payload.Epoch(view, List.of(coordinator), previous, vector(cut));
        openings.put(view, new Opening(new Position(coordinator, sequence), epoch));
        return epoch;
    }

    private static Answer holds(Object... vector) {
        return new Answer(vector(vector), true);
    }

    private static VersionVector vector(Object... entries) {
        var vector = VersionVector.empty();
        for (int i = 0; i < entries.length; i += 2) {
            vector = vector.with(new Position((Origin) entries[i], (Integer) entries[i + 1]));
        }
        return vector;
    }

    /// The views before it are numbered up to it.
    private static View view(long number, List<Set<Integer>> past, Origin... members) {
        var earlier = new ArrayList<View.Past>();
        for (int i = 0; i < past.size(); i++) {
            earlier.add(new View.Past(number - past.size() + i, past.get(i)));
        }
        return new View(number, Arrays.stream(members).map(origin -> member(origin, 0)).toList(), earlier);
    }

    private static Member member(Origin origin, long blankSince) {
        var nowhere = new Address("nowhere", 1);
        return new Member(origin, "ms-" + origin.server(), nowhere, nowhere, blankSince);
    }
}
