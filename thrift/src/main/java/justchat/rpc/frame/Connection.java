// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TServiceClient;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Deadline;
import justchat.rpc.Dialect;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.Oneway;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneService;
import justchat.rpc.lane.LaneTickets;

/// One end of a connection, as the rest of the program sees it; the other half
/// is [Inbound], which reads. Thread-safe.
public final class Connection implements Endpoint {
    /// One for each file that is on its way; what is more goes by calls.
    private static final int MAX_LANES = 16;

    private final Channel channel;
    private final Limits limits;
    private final Counters counters;
    private final TConfiguration configuration;
    private final Calls calls;
    private final Outbound outbound;
    private final LaneTickets<Connection> lanes;
    private final Set<Channel> openLanes = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();
    private volatile Runnable onWritable = () -> {};
    /// Queues behind the requests without answer; for the event loop. Set once, when
    /// this is set up.
    private volatile Consumer<Runnable> turns = _ -> {};
    /// What the other end speaks, as far as we know. This and the next three are
    /// written by the event loop.
    private volatile Dialect dialect = Dialect.COMPACT;
    private volatile long lastHeardNanos = System.nanoTime();
    private volatile InetSocketAddress remoteAddress = InetSocketAddress.createUnresolved("not connected", 0);
    private volatile Optional<X509Certificate> remoteCertificate = Optional.empty();

    Connection(Channel channel, Limits limits, Counters counters, LaneTickets<Connection> lanes) {
        this.lanes = lanes;
        this.channel = channel;
        this.limits = limits;
        this.counters = counters;
        this.configuration = new TConfiguration(limits.maxFrameBytes(), limits.maxFrameBytes(), limits.maxDepth());
        this.calls = new Calls(limits.maxWaiting(), counters);
        this.outbound = new Outbound(channel, limits, new Outbound.Events() {
            @Override
            public void drained() {
                wakeWriters();
                onWritable.run();
            }

            @Override
            public void stalled() {
                counters.add(Counter.STALLED);
                channel.close();
            }
        });
    }

    @Override
    public <C extends TServiceClient> C stub(StubFactory<C> factory, Deadline deadline) {
        return factory.over(Stub.over(this, deadline, dialect, configuration));
    }

    @Override
    public boolean send(Oneway request) {
        return sendFrame(request.frame(dialect));
    }

    @Override
    public long outboundBytes() {
        return outbound.bytes();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = Objects.requireNonNull(action, "action");
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<X509Certificate> remoteCertificate() {
        return remoteCertificate;
    }

    @Override
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    @Override
    public void inTurn(Runnable action) {
        Objects.requireNonNull(action, "action");
        channel.eventLoop().execute(() -> turns.accept(action));
    }

    @Override
    public Optional<LaneKey> letLane(LaneService service) {
        return lanes.issue(this, service);
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }

    /// What is queued already still goes out, as far as the socket takes it
    /// at once.
    @Override
    public void close() {
        channel.eventLoop().execute(() -> {
            outbound.drain();
            channel.close();
        });
    }

    @Override
    public String toString() {
        return "connection with " + remoteAddress;
    }

    // --- for the stubs ---

    int nextCallId() {
        return calls.nextId();
    }

    byte[] call(int id, byte[] request, Deadline deadline) throws RpcFailure {
        if (channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("a call on an event loop would wait for itself");
        }
        checkSize(request);
        return calls.call(id, request, outbound::offer, deadline);
    }

    void sendNow(byte[] request) throws RpcFailure {
        checkSize(request);
        if (!sendFrame(request)) {
            throw channel.isActive()
                    ? new RpcFailure(Kind.OVERLOADED, "the outbound buffer is full")
                    : new RpcFailure(Kind.CLOSED, "the connection is closed");
        }
    }

    private boolean sendFrame(byte[] frame) {
        if (outbound.offer(frame)) {
            return true;
        }
        counters.add(Counter.REFUSED_SENDS);
        return false;
    }

    private void checkSize(byte[] frame) throws RpcFailure {
        if (frame.length > limits.maxFrameBytes()) {
            throw new RpcFailure(Kind.MALFORMED,
                    "a request of " + frame.length + " bytes, at most " + limits.maxFrameBytes() + " can be sent");
        }
    }

    // --- for the reading half ---

    TConfiguration configuration() {
        return configuration;
    }

    Calls calls() {
        return calls;
    }

    void speaks(Dialect other) {
        dialect = other;
    }

    void turns(Consumer<Runnable> queue) {
        turns = queue;
    }

    void heard() {
        lastHeardNanos = System.nanoTime();
    }

    void opened(InetSocketAddress address, Optional<X509Certificate> certificate) {
        remoteAddress = address;
        remoteCertificate = certificate;
    }

    /// One more lane beside this, until one of the two is closed.
    ///
    /// @return false if there are too many
    boolean addLane(Channel lane) {
        if (openLanes.size() >= MAX_LANES) {
            return false;
        }
        openLanes.add(lane);
        lane.closeFuture().addListener(_ -> openLanes.remove(lane));
        if (!channel.isActive()) {
            lane.close();
        }
        return true;
    }

    void answer(byte[] frame) {
        outbound.force(frame);
    }

    void drain() {
        outbound.drain();
    }

    /// Waits until the other end has taken enough of what we sent, or is gone: who
    /// does not read gets no new answers made.
    void awaitWritable() {
        if (!outbound.isAbove()) {
            return;
        }
        lock.lock();
        try {
            while (outbound.isAbove() && channel.isActive()) {
                writable.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void failCalls() {
        calls.close();
        wakeWriters();
    }

    void completeClosed() {
        openLanes.forEach(Channel::close);
        closed.complete(null);
    }

    private void wakeWriters() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
