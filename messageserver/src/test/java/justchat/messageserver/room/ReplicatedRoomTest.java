// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.messageserver.history.MemoryHistory;
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
import justchat.messageserver.model.Receipt;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.session.Outbox;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class ReplicatedRoomTest {
    private static final Origin SELF = new Origin(1, 1);
    private static final Origin PEER = new Origin(2, 1);
    private static final View ALONE = new View(1, List.of(Members.member(SELF)), List.of());
    private static final View BOTH = new View(2, List.of(Members.member(SELF), Members.member(
            PEER)), List.of());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FakeReplicas replicas = new FakeReplicas();
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    private final List<ReplicatedRoom> rooms = new ArrayList<>();

    /// A link that a test holds both ends of.
    private static final class FakeReplicas implements Replicas {
        final LinkedBlockingQueue<Exchange> sent = new LinkedBlockingQueue<>();
        final CompletableFuture<Listener> listener = new CompletableFuture<>();

        @Override
        public void join(String room, Listener hears) {
            listener.complete(hears);
        }

        @Override
        public void send(Origin peer, Exchange exchange) {
            sent.add(exchange);
        }

        /// Those between, every second, say only what is there.
        Exchange nextWithEntries() throws InterruptedException {
            for (;;) {
                var next = next();
                if (!next.entries().isEmpty()) {
                    return next;
                }
            }
        }

        Exchange next() throws InterruptedException {
            var next = sent.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    @AfterEach
    void close() {
        rooms.forEach(ReplicatedRoom::close);
        timer.shutdownNow();
        assertThat(fatal).isNotDone();
    }

    @Test
    void answersOnceTheEntryIsDurableHereAndOnThePeer() throws Exception {
        var history = new MemoryHistory();
        history.holdBack();
        var room = open(history, BOTH);
        replicas.listener.get().up(PEER);
        replicas.next();
        replicas.listener.get().ready(PEER, true);
        hear(room, List.of(), VersionVector.empty());
        var answer = room.tell(post("elon", 1, "hello")).toCompletableFuture();
        var exchange = replicas.nextWithEntries();
        assertThat(exchange.entries()).hasSize(1);
        var at = exchange.entries().getFirst().position();

        hear(room, List.of(), VersionVector.empty().with(at));
        assertThat(room.counters().toCompletableFuture().get()).containsEntry(Counter.SHOWN, 0L);
        assertThat(answer).isNotDone();
        history.sync();

        assertThat(answer.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(new Outcome.Stored(
                new Receipt(new MessageId(instance("elon"), 1), 2, 2, at)));
    }

    @Test
    void givesTheSameObjectToAllReaders() throws Exception {
        var room = open(new MemoryHistory(), ALONE);
        var one = new FakeOutbox(10);
        var other = new FakeOutbox(10);
        attach(room, one, Optional.empty(), 0).toCompletableFuture().get();
        attach(room, other, Optional.of(VersionVector.empty()), 0).toCompletableFuture().get();
        room.counters().toCompletableFuture().get();
        room.counters().toCompletableFuture().get();

        room.tell(post("elon", 1, "hello"));

        assertThat(one.taken.poll(60, TimeUnit.SECONDS)).isNotNull().isSameAs(other.taken.poll(60,
                TimeUnit.SECONDS));
    }

    @Test
    void aReaderGetsWhatItHasNotSeenFromDiskThenWhatComes() throws Exception {
        var room = open(new MemoryHistory(100), ALONE);
        say(room, 1, 1_000);
        var outbox = new FakeOutbox(1_000);

        var joined = attach(room, outbox, Optional.of(VersionVector.empty().with(new Position(SELF, 300))), 0)
                .toCompletableFuture().get();
        say(room, 1_001, 1_100);

        assertThat(joined).isEqualTo(new Room.Joining.Joined(VersionVector.empty().with(new Position(SELF, 300)),
                700));
        assertThat(outbox.texts(800)).isEqualTo(texts(301, 1_100));
    }

    @Test
    void aNewReaderGetsTheLatest() throws Exception {
        var room = open(new MemoryHistory(), ALONE);
        say(room, 1, 50);
        var outbox = new FakeOutbox(100);

        var base = VersionVector.empty().with(new Position(SELF, 30));
        assertThat(attach(room, outbox, Optional.empty(), 20).toCompletableFuture().get()).isEqualTo(
                new Room.Joining.Joined(base, 20));
        assertThat(outbox.texts(20)).isEqualTo(texts(31, 50));
    }

    @Test
    void aSlowReaderHoldsUpNobodyAndMissesNothing() throws Exception {
        var room = open(new MemoryHistory(10), ALONE);
        var slow = new FakeOutbox(1);
        var quick = new FakeOutbox(10_000);
        attach(room, slow, Optional.empty(), 0).toCompletableFuture().get();
        attach(room, quick, Optional.empty(), 0).toCompletableFuture().get();

        say(room, 1, 500);

        assertThat(quick.texts(500)).isEqualTo(texts(1, 500));
        var slowly = new ArrayList<String>();
        while (slowly.size() < 500) {
            slowly.addAll(slow.texts(1));
            slow.emptied();
        }
        assertThat(slowly).isEqualTo(texts(1, 500));
    }

    @Test
    void aReaderAheadOfThisServerIsNeverShownAnythingTwice() throws Exception {
        var room = open(new MemoryHistory(), BOTH);
        var outbox = new FakeOutbox(100);
        attach(room, outbox, Optional.of(VersionVector.empty().with(new Position(PEER, 2))), 0);

        hear(room, entries(1, 4), VersionVector.empty().with(new Position(PEER, 4)));

        assertThat(outbox.texts(2)).isEqualTo(texts(3, 4));
    }

    @Test
    void aDamagedHistoryCutsTheReaderOff() throws Exception {
        var history = new MemoryHistory(1);
        var room = open(history, ALONE);
        say(room, 1, 10);
        history.damage();
        var outbox = new FakeOutbox(100);
        attach(room, outbox, Optional.empty(), 10);

        assertThat(outbox.cut.get(60, TimeUnit.SECONDS)).contains("damaged");
    }

    @Test
    void sendsAPeerThatIsFarBehindWhatIsOnlyOnDisk() throws Exception {
        var room = open(new MemoryHistory(1), ALONE);
        say(room, 1, 40);
        room.viewChanged(SELF, BOTH);
        replicas.listener.get().up(PEER);
        assertThat(replicas.next().have()).isEqualTo(VersionVector.empty().with(new Position(SELF, 40)));
        replicas.listener.get().ready(PEER, true);

        hear(room, List.of(), VersionVector.empty());

        assertThat(replicas.nextWithEntries().entries()).hasSize(40);
    }

    @Test
    void startsFromItsHistoryWithWhatItHadDelivered() throws Exception {
        var history = new MemoryHistory();
        var before = open(history, ALONE);
        say(before, 1, 10);
        before.close();
        // Remembered when it closed, so what is on this disk alone need not be counted again.
        var self = new Origin(1, 2);
        var view = new View(3, List.of(Members.member(self), Members.member(PEER)), List.of());
        var room = open(history, self, view);
        var outbox = new FakeOutbox(100);

        attach(room, outbox, Optional.of(VersionVector.empty()), 0);

        assertThat(outbox.texts(10)).isEqualTo(texts(1, 10));
    }

    @Test
    void aFullDiskRefusesPostsAndServesReads() throws Exception {
        var history = new MemoryHistory();
        var room = open(history, ALONE);
        say(room, 1, 5);
        history.full(true);
        assertThat(tell(room, post("tony", 1, "refused"))).isInstanceOf(Outcome.Unavailable.class);
        var outbox = new FakeOutbox(100);
        attach(room, outbox, Optional.empty(), 5);
        assertThat(outbox.texts(5)).isEqualTo(texts(1, 5));

        history.full(false);

        assertThat(tell(room, post("tony", 1, "taken"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void aBrokenDiskIsFatal() throws Exception {
        var history = new MemoryHistory();
        var told = new CompletableFuture<Throwable>();
        rooms.add(ReplicatedRoom.open(new ReplicatedRoom.Settings(RoomInfo.LOBBY, SELF, ALONE, 1),
                new ReplicatedRoom.World(
                        history, replicas, new NoWitness(), Journal.off(), () -> 0, told::complete)));

        history.fail(new IOException("gone"));

        assertThat(told.get(60, TimeUnit.SECONDS)).hasMessage("gone");
    }

    @Test
    void aCopyThatNobodyIsShownCanChangeTheTopic() throws Exception {
        var dev = new RoomInfo("dev", Order.FIFO, "olga", 1, 0);
        var room = ReplicatedRoom.open(new ReplicatedRoom.Settings(dev, SELF, BOTH, 1), new ReplicatedRoom.World(
                new MemoryHistory(), replicas, new NoWitness(), Journal.off(), () -> 0, fatal::complete));
        rooms.add(room);
        var other = new Origin(3, 1);
        hear(room, List.of(topic(PEER, 1, 3, "phone", "lunch"), topic(PEER, 2, 5, "laptop", "release")), VersionVector
                .empty());
        awaitTopic(room, "release");

        hear(room, List.of(topic(other, 1, 1, "laptop", "release")), VersionVector.empty());

        awaitTopic(room, "lunch");
    }

    private static void awaitTopic(ReplicatedRoom room, String topic) throws Exception {
        while (!room.summary().topic().equals(topic)) {
            room.counters().toCompletableFuture().get();
        }
    }

    private static Entry topic(Origin origin, long sequence, long time, String device, String text) {
        return new Entry(new Position(origin, sequence), new MessageId(instance(device), 1), "olga", VersionVector
                .empty(), 0, new Payload.Topic(text), time, 0);
    }

    private ReplicatedRoom open(MemoryHistory history, View view) throws IOException {
        return open(history, SELF, view);
    }

    private ReplicatedRoom open(MemoryHistory history, Origin self, View view) throws IOException {
        var room = ReplicatedRoom.open(new ReplicatedRoom.Settings(RoomInfo.LOBBY, self, view, RoomCore.DEFAULT_COPIES),
                new ReplicatedRoom.World(history, replicas, new NoWitness(), Journal.off(), () -> 0,
                        fatal::complete));
        rooms.add(room);
        room.join();
        timer.scheduleAtFixedRate(room::beat, 0, ReplicatedRoom.BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return room;
    }

    private static CompletionStage<Room.Joining> attach(Room room, Outbox outbox, Optional<VersionVector> seen,
            int recent) {
        return room.attach(outbox, new Room.Attendance("tony", seen, recent));
    }

    private static void hear(Room room, List<Entry> entries, VersionVector have) {
        assertThat(room.hear(new Exchange(PEER, "lobby", entries, have, Optional.empty(), VectorClock.empty())))
                .isTrue();
    }

    private static void say(Room room, int from, int to) throws Exception {
        var answers = new ArrayList<CompletableFuture<?>>();
        for (int i = from; i <= to; i++) {
            answers.add(room.tell(post("elon", i, "text " + i)).toCompletableFuture());
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private static Outcome tell(Room room, Post post) throws Exception {
        return room.tell(post).toCompletableFuture().get(60, TimeUnit.SECONDS).outcome();
    }

    private static List<Entry> entries(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(sequence -> new Entry(new Position(PEER, sequence),
                new MessageId(instance("tony"), sequence), "tony", VersionVector.empty(), 0, new Payload.Text("text "
                        + sequence),
                sequence, 0))
                .toList();
    }

    private static List<String> texts(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(number -> "text " + number).toList();
    }

    private static Post post(String author, long sequence, String text) {
        return new Post(author, new MessageId(instance(author), sequence), VersionVector.empty(), new Payload.Text(
                text), VectorClock.empty());
    }

    private static Instance instance(String author) {
        return new Instance(author.hashCode(), 0);
    }
}
