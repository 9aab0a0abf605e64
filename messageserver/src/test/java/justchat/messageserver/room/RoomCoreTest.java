// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Effect.Range;

import static org.assertj.core.api.Assertions.assertThat;

/// The core's limits and refusals, one by one; what it does when all goes well
/// is in the transcripts, and when all goes wrong in the simulation.
class RoomCoreTest {
    private static final Origin SELF = new Origin(1, 1);
    private static final Origin PEER = new Origin(2, 1);
    private static final Origin OTHER = new Origin(3, 1);
    private static final View ALONE = view(1, SELF);
    private static final View BOTH = view(2, SELF, PEER);

    private final Map<Long, Outcome> answers = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private RoomCore core = new RoomCore(SELF, ALONE, RoomInfo.LOBBY, 2, Rules.NONE);
    private long submissions;
    private long nowMillis;
    private long appends;

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

    /// So many milliseconds, in which every exchange is answered.
    private void pass(long millis) {
        for (long passed = 0; passed <= millis; passed += RoomCore.TICK_MILLIS) {
            nowMillis += RoomCore.TICK_MILLIS;
            step(new Event.Tick(nowMillis));
            step(new Event.LinkReady(PEER, true));
        }
    }

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

    private void link() {
        step(new Event.ViewChanged(SELF, BOTH));
        step(new Event.LinkUp(PEER));
        step(new Event.LinkReady(PEER, true));
        receive(PEER, List.of());
    }

    /// A view of these; the links to the others are made, and each has said that it has
    /// nothing.
    private void view(Origin... origins) {
        step(new Event.ViewChanged(SELF, view(2, origins)));
        for (var peer : core.view().members()) {
            if (!peer.origin().equals(SELF)) {
                step(new Event.LinkUp(peer.origin()));
                receive(peer.origin(), List.of());
            }
        }
        ready();
        effects.clear();
    }

    private void ready() {
        step(new Event.LinkReady(PEER, true));
        step(new Event.LinkReady(OTHER, true));
    }

    private void tick() {
        nowMillis += RoomCore.TICK_MILLIS;
        step(new Event.Tick(nowMillis));
        ready();
    }

    private long sentTo(Origin peer) {
        return effects.stream().filter(effect -> effect instanceof Effect.SendExchange send && send.peer().equals(peer))
                .count();
    }

    private long post(String author, long sequence) {
        return post(author, sequence, "text", VersionVector.empty());
    }

    private long post(String author, long sequence, String text, VersionVector seen) {
        var id = new MessageId(new Instance(author.hashCode(), 0), sequence);
        step(new Event.Submit(++submissions, new Post(author, id, seen, new Payload.Text(text), VectorClock.empty()),
                0));
        return submissions;
    }

    private void receive(Origin peer, List<Entry> entries) {
        step(new Event.Received(peer, entries, VersionVector.empty(), Optional.empty()));
    }

    private void sync() {
        step(new Event.Synced(appends));
    }

    private void step(Event event) {
        for (var effect : core.step(event)) {
            effects.add(effect);
            switch (effect) {
                case Effect.Append(_) -> appends++;
                case Effect.Answer(long submission, Outcome outcome) ->
                    assertThat(answers.put(submission, outcome)).describedAs("answered twice").isNull();
                case Effect.SendExchange(_, _, _, _) -> assertThat(core.view().members()).hasSizeGreaterThan(1);
                case Effect.Deliver(var entries) -> assertThat(entries).isNotEmpty();
            }
        }
    }

    private List<Position> appended() {
        return effects.stream().filter(Effect.Append.class::isInstance).map(effect -> ((Effect.Append) effect).entry()
                .position()).toList();
    }

    private List<String> shown() {
        return effects.stream().filter(Effect.Deliver.class::isInstance).flatMap(effect -> ((Effect.Deliver) effect)
                .entries().stream()).map(entry -> entry.author() + "/" + entry.id().sequence()).toList();
    }

    private List<List<Range>> ranges() {
        return effects.stream().filter(Effect.SendExchange.class::isInstance).map(
                effect -> ((Effect.SendExchange) effect).ranges()).filter(ranges -> !ranges.isEmpty()).toList();
    }

    private List<Range> lastRanges() {
        return ranges().getLast();
    }

    private static List<Entry> entries(Origin origin, long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(sequence -> new Entry(new Position(origin, sequence),
                new MessageId(new Instance(origin.server(), 1), sequence), "author", VersionVector.empty(), 0,
                new Payload.Text("text"), sequence, 0)).toList();
    }

    private static View view(long number, Origin... origins) {
        return new View(number, List.of(origins).stream().map(Members::member).toList(), List.of());
    }
}
