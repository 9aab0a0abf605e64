// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Effect.Range;

import static org.assertj.core.api.Assertions.assertThat;

/// What a core takes from other servers, sends them, and says to them.
class RoomExchangeTest extends RoomCoreScene {
    @Test
    void saysOnceThatAllThatWasLostIsDurableHereAgain() {
        var three = VersionVector.empty().with(new Position(PEER, 3));
        core = new RoomCore(SELF, BOTH, RoomInfo.LOBBY, 2, Rules.NONE);
        step(new Event.Damaged());
        step(new Event.LinkUp(PEER));
        assertThat(core.hasMended()).isFalse();
        step(new Event.Received(PEER, entries(PEER, 1, 2), three, Optional.empty()));
        sync();
        assertThat(core.hasMended()).isFalse();
        step(new Event.Received(PEER, entries(PEER, 3, 3), three, Optional.empty()));
        assertThat(core.hasMended()).isFalse();
        sync();
        assertThat(core.hasMended()).isTrue();
        assertThat(core.hasMended()).isFalse();
    }

    @Test
    void takesNothingFromStrangersNorItsOwnLogFromAnybody() {
        step(new Event.ViewChanged(SELF, BOTH));
        receive(OTHER, entries(OTHER, 1, 1));
        receive(PEER, entries(SELF, 1, 1));

        assertThat(appended()).isEmpty();
        assertThat(core.counter(Counter.STRANGERS)).isEqualTo(1);
    }

    @Test
    void appendsInSequenceOnlyAndOnce() {
        step(new Event.ViewChanged(SELF, BOTH));
        receive(PEER, entries(PEER, 1, 2));
        receive(PEER, entries(PEER, 2, 3));
        receive(PEER, entries(PEER, 5, 6));

        assertThat(appended()).containsExactly(new Position(PEER, 1), new Position(PEER, 2), new Position(PEER, 3));
        assertThat(core.counter(Counter.ENTRIES_REPEATED)).isEqualTo(1);
        assertThat(core.counter(Counter.ENTRIES_AHEAD)).isEqualTo(2);
    }

    @Test
    void stopsTakingALogWhenTooMuchOfItIsUndeliveredAndGoesOnLater() {
        step(new Event.ViewChanged(SELF, BOTH));
        int most = OriginLog.MAX_UNDELIVERED;
        receive(PEER, entries(PEER, 1, most));
        assertThat(appended()).hasSize(most);
        receive(PEER, entries(PEER, most + 1, most + 1));
        assertThat(appended()).hasSize(most);
        assertThat(core.counter(Counter.ENTRIES_REFUSED)).isEqualTo(1);
        sync();
        step(new Event.Received(PEER, List.of(), VersionVector.of(Map.of(PEER, (long) most)), Optional.empty()));

        receive(PEER, entries(PEER, most + 1, most + 1));

        assertThat(appended()).hasSize(most + 1);
    }

    @Test
    void anExchangeCarriesNoMoreThanItsLimits() {
        for (int i = 1; i <= Exchange.MAX_ENTRIES + 10; i++) {
            post("elon", i);
        }
        for (int i = 1; i <= 100; i++) {
            post("tony", i, "x".repeat(Payload.Text.MAX_BYTES), VersionVector.empty());
        }
        link();
        assertThat(lastRanges()).containsExactly(new Range(SELF, 1, Exchange.MAX_ENTRIES));
        step(new Event.LinkReady(PEER, true));

        var large = lastRanges().getFirst();
        assertThat(large.from()).isEqualTo(Exchange.MAX_ENTRIES + 1L);
        assertThat((large.to() - large.from() + 1 - 10) * Payload.Text.MAX_BYTES).isBetween(Exchange.MAX_WEIGHT / 2L,
                (long) Exchange.MAX_WEIGHT);
    }

    @Test
    void sendsAgainWhatDoesNotTurnUpInTime() {
        post("elon", 1);
        sync();
        step(new Event.Tick(10_000));
        link();
        assertThat(lastRanges()).containsExactly(new Range(SELF, 1, 1));
        step(new Event.LinkReady(PEER, true));
        effects.clear();
        step(new Event.Tick(10_000 + Peer.RESEND_MILLIS - 1));
        step(new Event.LinkReady(PEER, true));
        assertThat(ranges()).isEmpty();

        step(new Event.Tick(10_000 + Peer.RESEND_MILLIS));

        assertThat(lastRanges()).containsExactly(new Range(SELF, 1, 1));
        assertThat(core.counter(Counter.RESENT)).isEqualTo(1);
    }

    @Test
    void sendsOthersEntriesToAPeerThatSaysItStillLacksThem() {
        view(SELF, PEER, OTHER);
        receive(OTHER, entries(OTHER, 1, 1));
        sync();
        tick();
        receive(PEER, List.of());
        assertThat(ranges()).describedAs("it may be on its way").isEmpty();
        tick();
        assertThat(ranges()).describedAs("it may have come, and not have been said").isEmpty();

        receive(PEER, List.of());

        assertThat(ranges()).containsExactly(List.of(new Range(OTHER, 1, 1)));
    }

    @Test
    void saysWhatItHasToAPeerThatHasHadMoreForATick() {
        view(SELF, PEER, OTHER);
        var one = VersionVector.empty().with(new Position(OTHER, 1));
        step(new Event.Received(PEER, List.of(), one, Optional.empty()));
        tick();
        assertThat(sentTo(PEER)).describedAs("it may be on its way").isZero();
        tick();
        tick();
        assertThat(sentTo(PEER)).describedAs("at each tick").isEqualTo(2);
        step(new Event.DiskFull(true));
        tick();
        assertThat(sentTo(PEER)).describedAs("no room for it").isEqualTo(2);
        step(new Event.DiskFull(false));
        receive(OTHER, entries(OTHER, 1, 1));
        tick();

        assertThat(sentTo(PEER)).isEqualTo(2);
        assertThat(sentTo(OTHER)).isZero();
    }

    @Test
    void aBusyPeerIsAskedAgainAtTheNextTick() {
        post("elon", 1);
        link();
        step(new Event.LinkReady(PEER, false));
        effects.clear();
        post("elon", 2);
        assertThat(ranges()).isEmpty();

        step(new Event.Tick(100));

        assertThat(lastRanges()).containsExactly(new Range(SELF, 1, 2));
    }

    @Test
    void whatWasDeliveredInAnEarlierLifeNeedsNoPeers() {
        core = new RoomCore(new Origin(1, 2), view(3, new Origin(1, 2), PEER), RoomInfo.LOBBY, 2, Rules.NONE);
        step(new Event.Trusted(VersionVector.empty().with(new Position(SELF, 2))));
        entries(SELF, 1, 3).forEach(entry -> step(new Event.Recovered(entry)));

        assertThat(shown()).containsExactly("author/1", "author/2");
    }

    @Test
    void hasMendedOnceItHoldsAllThatItHadAndOthersHave() {
        core = new RoomCore(SELF, BOTH, RoomInfo.LOBBY, 2, Rules.NONE);
        step(new Event.Trusted(VersionVector.empty().with(new Position(PEER, 2))));
        step(new Event.Damaged());
        step(new Event.LinkUp(PEER));
        step(new Event.Tick(100));
        assertThat(core.hasMended()).isFalse();
        step(new Event.Received(PEER, entries(PEER, 1, 2), VersionVector.empty().with(new Position(PEER, 3)), Optional
                .empty()));
        sync();
        step(new Event.Tick(200));
        assertThat(core.hasMended()).isFalse();
        receive(PEER, entries(PEER, 3, 3));
        sync();
        step(new Event.Tick(300));

        assertThat(core.hasMended()).isTrue();
        assertThat(shown()).hasSize(3);
    }

    @Test
    void neverSaysThatItHasAFoldBeforeItHasWhatIsFolded() {
        link();
        var fold = new Entry(new Position(PEER, 1), new MessageId(Instance.ofFolds(PEER), 1), "", VersionVector.empty(),
                0, new Payload.Fold(VersionVector.of(Map.of(OTHER, 2L))), 9, 0);
        receive(PEER, List.of(fold));
        sync();
        assertThat(core.durable()).isEqualTo(VersionVector.empty());
        receive(PEER, entries(OTHER, 1, 2));
        sync();
        step(new Event.Received(PEER, List.of(), VersionVector.of(Map.of(PEER, 1L)), Optional.empty()));

        assertThat(core.durable()).isEqualTo(VersionVector.of(Map.of(OTHER, 2L, PEER, 1L)));
        assertThat(core.shrink(core.durable())).isEqualTo(VersionVector.of(Map.of(PEER, 1L)));
        assertThat(shown()).containsExactly("author/1", "author/2", "/1");
    }

    @Test
    void aRoomOfTotalOrderSaysForWhomItWaits() {
        var view = new View(3, List.of(Members.member(SELF)), List.of(new View.Past(1, Set.of(1, 2)),
                new View.Past(2, Set.of(2))));
        core = new RoomCore(SELF, view, new RoomInfo("room", Order.TOTAL, "", 0, 0), 3, Rules.NONE);
        step(new Event.Tick(10_000));
        long waiting = post("elon", 1);
        step(new Event.Tick(10_000 + Submissions.HOLD_MILLIS));

        assertThat(answers.get(waiting)).isInstanceOfSatisfying(Outcome.Busy.class, busy -> assertThat(busy.message())
                .contains("waits for server 2, which alone holds the latest of it"));
    }
}
