// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.RoomCodec;
import justchat.client.core.Event;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.client.Lanes;
import justchat.rpc.client.RpcClient;
import justchat.rpc.lane.Lane;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.Delivery;
import justchat.wire.MessageServer;
import justchat.wire.Move;
import justchat.wire.Open;
import justchat.wire.Post;
import justchat.wire.Reader;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// One session with one message server, from attach until it is lost.
///
/// ```
/// CONNECTING --attach--> ATTACHED --announce--> OPEN --closed, silent, detach--> GONE
/// ```
///
/// Thread-safe. What it tells the loop is in order: `Attached` before the first
/// delivery (which waits for it), nothing after `Detached`. Telling may wait for
/// the loop; the server is not blamed for that time.
final class ServerLink implements Reader.Iface {
    static final long RETRY_MILLIS = 100;
    static final long MAX_RETRY_MILLIS = 5_000;
    private static final int TICK_MILLIS = 50;
    private static final Deadline LANE = Deadline.ofMillis(1_500);
    private static final long LANDING_MILLIS = 300;

    private final Directory.Server server;
    private final Account account;
    private final Wishes wishes;
    private final Consumer<Event> loop;
    private final ScheduledExecutorService clock;
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final ReentrantLock telling = new ReentrantLock();
    private final Posts posts = new Posts(this);
    private final Readings readings = new Readings(this);
    private final CountDownLatch ended = new CountDownLatch(1);
    /// Written by `attach`, before any other thread sees this; so is the next.
    private Endpoint endpoint;
    private Lanes lanes;
    private volatile Silence silence;
    /// A delivery waits for the loop: we do not read, so we cannot hear.
    private volatile boolean busy;
    /// Written under `telling`.
    private volatile boolean gone;
    /// The clock's own.
    private long lastHeardNanos;
    private volatile List<ScheduledFuture<?>> timers = List.of();

    /// What a server wants of its client. Called in the order in which it was said; may
    /// wait.
    interface Wishes {
        /// To go there, at some moment within that time.
        void move(ServerLink from, Directory.Server target, int withinMillis);

        /// Not to come back by itself.
        void end(ServerLink from, String sentence);
    }

    /// @param account
    ///            whose session it is
    ServerLink(Directory.Server server, Account account, Wishes wishes, Consumer<Event> loop,
            ScheduledExecutorService clock) {
        this.server = server;
        this.account = account;
        this.wishes = wishes;
        this.loop = loop;
        this.clock = clock;
    }

    /// Connects and opens the session. Waits, at most twice the deadline.
    Attached attach(RpcClient rpc, RpcClient.Options options, Attach request, Deadline deadline) throws TException {
        endpoint = rpc.connect(server.address(), options, deadline, _ -> List.of(new Reader.Processor<>(this)));
        lanes = new Lanes(rpc, endpoint, LANE);
        try {
            return stub(deadline).attach(request);
        } catch (TException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /// An attempt that came to nothing.
    void abandon() {
        gone = true;
        announced.complete(null);
        ended.countDown();
        endpoint.close();
    }

    /// Tells the loop that the session is open; from now on it hears what comes.
    void announce(Event event, int pingMillis, int silenceMillis) {
        silence = new Silence(silenceMillis, TICK_MILLIS, System.nanoTime());
        tell(event);
        announced.complete(null);
        var pingDeadline = Deadline.ofMillis(2L * silenceMillis);
        timers = List.of(
                clock.scheduleAtFixedRate(() -> start("ping", () -> ping(pingDeadline)), 0, pingMillis,
                        TimeUnit.MILLISECONDS),
                clock.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
        endpoint.closed().thenRun(() -> start("closed", () -> lost("closed the connection")));
    }

    /// Bytes of any kind are a sign of life: a ping's answer may have to wait behind
    /// chunks of a file for longer than the silence that is allowed.
    private void tick() {
        var heard = endpoint.lastHeardNanos();
        if (busy || heard != lastHeardNanos) {
            lastHeardNanos = heard;
            silence.heard();
        }
        if (silence.tick(System.nanoTime()) && !gone) {
            start("silent", () -> lost("stopped answering"));
        }
    }

    private void ping(Deadline deadline) {
        var begin = System.nanoTime();
        try {
            stub(deadline).ping(begin);
            silence.heard();
            tell(new Event.Delay(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin)));
        } catch (TException _) {
            // Silence is judged by the tick.
        }
    }

    /// The session is gone; told once.
    void lost(String sentence) {
        over(() -> new Event.Detached(server.name(), server.name() + " " + sentence, silence.silentMillis()));
    }

    /// It is over, and something else will be told of it.
    ///
    /// @return false if that is told already
    boolean leaveUntold() {
        telling.lock();
        try {
            boolean first = !gone;
            if (first) {
                end();
            }
            return first;
        } finally {
            telling.unlock();
        }
    }

    /// It is over, and the account is not to come back by itself; told instead.
    void endedForGood(String sentence) {
        over(() -> new Event.Ended(sentence));
    }

    private void over(Supplier<Event> last) {
        telling.lock();
        try {
            if (gone) {
                return;
            }
            end();
            loop.accept(last.get());
        } finally {
            telling.unlock();
        }
    }

    /// Another session takes the place of this one: nothing is told of this one once
    /// `told` has begun. Waits for the posts that are on their way, for a moment at
    /// most, so that they need not go out again; says goodbye without waiting.
    ///
    /// @return false if it is gone already; `told` was not run
    boolean handOver(Runnable told) {
        posts.awaitLanding(LANDING_MILLIS);
        telling.lock();
        try {
            if (gone) {
                return false;
            }
            told.run();
            leave();
        } finally {
            telling.unlock();
        }
        start("detach", () -> {
            goodbye();
            endpoint.close();
        });
        return true;
    }

    /// A clean goodbye; nothing is told. Waits at most half a second.
    void detach() {
        if (!gone) {
            goodbye();
            end();
        }
    }

    private void goodbye() {
        try {
            stub(Deadline.ofMillis(500)).detach(null);
        } catch (TException _) {
            // It is gone either way.
        }
    }

    private void end() {
        leave();
        endpoint.close();
    }

    private void leave() {
        gone = true;
        announced.complete(null);
        ended.countDown();
        readings.end();
        timers.forEach(timer -> timer.cancel(false));
    }

    boolean isOpen() {
        return !gone;
    }

    /// Waits until the loop has heard of this session.
    ///
    /// @return false if it is gone
    boolean isAnnounced() {
        announced.join();
        return !gone;
    }

    Directory.Server server() {
        return server;
    }

    Account account() {
        return account;
    }

    boolean onLoopback() {
        var address = endpoint.remoteAddress().getAddress();
        return address != null && address.isLoopbackAddress();
    }

    MessageServer.Client stub(Deadline deadline) {
        return endpoint.stub(MessageServer.Client::new, deadline);
    }

    /// For the many chunks of a large file; empty: they go by calls. May wait.
    Optional<Lane> lane() {
        return lanes.open(() -> FileCodec.lane(stub(LANE).fileLane()));
    }

    @Override
    public void deliver(Delivery delivery) {
        announced.join();
        if (!readings.reads(delivery.getRoom())) {
            return;
        }
        busy = true;
        try {
            tell(new Event.Delivered(delivery.getRoom(), RoomCodec.entries(delivery.getEntries()),
                    ClockCodec.fromWire(delivery.getClock())));
        } finally {
            busy = false;
            silence.heard();
        }
    }

    @Override
    public void people(int online) {
        announced.join();
        tell(new Event.People(online));
    }

    @Override
    public void move(Move move) {
        announced.join();
        try {
            wishes.move(this, DirectoryCodec.server(move.getServer()), move.getWithinMillis());
        } catch (Malformed _) {
            // We stay; the server will say what it wants again, or close.
        }
    }

    @Override
    public void ended(String sentence) {
        announced.join();
        wishes.end(this, sentence);
    }

    void tell(Event event) {
        telling.lock();
        try {
            if (!gone) {
                loop.accept(event);
            }
        } finally {
            telling.unlock();
        }
    }

    /// See [Posts#send].
    void post(Post post) {
        posts.send(post);
    }

    /// See [Readings#open].
    void open(Open request) {
        readings.open(request);
    }

    /// See [Readings#close].
    void closeRoom(String room) {
        readings.close(room);
    }

    // --- for posts and readings ---

    /// Whether a refusal passes: the same request may be taken a little later.
    static boolean passes(Refused refused) {
        return refused.getReason() == Reason.BUSY
                || refused.getReason() == Reason.UNAVAILABLE && refused.isSetRetryAfterMillis();
    }

    static long retryMillis(Refused refused) {
        return Math.clamp(refused.getRetryAfterMillis(), RETRY_MILLIS / 5, MAX_RETRY_MILLIS);
    }

    /// The server has answered.
    void heard() {
        silence.heard();
    }

    void start(String what, Runnable action) {
        Thread.ofVirtual().name(what + " " + server.name()).start(action);
    }

    void later(String what, long millis, Runnable action) {
        try {
            clock.schedule(() -> start(what, action), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The client is closing.
        }
    }

    /// Runs it after what the server has sent until now was handled; waits for that, or
    /// until the session is gone.
    void awaitTurn(Runnable action) {
        var done = new CompletableFuture<Void>();
        endpoint.inTurn(() -> {
            action.run();
            done.complete(null);
        });
        CompletableFuture.anyOf(done, endpoint.closed().toCompletableFuture()).join();
    }

    /// Waits for that time, or until the session is gone.
    void rest(long millis) {
        try {
            ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
