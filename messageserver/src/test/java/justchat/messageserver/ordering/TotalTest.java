// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.VersionVector;

import static justchat.messageserver.ordering.Entries.ONE;
import static justchat.messageserver.ordering.Entries.TWO;
import static justchat.messageserver.ordering.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TotalTest {
    private static final Payload.Epoch FIRST = new Payload.Epoch(1, List.of(ONE, TWO), 0, VersionVector.empty());

    private final Total total = new Total();
    private final List<String> placed = new ArrayList<>();

    @Test
    void showsNothingWithoutAnEpoch() {
        offer(at(ONE, 1, "a", 1, 1, 1));
        total.advance(_ -> true, this::place);

        assertThat(placed).isEmpty();
    }

    @Test
    void showsByTimeThenOriginAsFarAsStable() {
        open();
        offer(at(TWO, 1, "b", 1, 2, 1));
        offer(at(ONE, 2, "a", 1, 2, 1));
        offer(at(ONE, 3, "a", 2, 5, 1));
        offer(at(TWO, 2, "b", 2, 4, 1));
        total.advance(entry -> entry.time() < 5, this::place);

        assertThat(placed).containsExactly("1.1:1 SILENT", "1.1:2", "2.1:1", "2.1:2");
        assertThat(total.held(ONE)).isEqualTo(1);
    }

    @Test
    void stopsAtTheFirstThatIsNotStableWhateverFollows() {
        open();
        offer(at(ONE, 2, "a", 1, 2, 1));
        offer(at(TWO, 1, "b", 1, 3, 1));
        total.advance(entry -> entry.time() == 3, this::place);

        assertThat(placed).containsExactly("1.1:1 SILENT");
    }

    @Test
    void whatACutLeavesOutIsVoid() {
        open();
        offer(at(ONE, 2, "a", 1, 2, 1));
        offer(at(TWO, 1, "b", 1, 3, 1));
        offer(at(TWO, 2, "b", 2, 4, 1));
        var second = new Payload.Epoch(2, List.of(ONE), 1, VersionVector.of(Map.of(ONE, 2L, TWO, 1L)));
        offer(Entries.epoch(ONE, 3, 5, second));
        total.install(List.of(second), this::place);
        offer(at(TWO, 3, "b", 3, 5, 1));
        offer(at(ONE, 4, "b", 2, 6, 2));
        total.advance(_ -> true, this::place);

        assertThat(placed).containsExactly("1.1:1 SILENT", "1.1:2", "2.1:1", "1.1:3 SILENT", "2.1:2 VOID",
                "2.1:3 VOID", "1.1:4");
        assertThat(total.delivered()).isEqualTo(VersionVector.of(Map.of(ONE, 4L, TWO, 3L)));
    }

    @Test
    void anEpochThatNeverCameInForceChangesNothing() {
        open();
        var dead = new Payload.Epoch(2, List.of(TWO), 1, VersionVector.of(Map.of(ONE, 1L)));
        var third = new Payload.Epoch(3, List.of(ONE), 1, VersionVector.of(Map.of(ONE, 2L, TWO, 1L)));
        offer(Entries.epoch(TWO, 1, 3, dead));
        offer(at(ONE, 2, "a", 1, 2, 1));
        offer(Entries.epoch(ONE, 3, 4, third));
        total.install(List.of(third), this::place);

        assertThat(placed).containsExactly("1.1:1 SILENT", "1.1:2", "2.1:1 SILENT", "1.1:3 SILENT");
    }

    @Test
    void refusesAnEpochThatDoesNotFollowOrWhoseCutIsNotHere() {
        open();
        var stray = new Payload.Epoch(5, List.of(ONE), 3, VersionVector.empty());
        var early = new Payload.Epoch(5, List.of(ONE), 1, VersionVector.of(Map.of(TWO, 1L)));

        assertThatThrownBy(() -> total.install(List.of(stray), this::place)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> total.install(List.of(early), this::place)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void skipsRepeatsAndWhatFollowsAGapTheSameWayEverywhere() {
        open();
        offer(at(ONE, 2, "a", 1, 2, 1));
        offer(at(TWO, 1, "a", 1, 3, 1));
        offer(at(TWO, 2, "a", 3, 4, 1));
        offer(at(ONE, 3, "a", 2, 5, 1));
        total.advance(_ -> true, this::place);

        assertThat(placed).containsExactly("1.1:1 SILENT", "1.1:2", "2.1:1 COPY", "2.1:2 GAP", "1.1:3");
    }

    private void open() {
        offer(Entries.epoch(ONE, 1, 1, FIRST));
        total.install(List.of(FIRST), this::place);
    }

    private void offer(Entry entry) {
        total.offer(entry, this::place);
    }

    private void place(Placed one) {
        placed.add(Entries.say(one));
    }
}
