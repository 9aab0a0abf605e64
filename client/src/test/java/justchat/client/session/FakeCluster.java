// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.apache.thrift.TBaseHelper;

import justchat.client.model.Instance;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Assignment;
import justchat.wire.Balancer;
import justchat.wire.CreateRoom;
import justchat.wire.Manifest;
import justchat.wire.Order;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.RoomInfo;
import justchat.wire.Session;
import justchat.wire.SignUp;

/// Balancers and message servers written by hand, complete as far as a client
/// can tell, on real loopback RPC. What real ones replicate they share.
public final class FakeCluster implements AutoCloseable {
    public final FakeRoom room = new FakeRoom("lobby", Order.CAUSAL, "");
    public final FakeRoom letters = new FakeRoom("@private", Order.CAUSAL, "");
    final Map<String, FakeRoom> rooms = new ConcurrentSkipListMap<>(
            Map.of("lobby", room, "@private", letters));
    /// The command that made a room.
    private final Map<String, ByteBuffer> commands = new ConcurrentHashMap<>();
    /// How often servers say that they do not know a new room.
    final AtomicInteger roomIsNews = new AtomicInteger();
    public final List<FakeBalancer> balancers = new CopyOnWriteArrayList<>();
    public final List<FakeServer> servers = new CopyOnWriteArrayList<>();
    public final Map<String, SignUp> accounts = new ConcurrentHashMap<>();
    final ServerTls tls;
    /// What users said about being away, as the setting has it.
    final Map<String, String> away = new ConcurrentHashMap<>();
    final Map<ByteBuffer, ByteBuffer> sealed = new ConcurrentHashMap<>();
    final Set<ByteBuffer> decided = ConcurrentHashMap.newKeySet();
    final AtomicInteger renewals = new AtomicInteger();
    final AtomicInteger endings = new AtomicInteger();
    final AtomicInteger changes = new AtomicInteger();
    final Map<ByteBuffer, Manifest> manifests = new ConcurrentHashMap<>();
    final Map<ByteBuffer, SortedMap<Integer, byte[]>> chunks = new ConcurrentHashMap<>();
    /// Sessions that no server has, and users whose real sessions are not listed:
    /// what a lying directory would say.
    public final List<Session> extraSessions = new CopyOnWriteArrayList<>();
    public final Set<String> hidden = ConcurrentHashMap.newKeySet();
    /// What servers give out for a chunk, and whether they take or give one just now.
    public volatile Handed handed = (_, bytes) -> bytes;
    public volatile BooleanSupplier moves = () -> true;
    /// Why no parcel is taken; empty: they are.
    public volatile String full = "";
    volatile int pingMillis = 50;
    /// So long that a busy machine is not taken for a dead server; who tests silence makes it shorter.
    volatile int silenceMillis = 30_000;
    volatile int ticketGeneration;
    volatile long ticketMillis = 3_600_000;
    /// Why nobody with a ticket of before is let in; empty: they are.
    volatile String ended = "";

    public FakeCluster(int balancerCount, int serverCount) throws IOException {
        this(balancerCount, serverCount, ServerTls.none());
    }

    /// Balancers that prove themselves; servers do not.
    public FakeCluster(int balancerCount, int serverCount, ServerTls tls) throws IOException {
        this.tls = tls;
        for (var index = 1; index <= balancerCount; index++) {
            balancers.add(new FakeBalancer("lb-" + index, this));
        }
        for (var index = 1; index <= serverCount; index++) {
            addServer();
        }
    }

    /// Another balancer where that one was.
    void restart(int index) throws IOException {
        var before = balancers.get(index);
        balancers.set(index, new FakeBalancer(before.name(), this, before.address()));
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
                Instance.of(random), Optional.empty(), 0);
    }

    /// A chunk of a file, perhaps as somebody else would have it.
    public interface Handed {
        byte[] of(int index, byte[] bytes);
    }

    /// What is there of files, by hash: the chunks of each.
    public Map<ByteBuffer, SortedMap<Integer, byte[]>> files() {
        return chunks;
    }

    RoomInfo createRoom(String owner, CreateRoom request) throws Refused {
        var command = ByteBuffer.wrap(request.getCommand());
        if (!command.equals(commands.computeIfAbsent(request.getName(), _ -> command))
                || "lobby".equals(request.getName())) {
            throw new Refused(Reason.NAME_TAKEN, "there is a room of that name");
        }
        return rooms.computeIfAbsent(request.getName(), name -> new FakeRoom(name, request.getOrder(), owner).lockedBy(
                request.getLock())).info();
    }

    FakeRoom roomOf(String name) throws Refused {
        var found = rooms.get(name);
        if (found == null || roomIsNews.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Refused(Reason.NOT_FOUND, "there is no room " + name);
        }
        return found;
    }

    FakeRoom joined(String name, String user) throws Refused {
        var found = roomOf(name);
        if (!found.has(user)) {
            throw new Refused(Reason.NOT_PERMITTED, "you are not in " + name);
        }
        return found;
    }

    List<Balancer> balancers() {
        return balancers.stream().map(FakeBalancer::wire).toList();
    }

    byte[] ticket(String user) {
        return (user + "#" + ticketGeneration).getBytes(StandardCharsets.UTF_8);
    }

    String user(ByteBuffer ticket) {
        var text = new String(TBaseHelper.byteBufferToByteArray(ticket), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('#'));
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
