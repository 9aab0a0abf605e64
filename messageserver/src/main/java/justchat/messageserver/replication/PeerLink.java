// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.room.Replicas;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.client.RpcClient;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;
import justchat.wire.chatConstants;

/// The link to one other server: connects, greets, sends one exchange after the
/// other, and starts again when the connection is gone, with backoff.
/// ```
///  connect ──▶ greet ──▶ up: (exchange ──▶ answer)* ──▶ down ──▶ wait ──▶ connect
/// ```
/// Runs on a virtual thread of its own, which is the only one that waits here.
final class PeerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final Deadline CONNECT = Deadline.ofMillis(2_000);
    /// An exchange is only put into a mailbox; a peer that does not manage that in
    /// this time hangs.
    private static final Deadline ANSWER = Deadline.ofMillis(3_000);

    private final Ends ends;
    private final long view;
    private final Replicas.Listener listener;
    private final Backoff backoff = new Backoff();
    /// Empty stands for: look whether we are closed or cut off.
    private final BlockingQueue<Optional<Exchange>> toSend = new ArrayBlockingQueue<>(4);
    /// Guarded by `this`, like all below.
    private Optional<Endpoint> endpoint = Optional.empty();
    private boolean up;
    private boolean closed;

    /// Who talks to whom, and by what means.
    record Ends(Origin self, Member peer, RpcClient client, RpcClient.Options options) {}

    private PeerLink(Ends ends, long view, Replicas.Listener listener) {
        this.ends = ends;
        this.view = view;
        this.listener = listener;
    }

    static PeerLink start(Ends ends, long view, Replicas.Listener listener) {
        var link = new PeerLink(ends, view, listener);
        Thread.ofVirtual().name("link-" + ends.peer().name()).start(link::run);
        return link;
    }

    /// Queues an exchange; the room has one in flight at a time. One that comes while
    /// the link is down is dropped: the room hears of that.
    void send(Exchange exchange) {
        toSend.offer(Optional.of(exchange));
    }

    synchronized Optional<Endpoint> endpoint() {
        return up ? endpoint : Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (up) {
            up = false;
            listener.down(ends.peer().origin());
        }
        closed = true;
        endpoint.ifPresent(Endpoint::close);
        toSend.offer(Optional.empty());
    }

    private void run() {
        try {
            while (!isClosed()) {
                try {
                    connect();
                    exchangeUntilItBreaks();
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

    private void connect() throws TException {
        var address = ends.peer().address();
        var connected = ends.client().connect(InetSocketAddress.createUnresolved(address.host(), address.port()),
                ends.options(), CONNECT, _ -> List.of());
        connected.closed().thenRun(() -> toSend.offer(Optional.empty()));
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
            if (!closed) {
                toSend.clear();
                up = true;
                listener.up(ends.peer().origin());
            }
        }
        backoff.succeeded();
        LOG.info("link to {} ({}) is up", ends.peer().name(), ends.peer().origin());
    }

    private void exchangeUntilItBreaks() throws TException, InterruptedException {
        var connected = endpoint().orElseThrow(() -> new TException("closed"));
        while (!isClosed() && !connected.closed().toCompletableFuture().isDone()) {
            var next = toSend.take();
            if (next.isPresent()) {
                exchange(connected, next.get());
            }
        }
    }

    private void exchange(Endpoint connected, Exchange exchange) throws TException {
        boolean taken = true;
        try {
            connected.stub(Replica.Client::new, ANSWER).exchange(ToWire.exchange(exchange));
        } catch (Refused refused) {
            if (refused.getReason() != Reason.BUSY) {
                LOG.warn("link to {}: an exchange was refused: {} {}", ends.peer().name(), refused.getReason(),
                        refused.getMessage());
                throw refused;
            }
            taken = false;
        }
        synchronized (this) {
            if (up) {
                listener.ready(ends.peer().origin(), taken);
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
        while (!isClosed() && System.nanoTime() < until) {
            toSend.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
