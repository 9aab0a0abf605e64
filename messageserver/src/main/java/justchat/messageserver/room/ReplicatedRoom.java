// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.session.Outbox;
import justchat.rpc.strand.Strand;

/// A room's replica at work: the single writer around [RoomCore]. Everything
/// that happens becomes a step of one strand; the core says what to do about
/// it, and the step does it: hands entries to the history, exchanges to the
/// replicas, deliveries to the audience, answers to the authors. No step waits
/// for a disk, a network or a reader.
///
/// Two queues lead to the strand. Posts, exchanges and readers take a place in
/// its bounded mailbox, and are refused when it is full. What must not be lost
/// (synced, links, ticks, views, pages: few at a time, each by its own limit)
/// goes past it; every step does those first.
///
/// A step that throws, or a disk that fails, leaves a state nobody can vouch
/// for: the process ends, and starts again from its disk.
public final class ReplicatedRoom implements Room, AutoCloseable {
    /// Steps that wait at most.
    static final int MAILBOX = 16_384;
    static final int BUSY_RETRY_MILLIS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedRoom.class);
    private static final int URGENT_PER_STEP = 16;
    private static final long REMEMBER_TICKS = 10;
    private static final long START_NANOS = System.nanoTime();

    private final Settings settings;
    private final World world;
    private final RoomCore core;
    private final Audience audience;
    private final Strand strand;
    private final ConcurrentLinkedQueue<Runnable> urgent = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean tickIsQueued = new AtomicBoolean();
    private final AtomicBoolean syncedIsQueued = new AtomicBoolean();
    private final Links links = new Links();
    private volatile long synced;
    private volatile Standing standing;

    /// Owned by the strand, like all below.
    private final Map<Long, CompletableFuture<Answered>> authors = new HashMap<>();
    private final Map<Origin, Long> sessions = new HashMap<>();
    private long submissions;
    private long ticks;
    private VersionVector remembered = VersionVector.empty();
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    /// @param copies
    ///            on how many servers an entry must be durable, if there are so many
    public record Settings(String room, Origin self, View view, int copies) {}

    /// What the room lives in.
    ///
    /// @param timer
    ///            gives the beat; the room's part of it is short
    /// @param wallMillis
    ///            since 1970, for stamps only
    /// @param fatal
    ///            told, once, when this process must not go on
    public record World(History history, Replicas replicas, Journal journal, ScheduledExecutorService timer,
            LongSupplier wallMillis, Consumer<Throwable> fatal) {
        public World {
            Objects.requireNonNull(history, "history");
            Objects.requireNonNull(replicas, "replicas");
            Objects.requireNonNull(journal, "journal");
            Objects.requireNonNull(timer, "timer");
            Objects.requireNonNull(wallMillis, "wallMillis");
            Objects.requireNonNull(fatal, "fatal");
        }
    }

    private record Standing(Origin self, View view) {}

    private ReplicatedRoom(Settings settings, World world) {
        this.settings = settings;
        this.world = world;
        this.core = new RoomCore(settings.self(), settings.view(), RoomInfo.LOBBY, settings.copies(), Rules.NONE);
        this.strand = new Strand("room-" + settings.room(), MAILBOX);
        this.audience = new Audience(settings.room(), world.history(), this::urgently, this::record);
        this.standing = new Standing(settings.self(), settings.view());
    }

    /// Reads the history, then opens the room. Blocks while it reads.
    public static ReplicatedRoom open(Settings settings, World world) throws IOException {
        var room = new ReplicatedRoom(settings, world);
        room.start();
        return room;
    }

    private void start() throws IOException {
        apply(core.step(new Event.Trusted(world.history().delivered())));
        var recovery = world.history().recover(entry -> apply(core.step(new Event.Recovered(entry))));
        LOG.info("{}: {} entries on disk, {} of them delivered before; {} bytes of an unfinished write cut off",
                settings.room(), recovery.entries(), audience.entries(), recovery.cutBytes());
        if (recovery.damagedPlaces() > 0) {
            apply(core.step(new Event.Damaged()));
        }
        world.history().start(new Disk());
        world.replicas().follow(settings.self(), settings.view(), links);
        long period = RoomCore.TICK_MILLIS;
        timer = Optional.of(world.timer().scheduleAtFixedRate(this::beat, 0, period, TimeUnit.MILLISECONDS));
    }

    // --- the front door, on any thread

    @Override
    public CompletionStage<Answered> tell(Post post) {
        world.journal().record("received new public message (client) " + post.id(), post.clock());
        var answer = new CompletableFuture<Answered>();
        if (!strand.tell(() -> guarded(() -> submit(post, answer)))) {
            answer.complete(answered(new Outcome.Busy("The room is busy.", BUSY_RETRY_MILLIS)));
        }
        return answer;
    }

    @Override
    public boolean hear(Exchange exchange) {
        if (!exchange.entries().isEmpty()) {
            world.journal().record("received new public message (server) " + places(exchange.entries()),
                    exchange.clock());
        }
        var event = new Event.Received(exchange.from(), exchange.entries(), exchange.have(), exchange
                .promise());
        return strand.tell(() -> guarded(() -> apply(core.step(event))));
    }

    @Override
    public Greeting greet(Origin caller, VectorClock clock) {
        var now = standing;
        return now.view().contains(caller) && !caller.equals(now.self())
                ? new Greeting.Welcome(now.self(), now.view().number(),
                        world.journal().record("replication link from " + caller, clock))
                : new Greeting.Stranger(now.view().number());
    }

    @Override
    public CompletionStage<Joined> attach(Outbox outbox, Optional<VersionVector> seen, int recent) {
        var joined = new CompletableFuture<Joined>();
        if (!strand.tell(() -> guarded(() -> joined.complete(audience.attach(outbox, seen, recent))))) {
            joined.completeExceptionally(new IllegalStateException("the room is busy"));
        }
        return joined;
    }

    @Override
    public void detach(Outbox outbox) {
        urgently(() -> audience.detach(outbox));
    }

    @Override
    public void viewChanged(Origin self, View view) {
        urgently(() -> {
            apply(core.step(new Event.ViewChanged(self, view)));
            standing = new Standing(core.self(), core.view());
            world.replicas().follow(core.self(), core.view(), links);
        });
    }

    /// How often what happened, in this life.
    public CompletionStage<Map<Counter, Long>> counters() {
        var counters = new CompletableFuture<Map<Counter, Long>>();
        urgently(() -> {
            var copy = new EnumMap<Counter, Long>(Counter.class);
            for (var counter : Counter.values()) {
                copy.put(counter, core.counter(counter));
            }
            counters.complete(copy);
        });
        return counters;
    }

    /// Runs what is queued, then stops. Authors without an answer do not get one.
    @Override
    public void close() {
        timer.ifPresent(beat -> beat.cancel(false));
        urgently(() -> world.history().remember(core.toTrust()));
        strand.close();
        world.history().close();
    }

    // --- steps

    /// Queues a step that must not be lost: if the mailbox is full, one of the steps
    /// there will find it.
    private void urgently(Runnable step) {
        urgent.add(step);
        strand.tell(() -> guarded(() -> {}));
    }

    private void guarded(Runnable step) {
        try {
            // Not all of them: a reader that catches up adds one per page, and posts must have their turn.
            for (int i = 0; i < URGENT_PER_STEP; i++) {
                var first = urgent.poll();
                if (first == null) {
                    break;
                }
                first.run();
            }
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a step failed, this process must end", settings.room(), e);
            world.fatal().accept(e);
        }
    }

    private void submit(Post post, CompletableFuture<Answered> answer) {
        long submission = ++submissions;
        authors.put(submission, answer);
        apply(core.step(new Event.Submit(submission, post, world.wallMillis().getAsLong())));
    }

    private void apply(List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Append(Entry entry) -> world.history().append(entry);
                case Effect.SendExchange send -> send(send);
                case Effect.Deliver(List<Entry> entries) -> audience.deliver(entries);
                case Effect.Answer(long submission, Outcome outcome) ->
                    authors.remove(submission).complete(answered(outcome));
            }
        }
    }

    private Answered answered(Outcome outcome) {
        var clock = outcome instanceof Outcome.Stored(var receipt)
                ? world.journal().record("acknowledging public message " + receipt.id())
                : world.journal().record("refusing public message");
        return new Answered(outcome, clock);
    }

    private VectorClock record(String event, List<Entry> entries) {
        return world.journal().record(event + " " + places(entries));
    }

    private static String places(List<Entry> entries) {
        var first = entries.getFirst().position();
        return entries.size() == 1 ? first.toString() : first + " and " + (entries.size() - 1) + " more";
    }

    private void send(Effect.SendExchange send) {
        var entries = new ArrayList<Entry>();
        for (var range : send.ranges()) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                var entry = world.history().recent(range.position(sequence));
                if (entry.isEmpty()) {
                    readAndSend(send);
                    return;
                }
                entries.add(entry.get());
            }
        }
        sendNow(send, entries);
    }

    private void sendNow(Effect.SendExchange send, List<Entry> entries) {
        var clock = entries.isEmpty()
                ? VectorClock.empty()
                : record("broadcasting public message (to " + send.peer() + ")", entries);
        world.replicas().send(send.peer(),
                new Exchange(core.self(), settings.room(), entries, send.have(), send.promise(), clock));
    }

    /// For a peer that is far behind: reads on a thread of its own, sends on the
    /// strand, unless the link was made anew meanwhile.
    private void readAndSend(Effect.SendExchange send) {
        long session = sessions.getOrDefault(send.peer(), 0L);
        Thread.ofVirtual().name("read-" + settings.room()).start(() -> {
            try {
                var positions = send.ranges().stream().flatMap(Effect.Range::positions).toList();
                var entries = world.history().read(positions);
                urgently(() -> {
                    if (session == sessions.getOrDefault(send.peer(), 0L)) {
                        sendNow(send, entries);
                    }
                });
            } catch (IOException e) {
                LOG.error("{}: {} cannot be read for server {}: {}", settings.room(), send.ranges(), send.peer(),
                        e.getMessage());
                links.ready(send.peer(), false);
            }
        });
    }

    private void beat() {
        if (tickIsQueued.compareAndSet(false, true)) {
            urgently(this::tick);
        }
    }

    private void tick() {
        tickIsQueued.set(false);
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - START_NANOS);
        apply(core.step(new Event.Tick(now)));
        audience.tick(now, core.delivered());
        if (++ticks % REMEMBER_TICKS == 0 && !core.toTrust().equals(remembered)) {
            remembered = core.toTrust();
            world.history().remember(remembered);
        }
    }

    /// Hears of the links, on any thread.
    private final class Links implements Replicas.Listener {
        @Override
        public void up(Origin peer) {
            urgently(() -> {
                sessions.merge(peer, 1L, Long::sum);
                apply(core.step(new Event.LinkUp(peer)));
            });
        }

        @Override
        public void ready(Origin peer, boolean taken) {
            urgently(() -> apply(core.step(new Event.LinkReady(peer, taken))));
        }

        @Override
        public void down(Origin peer) {
            urgently(() -> {
                sessions.merge(peer, 1L, Long::sum);
                apply(core.step(new Event.LinkDown(peer)));
            });
        }
    }

    /// Hears of the disk, on the history's thread.
    private final class Disk implements History.Listener {
        @Override
        public void synced(long upTo) {
            synced = upTo;
            if (syncedIsQueued.compareAndSet(false, true)) {
                urgently(() -> {
                    syncedIsQueued.set(false);
                    apply(core.step(new Event.Synced(synced)));
                });
            }
        }

        @Override
        public void full(boolean full) {
            urgently(() -> apply(core.step(new Event.DiskFull(full))));
        }

        @Override
        public void failed(IOException cause) {
            LOG.error("{}: the disk failed, this process must end: {}", settings.room(), cause.getMessage());
            world.fatal().accept(cause);
        }
    }
}
