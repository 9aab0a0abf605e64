// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.thrift.TException;

import justchat.rpc.Endpoint;
import justchat.rpc.datagram.DatagramPort;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.wire.Address;
import justchat.wire.Heartbeat;
import justchat.wire.Member;
import justchat.wire.Origin;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Registration;
import justchat.wire.Registry;
import justchat.wire.RegistryListener;
import justchat.wire.Revocation;
import justchat.wire.RoomInfo;
import justchat.wire.ServerHello;
import justchat.wire.ServerReport;
import justchat.wire.Session;
import justchat.wire.View;

/// As much of a message server as balancers see: registers, announces itself to all, beats every 20 ms, and can die.
final class FakeServer implements AutoCloseable {
    final String name;
    final Origin origin;
    final ConcurrentLinkedQueue<View> pushed = new ConcurrentLinkedQueue<>();
    /// Orders to hand over sessions, like `12 to ms-2`.
    final ConcurrentLinkedQueue<String> sheds = new ConcurrentLinkedQueue<>();
    /// What its heartbeats say.
    volatile int sessions;
    final ConcurrentLinkedQueue<List<RoomInfo>> rooms = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<List<Revocation>> revoked = new ConcurrentLinkedQueue<>();
    /// What it was told before it was registered.
    final List<Refused> refusals = new ArrayList<>();
    private final TestCluster cluster;
    private final Credentials credentials;
    private final ServerSocket port;
    private final DatagramPort datagrams;
    private final Map<String, Endpoint> links = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong sequence = new AtomicLong();
    private final Future<?> beating;

    FakeServer(TestCluster cluster, String name, String registerAt) throws IOException, TException {
        this.cluster = cluster;
        this.name = name;
        this.credentials = cluster.credentials(name, Role.MESSAGESERVER);
        this.port = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.datagrams = DatagramPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TestCluster.KEY, (_, _) -> {});
        this.origin = register(registerAt).getOrigin();
        this.beating = timer.scheduleAtFixedRate(this::beat, 0, 20, TimeUnit.MILLISECONDS);
    }

    Registration register(String at) throws TException {
        var hello = new ServerHello(1, name, new Address("127.0.0.1", port.getLocalPort()),
                new Address("127.0.0.1", datagrams.address().getPort()), true,
                TestCluster.wrap(TestCluster.random(16)));
        long deadline = System.nanoTime() + TestCluster.PATIENCE.duration().toNanos();
        for (;;) {
            try (var endpoint = connect(at)) {
                return endpoint.stub(Registry.Client::new, TestCluster.PATIENCE).registerServer(hello);
            } catch (Refused refused) {
                if (refused.getReason() != Reason.UNAVAILABLE || !refused.isSetRetryAfterMillis()
                        || System.nanoTime() > deadline) {
                    throw refused;
                }
                refusals.add(refused);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(refused.getRetryAfterMillis()));
            }
        }
    }

    private Endpoint connect(String balancer) throws TException {
        return cluster.connect(balancer, ClientTls.cluster(credentials, Role.LOADBALANCER), _ -> List
                .of(new RegistryListener.Processor<>(new Listener())));
    }

    private final class Listener implements RegistryListener.Iface {
        @Override
        public void viewChanged(View view, Map<String, Long> clock) {
            pushed.add(view);
        }

        @Override
        public void revoked(List<Revocation> revocations, Map<String, Long> clock) {
            revoked.add(revocations);
        }

        @Override
        public void shed(int count, Member target, int withinMillis) {
            sheds.add(count + " to " + target.getName());
        }

        @Override
        public void roomsChanged(List<RoomInfo> all, Map<String, Long> clock) {
            rooms.add(all);
        }
    }

    FakeServer announceToAll() throws TException {
        for (var balancer : cluster.running.keySet()) {
            TestCluster.await(() -> cluster.running.get(balancer).book().view().members().stream()
                    .anyMatch(member -> member.name().value().equals(name)));
            announce(balancer);
        }
        return this;
    }

    View announce(String balancer) throws TException {
        var endpoint = connect(balancer);
        links.put(balancer, endpoint);
        return endpoint.stub(Registry.Client::new, TestCluster.PATIENCE).announce(origin, name, Map.of());
    }

    List<RoomInfo> roomsAt(String balancer) throws TException {
        return links.get(balancer).stub(Registry.Client::new, TestCluster.PATIENCE).rooms();
    }

    List<Revocation> revocationsAt(String balancer) throws TException {
        return links.get(balancer).stub(Registry.Client::new, TestCluster.PATIENCE).revocations();
    }

    void report(boolean complete, List<Session> attached, List<PublicFile> files) throws TException {
        for (var link : links.values()) {
            link.stub(Registry.Client::new, TestCluster.PATIENCE)
                    .report(new ServerReport(origin, complete, attached, new ArrayList<>(), files));
        }
    }

    void reportErased(List<PublicFile> files) throws TException {
        for (var link : links.values()) {
            link.stub(Registry.Client::new, TestCluster.PATIENCE).report(new ServerReport(origin, false,
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>()).setErased(files));
        }
    }

    private void beat() {
        var heartbeat = new Heartbeat(origin, sequence.incrementAndGet(), 1, sessions, 0, 0);
        cluster.settings.values().forEach(balancer -> datagrams
                .send(new InetSocketAddress(balancer.heartbeats().host(), balancer.heartbeats().port()), heartbeat));
    }

    /// As SIGSTOP would: connections stay open, nothing is said any more.
    void hang() {
        beating.cancel(false);
    }

    /// As SIGKILL would: ports and connections are closed at once.
    void die() {
        hang();
        closePort();
        links.values().forEach(Endpoint::close);
    }

    private void closePort() {
        try {
            port.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        die();
        timer.shutdownNow();
        datagrams.close();
    }
}
