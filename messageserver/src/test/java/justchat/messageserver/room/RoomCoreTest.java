// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

/// The core's limits and refusals, one by one; what it does when all goes well
/// is in the transcripts, and when all goes wrong in the simulation.
class RoomCoreTest extends RoomCoreScene {
    @Test
    void isQuietSomeTimeAfterNothingIsHeldOrUnderWay() {
        link();
        assertThat(core.isQuiet()).isFalse();
        pass(10_000);
        assertThat(core.isQuiet()).isTrue();
        post("author", 1);
        sync();
        pass(20_000);
        assertThat(core.isQuiet()).isFalse();
        step(new Event.Received(PEER, List.of(), VersionVector.empty().with(new Position(SELF, 1)), Optional.empty()));
        pass(20_000);
        assertThat(core.isQuiet()).isTrue();
        post("author", 3);
        assertThat(core.isQuiet()).isFalse();
    }

    @Test
    void asksTheRulesBeforeItStampsAndNotAboutARetry() {
        var refusal = new Outcome.NotPermitted("muted");
        core = new RoomCore(SELF, ALONE, RoomInfo.LOBBY, 1, (post, _) -> post.id().sequence() > 1
                ? Optional.of(refusal)
                : Optional.empty());
        long first = post("author", 1);
        sync();
        long second = post("author", 2);
        long retry = post("author", 1);
        assertThat(answers.get(first)).isInstanceOf(Outcome.Stored.class);
        assertThat(answers.get(second)).isEqualTo(refusal);
        assertThat(answers.get(retry)).isInstanceOf(Outcome.Stored.class);
        assertThat(appended()).hasSize(1);
    }

    @Test
    void holdsAPostUntilTheOneBeforeItHasCome() {
        post("elon", 2);
        assertThat(answers).isEmpty();
        post("elon", 1);
        sync();

        assertThat(shown()).containsExactly("elon/1", "elon/2");
        assertThat(answers.values()).allMatch(Outcome.Stored.class::isInstance).hasSize(2);
    }

    @Test
    void holdsAPostAsFarAheadAsAllowedAndNoFurther() {
        long near = post("elon", 1 + Submissions.MAX_AHEAD);
        long far = post("elon", 2 + Submissions.MAX_AHEAD);

        assertThat(answers.get(near)).isNull();
        assertThat(answers.get(far)).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void holdsAsManyPostsAsAllowedAndNoMore() {
        for (int i = 1; i <= Submissions.MAX_HELD; i++) {
            post("author" + i, 2);
        }
        assertThat(answers).isEmpty();

        assertThat(answers.get(post("one too many", 2))).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void aPostThatNamesTheFutureBlocksNobodyAndIsAnsweredInTime() {
        step(new Event.Tick(10_000));
        long future = post("mallory", 1, "text", VersionVector.empty().with(new Position(PEER, 1_000_000)));
        post("elon", 1);
        sync();
        assertThat(shown()).containsExactly("elon/1");
        step(new Event.Tick(10_000 + Submissions.HOLD_MILLIS - 1));
        assertThat(answers.get(future)).isNull();

        step(new Event.Tick(10_000 + Submissions.HOLD_MILLIS));

        assertThat(answers.get(future)).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void aRetryJoinsTheTryThatIsUnderWayAndOtherWordsAreRefused() {
        long first = post("elon", 1);
        long again = post("elon", 1);
        long other = post("elon", 1, "something else", VersionVector.empty());
        assertThat(answers.get(other)).isEqualTo(new Outcome.Equivocation());
        assertThat(answers).hasSize(1);
        sync();
        long late = post("elon", 1);

        assertThat(shown()).containsExactly("elon/1");
        assertThat(answers.get(first)).isInstanceOf(Outcome.Stored.class).isEqualTo(answers.get(again)).isEqualTo(
                answers.get(late));
    }

    @Test
    void remembersAsManyOfAnInstancesMessagesAsItSays() {
        for (int i = 1; i <= ShownMessages.WINDOW + 1; i++) {
            post("elon", i);
            sync();
        }

        assertThat(answers.get(post("elon", 2))).isInstanceOf(Outcome.Stored.class);
        assertThat(answers.get(post("elon", 1))).isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    void outsideTheViewItRefusesNewPostsAndAnswersOldOnes() {
        post("elon", 1);
        sync();
        step(new Event.ViewChanged(SELF, view(2, PEER)));

        assertThat(answers.get(post("elon", 2))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(answers.get(post("elon", 1))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void aNewIncarnationStartsALogOfItsOwn() {
        post("elon", 1);
        sync();
        var reborn = new Origin(1, 2);
        step(new Event.ViewChanged(reborn, view(2, reborn)));
        effects.clear();
        post("elon", 2);

        assertThat(appended()).containsExactly(new Position(reborn, 1));
    }

    @Test
    void anOldViewIsIgnored() {
        step(new Event.ViewChanged(SELF, BOTH));
        step(new Event.ViewChanged(SELF, ALONE));

        assertThat(core.view()).isEqualTo(BOTH);
    }

    @Test
    void aFullDiskRefusesPostsAndTakesNoEntries() {
        step(new Event.ViewChanged(SELF, BOTH));
        step(new Event.DiskFull(true));
        receive(PEER, entries(PEER, 1, 1));
        assertThat(answers.get(post("elon", 1))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(appended()).isEmpty();

        step(new Event.DiskFull(false));
        post("elon", 1);
        receive(PEER, entries(PEER, 1, 1));

        assertThat(appended()).hasSize(2);
    }

    @Test
    void inAnUnorderedRoomNoPostWaitsForAnEarlierOne() {
        core = new RoomCore(SELF, ALONE, new RoomInfo("room", Order.UNORDERED, "", 0, 0), 1, Rules.NONE);
        post("elon", 3);
        post("elon", 1);
        post("elon", 3);
        sync();

        assertThat(shown()).containsExactly("elon/3", "elon/1");
        assertThat(answers.values()).allMatch(Outcome.Stored.class::isInstance).hasSize(3);
    }

    @Test
    void stampsAboveEverythingThatIsHere() {
        step(new Event.ViewChanged(SELF, BOTH));
        receive(PEER, entries(PEER, 1, 7));
        post("elon", 1);

        var stamped = effects.stream().filter(Effect.Append.class::isInstance).map(effect -> ((Effect.Append) effect)
                .entry()).toList().getLast();
        assertThat(stamped.author()).isEqualTo("elon");
        assertThat(stamped.time()).isEqualTo(8);
    }
}
