// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import justchat.client.model.Instance;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.wire.Assignment;
import justchat.wire.Balancer;
import justchat.wire.Manifest;
import justchat.wire.Session;
import justchat.wire.SignUp;

/// Balancers and message servers written by hand, complete as far as a client
/// can tell, on real loopback RPC. What real ones replicate they share.
public final class FakeCluster implements AutoCloseable {
    public final FakeRoom room = new FakeRoom();
    public final List<FakeBalancer> balancers = new ArrayList<>();
    public final List<FakeServer> servers = new ArrayList<>();
    public final Map<String, SignUp> accounts = new ConcurrentHashMap<>();
    final Map<ByteBuffer, Manifest> manifests = new ConcurrentHashMap<>();
    final Map<ByteBuffer, TreeMap<Integer, byte[]>> chunks = new ConcurrentHashMap<>();
    /// Sessions that no server has, and users whose real sessions are not listed:
    /// what a lying directory would say.
    public final List<Session> extraSessions = new CopyOnWriteArrayList<>();
    public final Set<String> hidden = ConcurrentHashMap.newKeySet();
    volatile int pingMillis = 50;
    volatile int silenceMillis = 750;
    volatile int ticketGeneration;

    public FakeCluster(int balancerCount, int serverCount) throws IOException {
        for (var index = 1; index <= balancerCount; index++) {
            balancers.add(new FakeBalancer("lb-" + index, this));
        }
        for (var index = 1; index <= serverCount; index++) {
            addServer();
        }
    }

    FakeServer addServer() throws IOException {
        var server = new FakeServer(servers.size() + 1, this);
        servers.add(server);
        return server;
    }

    public ClusterOptions options() {
        var random = new byte[Instance.BYTES];
        new SecureRandom().nextBytes(random);
        return new ClusterOptions(List.<InetSocketAddress>copyOf(balancers.stream().map(FakeBalancer::address)
                .toList()), RpcClient.Options.of(ClientTls.none()), RpcClient.Options.of(ClientTls.none()),
                Instance.of(random), "lobby");
    }

    List<Balancer> balancers() {
        return balancers.stream().map(FakeBalancer::wire).toList();
    }

    byte[] ticket(String user) {
        return (user + "#" + ticketGeneration).getBytes(StandardCharsets.UTF_8);
    }

    boolean validTicket(String ticket) {
        return ticket.endsWith("#" + ticketGeneration);
    }

    Optional<Assignment> assignment(List<Integer> avoid) {
        var living = servers.stream().filter(server -> server.alive).map(FakeServer::member).toList();
        var best = living.stream().filter(member -> !avoid.contains(member.getOrigin().getServer())).findFirst()
                .or(() -> living.stream().findFirst());
        return best.map(server -> new Assignment(server,
                living.stream().filter(member -> !member.equals(server)).toList()));
    }

    public List<Session> sessions(String user) {
        var real = servers.stream().flatMap(server -> server.sessions.values().stream())
                .filter(session -> !hidden.contains(session.getUser()));
        return Stream.concat(real, extraSessions.stream()).filter(session -> session.getUser().equals(user))
                .toList();
    }

    @Override
    public void close() {
        balancers.forEach(FakeBalancer::close);
        servers.forEach(FakeServer::close);
    }
}
