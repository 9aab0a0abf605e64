// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import org.apache.thrift.TException;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Engines;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Progress;
import justchat.wire.Assignment;
import justchat.wire.CreateRoom;
import justchat.wire.LoadBalancer;
import justchat.wire.LogIn;
import justchat.wire.Member;
import justchat.wire.Order;
import justchat.wire.RoomInfo;
import justchat.wire.SignUp;
import justchat.wire.Welcome;

/// A cluster of real processes that lives as long as a benchmark, in a directory of its own that goes with it. One thread.
final class Rig implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Deadline PATIENCE = Deadline.ofMillis(10_000);
    private static final SecureRandom RANDOM = new SecureRandom();
    /// Starting a JVM takes a second of a processor, and a second without a processor is the end of a server.
    private static final int SERVERS_AT_ONCE = 3;
    /// So many connections are set up at once.
    private static final int AT_ONCE = 32;
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 16;

    /// Another object for the same processes when there are more of them.
    private LocalCluster cluster;
    private final RpcClient client = new RpcClient();
    private final Trust trust;
    private final Optional<Supplier<SSLEngine>> tls;
    /// Connected as soon as the cluster can be used.
    private Endpoint balancer;
    private final Thread clearing = new Thread(this::clear, "clear-the-rig");

    private Rig(LocalCluster cluster) throws IOException {
        this.cluster = cluster;
        this.trust = Trust.load(cluster.directory().authorityCertificate());
        this.tls = Engines.of(ClientTls.cluster(trust, Role.MESSAGESERVER));
    }

    /// Starts the processes below `parent`, and waits until they can be used.
    static Rig start(Path parent, int balancers, int servers, Progress progress)
            throws IOException, ClusterFailure {
        return start(parent, balancers, servers, List.of(), progress);
    }

    /// As [#start(Path, int, int, Progress)].
    ///
    /// @param flags
    ///            further JVM flags of the processes
    static Rig start(Path parent, int balancers, int servers, List<String> flags, Progress progress)
            throws IOException, ClusterFailure {
        return start(parent, balancers, servers, flags, "", progress);
    }

    /// One balancer and one server, which keep no causal logs.
    static Rig untraced(Path parent, Progress progress) throws IOException, ClusterFailure {
        return start(parent, 1, 1, List.of(), "messageserver.trace = off\nloadbalancer.trace = off\n", progress);
    }

    private static Rig start(Path parent, int balancers, int servers, List<String> flags, String settings,
            Progress progress) throws IOException, ClusterFailure {
        var home = new ClusterDirectory(Files.createTempDirectory(parent, "justchat-bench-"));
        var ports = Ports.anywhere();
        var rig = new Rig(LocalCluster.prepare(home, balancers, Math.min(servers, SERVERS_AT_ONCE), ports).with(flags));
        Runtime.getRuntime().addShutdownHook(rig.clearing);
        try {
            if (!settings.isEmpty()) {
                Files.writeString(home.root().resolve("justchat.conf"), settings);
            }
            rig.cluster.startMissing();
            rig.cluster.awaitReady(START, progress);
            for (int count = 2 * SERVERS_AT_ONCE; count < servers + SERVERS_AT_ONCE; count += SERVERS_AT_ONCE) {
                rig.cluster = LocalCluster.prepare(home, balancers, Math.min(servers, count), ports).with(flags);
                rig.cluster.startMissing();
                rig.cluster.awaitReady(START, progress);
            }
            rig.balancer = rig.connect(0);
            rig.awaitServing();
            return rig;
        } catch (IOException | ClusterFailure failure) {
            rig.close();
            throw failure;
        } catch (TException failure) {
            rig.close();
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /// A server is in the view a little before it takes sessions: waits until each does.
    private void awaitServing() throws TException, IOException {
        var ticket = signUp("rig").ticket();
        for (int number = 0; number < cluster.plan().servers().size(); number++) {
            int server = number;
            new Poll(START, LOOK).until(() -> serves(server, ticket), Poll.NEVER)
                    .orElseThrow(() -> new IOException("ms-" + (server + 1) + " takes no sessions"));
        }
    }

    private Optional<Boolean> serves(int number, byte[] ticket) {
        return attach(number, ticket, new Link.Ear() {}).handle((guest, failure) -> {
            if (failure != null) {
                return Optional.<Boolean>empty();
            }
            guest.link().close();
            return Optional.of(true);
        }).join();
    }

    /// A user, what opens sessions of it, and where it was told to have one.
    record Account(String name, byte[] authKey, byte[] ticket, Optional<Member> place) {
        private static Account of(Welcome welcome, byte[] authKey) {
            return new Account(welcome.getName(), authKey, welcome.getTicket(),
                    Optional.ofNullable(welcome.getAssignment()).map(Assignment::getServer));
        }
    }

    /// So many new accounts.
    List<Account> signUps(String name, int count) throws TException {
        var accounts = new ArrayList<Account>();
        for (int number = 1; number <= count; number++) {
            accounts.add(signUp(name + "-" + number));
        }
        return accounts;
    }

    /// A new account. No password is stretched for it: the key that the server compares is drawn, so that an account
    /// costs nothing here.
    Account signUp(String name) throws TException {
        return signUp(name, balancer);
    }

    /// As [#signUp(String)], by the balancer at the other end of this connection. From any thread.
    static Account signUp(String name, Endpoint balancer) throws TException {
        var authKey = random(KEY_BYTES);
        var welcome = balancer.stub(LoadBalancer.Client::new, PATIENCE)
                .signUp(new SignUp(name, ByteBuffer.wrap(authKey), ByteBuffer.wrap(random(2 * KEY_BYTES)),
                        ByteBuffer.wrap(random(2 * KEY_BYTES)), ByteBuffer.wrap(random(ID_BYTES))));
        return Account.of(welcome, authKey);
    }

    /// Logs in again, over a connection of its own to the balancer of this number. From any thread.
    Account logIn(Account account, int number) throws TException {
        try (var endpoint = connect(number)) {
            var welcome = endpoint.stub(LoadBalancer.Client::new, PATIENCE)
                    .logIn(new LogIn(account.name(), ByteBuffer.wrap(account.authKey())));
            return Account.of(welcome, account.authKey());
        }
    }

    RoomInfo createRoom(Account owner, String name, Order order) throws TException {
        return balancer().createRoom(new CreateRoom(ByteBuffer.wrap(owner.ticket()), name, order,
                ByteBuffer.wrap(random(ID_BYTES))));
    }

    /// A connection to the balancer of this number, counted from 0; more than there are begin again.
    Endpoint connect(int number) throws RpcFailure {
        var balancers = cluster.plan().balancers();
        return client.connect(address(balancers.get(number % balancers.size())),
                RpcClient.Options.of(ClientTls.cluster(trust, Role.LOADBALANCER)), PATIENCE, _ -> List.of());
    }

    private LoadBalancer.Client balancer() {
        return balancer.stub(LoadBalancer.Client::new, PATIENCE);
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static InetSocketAddress address(ClusterPlan.Node node) {
        return new InetSocketAddress(ClusterPlan.HOST, node.port());
    }

    /// The cluster, to kill and start its processes.
    LocalCluster cluster() {
        return cluster;
    }

    /// Waits until all processes can be used again.
    void awaitReady() throws IOException, ClusterFailure {
        cluster.awaitReady(START, Progress.silent());
    }

    /// The processes of the message servers.
    List<ProcessHandle> serverProcesses() {
        return cluster.plan().servers().stream().flatMap(node -> cluster.process(node.name()).stream()).toList();
    }

    /// Where a message server keeps its credentials.
    Path serverHome(int number) {
        return cluster.directory().of(cluster.plan().servers().get(number).name());
    }

    /// As a client connects to message servers.
    Optional<Supplier<SSLEngine>> tls() {
        return tls;
    }

    /// Attaches a session at the message server of this number.
    CompletableFuture<Guest> attach(int number, byte[] ticket, Link.Ear ear) {
        var servers = cluster.plan().servers();
        return Link.connect(address(servers.get(number % servers.size())), tls, ear)
                .thenCompose(link -> Guest.attach(link, ticket));
    }

    /// Attaches a session of this client instance at the message server that somebody was told to go to.
    CompletableFuture<Guest> attach(Member server, byte[] ticket, byte[] instance, Link.Ear ear) {
        var address = server.getAddress();
        return Link.connect(new InetSocketAddress(address.getHost(), address.getPort()), tls, ear)
                .thenCompose(link -> Guest.attach(link, ticket, instance));
    }

    /// Starts one more message server, and waits until it can be used.
    void addServer(Progress progress) throws IOException, ClusterFailure {
        var plan = cluster.plan();
        cluster = LocalCluster.prepare(cluster.directory(), plan.balancers().size(), plan.servers().size() + 1,
                Ports.anywhere());
        cluster.startMissing();
        cluster.awaitReady(START, progress);
    }

    /// Makes `count` of something, a few dozen at once, and waits for all.
    ///
    /// @throws IOException
    ///             if one of them fails
    static <T> List<T> many(int count, Function<Integer, CompletableFuture<T>> making) throws IOException {
        var made = new ArrayList<T>();
        try {
            for (int from = 0; from < count; from += AT_ONCE) {
                var some = new ArrayList<CompletableFuture<T>>();
                for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                    some.add(making.apply(i));
                }
                some.forEach(one -> made.add(one.join()));
            }
        } catch (CompletionException failure) {
            throw new IOException("of " + count + " connections number " + (made.size() + 1) + " failed: "
                    + failure.getCause(), failure.getCause());
        }
        return made;
    }

    private void clear() {
        try {
            cluster.close();
            try (var found = Files.walk(cluster.directory().root())) {
                for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            System.err.println("justchat bench: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        client.close();
        clear();
        Runtime.getRuntime().removeShutdownHook(clearing);
    }
}
