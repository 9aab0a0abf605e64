// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.client.RpcClient;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;
import justchat.wire.chatConstants;

/// The link to one other server: connects, greets, sends the exchanges of all
/// rooms, and starts again when the connection is gone, with backoff.
/// ```
///  connect ──▶ greet ──▶ up: exchanges, side by side ──▶ down ──▶ wait ──▶ connect
/// ```
/// One virtual thread keeps the link; each exchange waits for its answer on
/// another, so that no room waits for another room's. How much may be under way is
/// bounded by [#WINDOW_BYTES]; what is queued, by the rooms, which have one
/// exchange each.
final class PeerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final Deadline CONNECT = Deadline.ofMillis(2_000);
    /// An exchange is only put into a mailbox; a peer that does not manage that in
    /// this time hangs.
    private static final Deadline ANSWER = Deadline.ofMillis(3_000);
    /// Less than what a connection buffers, and of the smallest exchanges fewer than
    /// a server serves side by side.
    private static final int WINDOW_BYTES = Exchange.MAX_WEIGHT + (1 << 17);
    private static final int LEAST_BYTES = WINDOW_BYTES / 128;

    private final Ends ends;
    private final long view;
    private final Listener listener;
    private final Backoff backoff = new Backoff();
    /// Empty stands for: look round, something has changed.
    private final LinkedBlockingQueue<Optional<Exchange>> toSend = new LinkedBlockingQueue<>();
    /// Guarded by `this`, like all below.
    private Optional<Endpoint> endpoint = Optional.empty();
    private boolean up;
    private boolean hurry;
    private boolean closed;

    /// Who talks to whom, and by what means.
    record Ends(Origin self, Member peer, RpcClient client, RpcClient.Options options) {}

    /// Hears of the link; called under its lock, must not block.
    interface Listener {
        void up(Origin peer);

        void ready(Origin peer, String room, boolean taken);

        void down(Origin peer);
    }

    private PeerLink(Ends ends, long view, Listener listener) {
        this.ends = ends;
        this.view = view;
        this.listener = listener;
    }

    static PeerLink start(Ends ends, long view, Listener listener) {
        var link = new PeerLink(ends, view, listener);
        Thread.ofVirtual().name("link-" + ends.peer().name()).start(link::run);
        return link;
    }

    /// Queues an exchange. One that comes while the link is down is dropped: the room
    /// hears of that.
    synchronized void send(Exchange exchange) {
        if (up) {
            toSend.add(Optional.of(exchange));
        }
    }

    /// There is news of the servers: if it waits before it connects again, it waits no
    /// longer.
    synchronized void hurry() {
        if (!up) {
            hurry = true;
            toSend.add(Optional.empty());
        }
    }

    @Override
    public synchronized void close() {
        if (up) {
            up = false;
            listener.down(ends.peer().origin());
        }
        closed = true;
        endpoint.ifPresent(Endpoint::close);
        toSend.add(Optional.empty());
    }

    private void run() {
        try {
            while (!isClosed()) {
                try {
                    exchangeUntilItBreaks(connect());
                } catch (TException e) {
                    LOG.debug("link to {}: {}", ends.peer().name(), e.getMessage());
                }
                breakUp();
                waitABit();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Endpoint connect() throws TException {
        var address = ends.peer().address();
        var connected = ends.client().connect(InetSocketAddress.createUnresolved(address.host(), address.port()),
                ends.options(), CONNECT, _ -> List.of());
        connected.closed().thenRun(() -> toSend.add(Optional.empty()));
        synchronized (this) {
            endpoint = Optional.of(connected);
            if (closed) {
                connected.close();
            }
        }
        var hello = new ReplicaHello(chatConstants.PROTOCOL_VERSION, ToWire.origin(ends.self()), view);
        var answer = connected.stub(Replica.Client::new, ANSWER).greet(hello);
        if (!answer.getOrigin().equals(ToWire.origin(ends.peer().origin()))) {
            throw new TException("another life of that server answers: " + answer.getOrigin());
        }
        synchronized (this) {
            if (closed) {
                throw new TException("closed");
            }
            toSend.clear();
            up = true;
            listener.up(ends.peer().origin());
        }
        backoff.succeeded();
        LOG.info("link to {} ({}) is up", ends.peer().name(), ends.peer().origin());
        return connected;
    }

    private void exchangeUntilItBreaks(Endpoint connected) throws InterruptedException {
        var window = new Semaphore(WINDOW_BYTES);
        while (!isClosed() && !connected.closed().toCompletableFuture().isDone()) {
            var next = toSend.take();
            if (next.isPresent()) {
                int bytes = bytes(next.get());
                if (window.tryAcquire(bytes, ANSWER.duration().toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.ofVirtual().name("exchange-" + ends.peer().name()).start(() -> {
                        exchange(connected, next.get());
                        window.release(bytes);
                    });
                } else {
                    connected.close();
                }
            }
        }
    }

    private static int bytes(Exchange exchange) {
        long bytes = exchange.entries().stream().mapToLong(Entry::weight).sum();
        return Math.clamp(bytes, LEAST_BYTES, WINDOW_BYTES);
    }

    private void exchange(Endpoint connected, Exchange exchange) {
        boolean taken = true;
        try {
            connected.stub(Replica.Client::new, ANSWER).exchange(ToWire.exchange(exchange));
        } catch (Refused refused) {
            if (refused.getReason() != Reason.BUSY) {
                LOG.warn("link to {}: an exchange of {} was refused: {} {}", ends.peer().name(), exchange.room(),
                        refused.getReason(), refused.getMessage());
                connected.close();
                return;
            }
            taken = false;
        } catch (TException e) {
            LOG.debug("link to {}: {}", ends.peer().name(), e.getMessage());
            connected.close();
            return;
        }
        synchronized (this) {
            if (up && endpoint.filter(now -> now == connected).isPresent()) {
                listener.ready(ends.peer().origin(), exchange.room(), taken);
            }
        }
    }

    private synchronized void breakUp() {
        endpoint.ifPresent(Endpoint::close);
        endpoint = Optional.empty();
        if (up) {
            up = false;
            LOG.info("link to {} is down", ends.peer().name());
            listener.down(ends.peer().origin());
        }
    }

    private void waitABit() throws InterruptedException {
        long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(backoff.next(ThreadLocalRandom.current().nextDouble()));
        while (!isClosed() && !isHurried() && System.nanoTime() < until) {
            toSend.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /// Once for each time it was told to.
    private synchronized boolean isHurried() {
        boolean hurried = hurry;
        hurry = false;
        return hurried;
    }
}
