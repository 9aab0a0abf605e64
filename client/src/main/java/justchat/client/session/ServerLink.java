// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.Malformed;
import justchat.client.codec.RefusalCodec;
import justchat.client.codec.RoomCodec;
import justchat.client.core.Event;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Refusal;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.Delivery;
import justchat.wire.MessageServer;
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
    static final int POSTS_IN_FLIGHT = 64;
    private static final Deadline POST = Deadline.ofMillis(10_000);
    private static final long RETRY_MILLIS = 100;
    private static final long MAX_RETRY_MILLIS = 5_000;
    private static final int TICK_MILLIS = 50;

    private final Directory.Server server;
    private final Consumer<Event> loop;
    private final ScheduledExecutorService clock;
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final ReentrantLock telling = new ReentrantLock();
    /// Guarded by `posts` itself.
    private final Window<Post> posts = new Window<>(POSTS_IN_FLIGHT, 2 * Limits.OUTBOX);
    /// Written by `attach`, before any other thread sees this.
    private Endpoint endpoint;
    private volatile Silence silence;
    /// A delivery waits for the loop: we do not read, so we cannot hear.
    private volatile boolean busy;
    /// Written under `telling`.
    private volatile boolean gone;
    /// The clock's own.
    private long lastHeardNanos;
    private volatile List<ScheduledFuture<?>> timers = List.of();

    ServerLink(Directory.Server server, Consumer<Event> loop, ScheduledExecutorService clock) {
        this.server = server;
        this.loop = loop;
        this.clock = clock;
    }

    /// Connects and opens the session. Waits, at most twice the deadline.
    Attached attach(RpcClient rpc, RpcClient.Options options, Attach request, Deadline deadline) throws TException {
        endpoint = rpc.connect(server.address(), options, deadline, _ -> List.of(new Reader.Processor<>(this)));
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
        endpoint.close();
    }

    /// Tells the loop that the session is open; from now on it hears what comes.
    void announce(Event.Attached event, int pingMillis, int silenceMillis) {
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
        telling.lock();
        try {
            if (gone) {
                return;
            }
            end();
            loop.accept(new Event.Detached(server.name(), server.name() + " " + sentence, silence.silentMillis()));
        } finally {
            telling.unlock();
        }
    }

    /// A clean goodbye; nothing is told. Waits at most half a second.
    void detach() {
        if (gone) {
            return;
        }
        try {
            stub(Deadline.ofMillis(500)).detach(null);
        } catch (TException _) {
            // It is gone either way.
        }
        end();
    }

    private void end() {
        gone = true;
        announced.complete(null);
        timers.forEach(timer -> timer.cancel(false));
        endpoint.close();
    }

    boolean isOpen() {
        return !gone;
    }

    Directory.Server server() {
        return server;
    }

    boolean onLoopback() {
        var address = endpoint.remoteAddress().getAddress();
        return address != null && address.isLoopbackAddress();
    }

    MessageServer.Client stub(Deadline deadline) {
        return endpoint.stub(MessageServer.Client::new, deadline);
    }

    @Override
    public void deliver(Delivery delivery) {
        announced.join();
        busy = true;
        try {
            tell(new Event.Delivered(RoomCodec.entries(delivery.getEntries()),
                    ClockCodec.fromWire(delivery.getClock())));
        } catch (Malformed e) {
            lost("sent what makes no sense: " + e.getMessage());
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

    private void tell(Event event) {
        telling.lock();
        try {
            if (!gone) {
                loop.accept(event);
            }
        } finally {
            telling.unlock();
        }
    }

    /// Sends a post as soon as fewer than 64 are on their way, and again until it
    /// has its receipt, is refused or the session is gone. Does not wait.
    void post(Post post) {
        boolean taken;
        synchronized (posts) {
            taken = posts.add(post);
        }
        if (taken) {
            sendPosts();
        } else {
            start("refuse", () -> refuse(post, Refusal.BUSY, "too many messages wait to be sent",
                    (int) MAX_RETRY_MILLIS));
        }
    }

    private void sendPosts() {
        List<Post> now;
        synchronized (posts) {
            now = posts.takeOff();
        }
        now.forEach(post -> start("post", () -> send(post)));
    }

    private void send(Post post) {
        if (gone) {
            return;
        }
        try {
            var receipt = stub(POST).post(post);
            silence.heard();
            tell(new Event.Stored(id(post), receipt.getCopies(), receipt.getServers(),
                    ClockCodec.fromWire(receipt.getClock())));
            landed();
        } catch (Refused refused) {
            refused(post, refused);
        } catch (RpcFailure failure) {
            switch (failure.kind()) {
                case UNREACHABLE, CLOSED -> {
                    // The loop hears that the session is gone, and posts again.
                }
                case TIMED_OUT, OVERLOADED -> later(post, RETRY_MILLIS);
                default -> failed(post, failure);
            }
        } catch (TException e) {
            failed(post, e);
        }
    }

    private void refused(Post post, Refused refused) {
        var passes = refused.getReason() == Reason.BUSY
                || refused.getReason() == Reason.UNAVAILABLE && refused.isSetRetryAfterMillis();
        if (passes) {
            later(post, Math.clamp(refused.getRetryAfterMillis(), RETRY_MILLIS / 5, MAX_RETRY_MILLIS));
        } else if (refused.getReason() == Reason.NOT_AUTHENTICATED) {
            lost("no longer knows this session");
        } else {
            refuse(post, RefusalCodec.fromWire(refused), refused.getMessage(), refused.getRetryAfterMillis());
            landed();
        }
    }

    private void failed(Post post, TException e) {
        refuse(post, Refusal.UNAVAILABLE, server.name() + " failed: " + e.getMessage(), 0);
        landed();
    }

    private void refuse(Post post, Refusal reason, String sentence, int retryAfterMillis) {
        tell(new Event.PostRefused(id(post), reason, sentence, retryAfterMillis));
    }

    private void later(Post post, long millis) {
        try {
            clock.schedule(() -> start("post", () -> send(post)), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The client is closing.
        }
    }

    private void landed() {
        synchronized (posts) {
            posts.landed();
        }
        sendPosts();
    }

    private static MessageId id(Post post) {
        try {
            return RoomCodec.id(post.getId());
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(String what, Runnable action) {
        Thread.ofVirtual().name(what + " " + server.name()).start(action);
    }
}
