// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.rpc.datagram.DatagramPort;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.ServerTls;
import justchat.ticket.TicketSigner;
import justchat.wire.Address;
import justchat.wire.Balancer;
import justchat.wire.Heartbeat;
import justchat.wire.Lock;
import justchat.wire.Member;
import justchat.wire.Order;
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

/// A load balancer as a message server sees one, with a book that all of a test
/// share. Registers whoever asks, pushes every view, remembers what it was told.
final class FakeBalancer implements AutoCloseable {

    /// What real balancers keep by Raft.
    static final class Book {
        private final Map<ByteBuffer, Origin> byCommand = new HashMap<>();
        private final Map<String, Member> members = new HashMap<>();
        private final Map<String, Integer> lives = new HashMap<>();
        private final List<String> numbers = new ArrayList<>();
        private final List<FakeBalancer> balancers = new CopyOnWriteArrayList<>();
        private final SortedMap<String, RoomInfo> rooms = new TreeMap<>(Map.of("lobby", new RoomInfo("lobby",
                Order.CAUSAL, "", 0, 0)));
        private final List<Revocation> revocations = new ArrayList<>();
        private long number;
        private volatile boolean majority = true;

        void majority(boolean there) {
            majority = there;
        }

        synchronized View view() {
            return new View(number, List.copyOf(members.values()), balancers.stream().map(FakeBalancer::asMember)
                    .toList(), List.of());
        }

        /// As the lobby and all rooms since; by name.
        synchronized List<RoomInfo> rooms() {
            return List.copyOf(rooms.values());
        }

        /// As if this book had lost them.
        synchronized void forgetRooms() {
            rooms.keySet().removeIf(name -> !name.equals("lobby"));
        }

        void create(String name, Order order, String owner) {
            createAll(List.of(name), order, owner);
        }

        /// A closed room.
        synchronized void create(String name, String owner, Lock lock) {
            rooms.put(name, new RoomInfo(name, Order.CAUSAL, owner, number, System.currentTimeMillis()).setLock(lock));
            push();
        }

        synchronized void createAll(List<String> names, Order order, String owner) {
            names.forEach(name -> rooms.put(name, new RoomInfo(name, order, owner, number, System
                    .currentTimeMillis())));
            push();
        }

        private void push() {
            var all = rooms();
            balancers.forEach(balancer -> balancer.push(new Oneway("roomsChanged",
                    new RegistryListener.roomsChanged_args(all, Map.of()))));
        }

        /// As a log-out elsewhere, or a new password.
        synchronized void revoke(Revocation revocation) {
            revocations.add(revocation);
            var all = List.copyOf(revocations);
            balancers.forEach(balancer -> balancer.push(new Oneway("revoked", new RegistryListener.revoked_args(all, Map
                    .of()))));
        }

        synchronized void drain(String name) {
            members.get(name).setDraining(true);
            changed();
        }

        /// As the leader would tell a server.
        synchronized void shed(String from, int sessions, String to, int withinMillis) {
            var order = new Oneway("shed", new RegistryListener.shed_args(sessions, members.get(to), withinMillis));
            balancers.getFirst().lines.forEach((line, server) -> {
                if (server.equals(from)) {
                    line.send(order);
                }
            });
        }

        synchronized void expel(String name) {
            members.remove(name);
            changed();
        }

        synchronized Registration register(ServerHello hello) throws Refused {
            if (!majority) {
                throw new Refused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)").setRetryAfterMillis(100);
            }
            var known = byCommand.get(ByteBuffer.wrap(hello.getCommand()));
            if (known != null) {
                return new Registration(known, view());
            }
            if (!numbers.contains(hello.getName())) {
                numbers.add(hello.getName());
            }
            var origin = new Origin(numbers.indexOf(hello.getName()) + 1, lives.merge(hello.getName(), 1,
                    Integer::sum));
            byCommand.put(ByteBuffer.wrap(hello.getCommand()), origin);
            members.put(hello.getName(), new Member(origin, hello.getName(), hello.getAddress(), hello
                    .getHeartbeats(), hello.isBlank() ? number + 1 : 0));
            changed();
            return new Registration(origin, view());
        }

        private void changed() {
            number++;
            var view = view();
            balancers.forEach(
                    balancer -> balancer.push(new Oneway("viewChanged", new RegistryListener.viewChanged_args(view,
                            Map.of()))));
        }
    }

    private final String name;
    private final Book book;
    private final RpcServer rpc;
    private final DatagramPort udp;
    private final TicketSigner signer = TicketSigner.generate();
    private final Map<Endpoint, String> lines = new ConcurrentHashMap<>();
    final Map<ByteBuffer, Session> sessions = new ConcurrentHashMap<>();
    final CopyOnWriteArrayList<PublicFile> files = new CopyOnWriteArrayList<>();
    private final Set<PublicFile> erased = ConcurrentHashMap.newKeySet();
    final Map<Integer, Heartbeat> heartbeats = new ConcurrentHashMap<>();

    FakeBalancer(String name, Path credentials, byte[] key, int port, Book book) throws IOException {
        this.name = name;
        this.book = book;
        var loopback = InetAddress.getLoopbackAddress();
        this.udp = DatagramPort.bind(new InetSocketAddress(loopback, 0), key, (heartbeat, _) -> heartbeats.put(
                heartbeat.getOrigin().getServer(), heartbeat));
        this.rpc = RpcServer.start(new InetSocketAddress(loopback, port), RpcServer.Options.of(ServerTls.cluster(
                Credentials.load(credentials))), endpoint -> List.of(new Registry.Processor<>(new Handler(endpoint))));
        book.balancers.add(this);
    }

    TicketSigner signer() {
        return signer;
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return rpc.address();
    }

    private Balancer asMember() {
        return new Balancer(name, new Address("127.0.0.1", rpc.address().getPort()), new Address("127.0.0.1", udp
                .address().getPort()), ByteBuffer.wrap(signer.publicKey()));
    }

    private void push(Oneway news) {
        lines.keySet().forEach(line -> line.send(news));
    }

    /// Gone, but still in the book, as after a crash.
    @Override
    public void close() {
        rpc.close();
        udp.close();
    }

    private final class Handler implements Registry.Iface {
        private final Endpoint endpoint;

        Handler(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Registration registerServer(ServerHello hello) throws Refused {
            return book.register(hello);
        }

        @Override
        public View announce(Origin origin, String server, Map<String, Long> clock) {
            lines.put(endpoint, server);
            endpoint.closed().thenRun(() -> lines.remove(endpoint));
            return book.view();
        }

        @Override
        public List<Revocation> revocations() {
            synchronized (book) {
                return List.copyOf(book.revocations);
            }
        }

        @Override
        public List<RoomInfo> rooms() {
            return book.rooms();
        }

        @Override
        public void report(ServerReport report) {
            synchronized (sessions) {
                take(report);
            }
        }

        private void take(ServerReport report) {
            int server = report.getOrigin().getServer();
            if (report.isComplete()) {
                sessions.values().removeIf(session -> session.getServer() == server);
            }
            report.getAttached().forEach(session -> sessions.put(ByteBuffer.wrap(session.getInstance()), session));
            // Where it is attached meanwhile, it stays.
            report.getDetached().forEach(instance -> sessions.computeIfPresent(instance, (_, session) -> session
                    .getServer() == server ? null : session));
            files.addAllAbsent(report.getFiles());
            if (report.isSetErased()) {
                erased.addAll(report.getErased());
            }
            files.removeAll(erased);
        }
    }
}
