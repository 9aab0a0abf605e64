// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Reading;
import justchat.messageserver.conduct.PersonalConduct;
import justchat.messageserver.conduct.RoomConduct;
import justchat.messageserver.conduct.Waiting;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.session.Outbox;

/// A room's replica at work: the single writer around [RoomCore]. Everything
/// that happens becomes one of its [Steps]; the core says what to do about
/// it, and the step does it: hands entries to the history, exchanges to the
/// replicas, deliveries to conduct, archive and audience, answers to the authors.
/// No step waits for a disk, a network or a reader.
///
/// Posts, exchanges and readers may find the mailbox full. What must not be lost
/// (synced, links, ticks, views, pages: few at a time, each by its own limit) is
/// told urgently.
///
/// A room in which nothing is under way sleeps: [#beat] passes it by, and the next
/// step wakes it. So a room that nobody uses costs next to nothing.
///
/// A step that throws, or a disk that fails, leaves a state nobody can vouch
/// for: the process ends, and starts again from its disk.
public final class ReplicatedRoom implements Room, AutoCloseable {
    /// How often [#beat] is expected.
    public static final long BEAT_MILLIS = RoomCore.TICK_MILLIS;
    /// Even a room that sleeps is looked at this often.
    static final long LONG_BEAT_MILLIS = 300_000;
    static final int BUSY_RETRY_MILLIS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedRoom.class);
    private static final long REMEMBER_TICKS = 10;
    private static final long START_NANOS = System.nanoTime();

    private final Settings settings;
    private final World world;
    private final RoomState state;
    private final RoomCore core;
    private final Audience audience;
    private final Steps steps;
    private final RoomDiary diary;
    private final AtomicBoolean tickIsQueued = new AtomicBoolean();
    private final AtomicBoolean syncedIsQueued = new AtomicBoolean();
    private final Outgoing outgoing;
    private volatile long synced;
    private volatile Summary summary;
    /// Written by the strand.
    private volatile boolean awake = true;
    private volatile long tickedAtMillis;

    /// Owned by the strand, like all below.
    private final Map<Long, CompletableFuture<Answered>> authors = new HashMap<>();
    private long submissions;
    private long ticks;
    private VersionVector remembered = VersionVector.empty();

    /// @param copies
    ///            on how many servers an entry must be durable, if there are so many
    public record Settings(RoomInfo room, Origin self, View view, int copies) {}

    /// What the room lives in.
    ///
    /// @param wallMillis
    ///            since 1970, for stamps and for rules
    /// @param fatal
    ///            told, once, when this process must not go on
    public record World(History history, Replicas replicas, Witness witness, Journal journal, LongSupplier wallMillis,
            Consumer<Throwable> fatal) {
        public World {
            Objects.requireNonNull(history, "history");
            Objects.requireNonNull(replicas, "replicas");
            Objects.requireNonNull(witness, "witness");
            Objects.requireNonNull(journal, "journal");
            Objects.requireNonNull(wallMillis, "wallMillis");
            Objects.requireNonNull(fatal, "fatal");
        }
    }

    private ReplicatedRoom(Settings settings, World world) {
        this.settings = settings;
        this.world = world;
        this.state = new RoomState(settings.room(), entry -> world.witness().shown(settings.room(), entry));
        this.summary = state.summary(0);
        this.core = new RoomCore(settings.self(), settings.view(), settings.room(), settings.copies(), state);
        this.diary = new RoomDiary(settings.room(), world.journal());
        this.steps = new Steps(name(), this::wake, world.fatal());
        this.audience = new Audience(name(), new Audience.World(world.history(), state.scope(), state.overlays(),
                steps::urgently, diary));
        this.outgoing = new Outgoing(name(), new Outgoing.World(world.history(), world.replicas(), steps::urgently,
                event -> apply(core.step(event)), diary));
    }

    /// Reads the history, then opens the room, for itself until [#join]. Blocks while
    /// it reads.
    public static ReplicatedRoom open(Settings settings, World world) throws IOException {
        var room = new ReplicatedRoom(settings, world);
        room.start();
        return room;
    }

    private void start() throws IOException {
        apply(core.step(new Event.Trusted(world.history().delivered())));
        var recovery = world.history().recover(entry -> apply(core.step(new Event.Recovered(entry))));
        LOG.info("{}: {} entries on disk, {} of them delivered before; {} bytes of an unfinished write cut off",
                name(), recovery.entries(), audience.entries(), recovery.cutBytes());
        if (!recovery.whole()) {
            apply(core.step(new Event.Damaged()));
        }
        deliver(List.of());
        passTime();
        world.history().start(new Disk());
    }

    /// Begins to exchange with the other servers. Once, when whoever tells of views
    /// knows this room: a link to a server of a view that was not told here would not
    /// be used.
    public void join() {
        world.replicas().join(name(), outgoing);
    }

    private String name() {
        return settings.room().name();
    }

    // --- the front door, on any thread

    @Override
    public RoomInfo info() {
        return settings.room();
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public CompletionStage<Answered> tell(Post post) {
        diary.received(post);
        var answer = new CompletableFuture<Answered>();
        if (!steps.tell(() -> submit(post, answer))) {
            answer.complete(answered(new Outcome.Busy("The room is busy.", BUSY_RETRY_MILLIS)));
        }
        return answer;
    }

    @Override
    public boolean hear(Exchange exchange) {
        diary.received(exchange);
        var event = new Event.Received(exchange.from(), exchange.entries(), exchange.have(), exchange
                .promise());
        return steps.tell(() -> apply(core.step(event)));
    }

    @Override
    public CompletionStage<Joining> attach(Outbox outbox, Attendance attendance) {
        return steps.ask(() -> join(outbox, attendance));
    }

    @Override
    public void detach(Outbox outbox) {
        steps.urgently(() -> audience.detach(outbox));
    }

    @Override
    public void viewChanged(Origin self, View view) {
        steps.urgently(() -> apply(core.step(new Event.ViewChanged(self, view))));
    }

    @Override
    public <T> CompletionStage<T> ask(Function<Knowledge, T> question) {
        return steps.ask(() -> question.apply(state.knowledge()));
    }

    @Override
    public Page read(Reading reading) {
        return reading.read(world.history());
    }

    /// How often what happened, in this life.
    public CompletionStage<Map<Counter, Long>> counters() {
        return steps.ask(() -> {
            var copy = new EnumMap<Counter, Long>(Counter.class);
            for (var counter : Counter.values()) {
                copy.put(counter, core.counter(counter));
            }
            return copy;
        });
    }

    /// Whether every other server of the view has all that is here.
    public CompletionStage<Boolean> isEverywhere() {
        return steps.ask(core::isEverywhere);
    }

    /// Time passes: called every [#BEAT_MILLIS] or so.
    public void beat() {
        if ((awake || nowMillis() - tickedAtMillis >= LONG_BEAT_MILLIS) && tickIsQueued.compareAndSet(false, true)) {
            steps.drowsily(this::tick);
        }
    }

    /// Whether nothing is under way.
    public boolean isAsleep() {
        return !awake;
    }

    /// Runs what is queued, then stops. Authors without an answer do not get one.
    @Override
    public void close() {
        steps.urgently(() -> world.history().remember(core.toTrust()));
        steps.close();
        world.history().close();
    }

    // --- steps

    /// Whatever happens wakes the room; that time passes does not.
    private void wake() {
        if (!awake) {
            awake = true;
            passTime();
        }
    }

    private void submit(Post post, CompletableFuture<Answered> answer) {
        long submission = ++submissions;
        authors.put(submission, answer);
        apply(core.step(new Event.Submit(submission, post, world.wallMillis().getAsLong())));
    }

    private Joining join(Outbox outbox, Attendance shortWish) {
        var wish = shortWish.with(core::expand);
        return switch (state.knowledge().conduct()) {
            case RoomConduct conduct when !conduct.mayRead(wish.user()) ->
                wish.seen().filter(seen -> !core.delivered().covers(seen)).isPresent()
                        ? new Joining.Behind()
                        : new Joining.Outside();
            case RoomConduct _ -> audience.attach(outbox, wish, List.of()).with(core::shrink);
            case PersonalConduct conduct ->
                audience.attach(outbox, wish, waiting(conduct, wish.user())).with(core::shrink);
        };
    }

    private List<Position> waiting(PersonalConduct conduct, String user) {
        return conduct.waiting(user, world.wallMillis().getAsLong()).stream().map(Waiting::position).toList();
    }

    private void apply(List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Append(Entry entry) -> {
                    if (entry.position().origin().equals(core.self())) {
                        diary.stamped(entry);
                    }
                    world.history().append(entry);
                }
                case Effect.SendExchange send -> outgoing.send(core.self(), send);
                case Effect.Deliver(List<Entry> entries) -> deliver(entries);
                case Effect.Answer(long submission, Outcome outcome) ->
                    authors.remove(submission).complete(answered(outcome));
            }
        }
        if (state.hasCopied()) {
            deliver(List.of());
        }
    }

    private void deliver(List<Entry> entries) {
        audience.deliver(entries);
        state.membersChanged((user, joined) -> {
            world.witness().member(settings.room(), user, joined);
            if (!joined) {
                audience.dismiss(user);
            }
        });
        summary = state.summary(audience.entries());
    }

    private Answered answered(Outcome outcome) {
        return new Answered(outcome, diary.answered(outcome));
    }

    private void tick() {
        tickIsQueued.set(false);
        passTime();
        ticks++;
        boolean known = core.toTrust().equals(remembered);
        if (!known && ticks % REMEMBER_TICKS == 0) {
            remembered = core.toTrust();
            world.history().remember(remembered);
        }
        if (core.hasMended()) {
            world.history().mended();
        }
        awake = !known || !core.isQuiet() || !audience.isQuiet();
    }

    private void passTime() {
        long now = nowMillis();
        tickedAtMillis = now;
        apply(core.step(new Event.Tick(now)));
        audience.tick(now, core.delivered());
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - START_NANOS);
    }

    /// Hears of the disk, on the history's thread.
    private final class Disk implements History.Listener {
        @Override
        public void synced(long upTo) {
            synced = upTo;
            if (syncedIsQueued.compareAndSet(false, true)) {
                steps.urgently(() -> {
                    syncedIsQueued.set(false);
                    apply(core.step(new Event.Synced(synced)));
                });
            }
        }

        @Override
        public void full(boolean full) {
            steps.urgently(() -> apply(core.step(new Event.DiskFull(full))));
        }

        @Override
        public void failed(IOException cause) {
            LOG.error("{}: the disk failed, this process must end: {}", name(), cause.getMessage());
            world.fatal().accept(cause);
        }
    }
}
