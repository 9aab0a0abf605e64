// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.apache.thrift.TProcessor;

import justchat.loadbalancer.api.ArgonCost;
import justchat.loadbalancer.api.Policy;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.UserName;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.wire.LoadBalancer;
import justchat.wire.LogIn;
import justchat.wire.Operator;
import justchat.wire.SignUp;

/// Three real balancers in this JVM on loopback ports, with certificates of their own authority.
final class TestCluster implements AutoCloseable {
    static final Deadline PATIENCE = Deadline.ofMillis(60_000);
    static final byte[] KEY = new byte[32];
    private static final SecureRandom RANDOM = new SecureRandom();

    final Path directory;
    final Authority authority;
    final RpcClient client = new RpcClient();
    final Map<String, Settings> settings = new TreeMap<>();
    final Map<String, LoadBalancerProcess> running = new TreeMap<>();

    TestCluster(Path directory) throws IOException {
        this.directory = directory;
        this.authority = Authority.create(directory.resolve("authority"), "test");
        var peers = new TreeMap<ProcessName, HostPort>();
        for (int i = 1; i <= 3; i++) {
            peers.put(new ProcessName("lb-" + i), Ports.next());
        }
        for (var name : peers.keySet()) {
            var home = directory.resolve(name.value());
            authority.issue(name.value(), Role.LOADBALANCER, home);
            Files.writeString(home.resolve("cluster.key"), "00".repeat(32));
            settings.put(name.value(),
                    new Settings(name, home, "test", Ports.next(), Ports.next(), peers.get(name), peers,
                            false, new ArgonCost(64, 1, 1), Policy.DEFAULT));
        }
    }

    static Settings with(Settings settings, Policy policy) {
        return new Settings(settings.name(), settings.directory(), settings.deployment(), settings.listen(),
                settings.heartbeats(), settings.raft(), settings.peers(), settings.joins(), settings.argon(), policy);
    }

    LoadBalancerProcess start(String name) throws IOException {
        var process = LoadBalancerProcess.start(settings.get(name));
        running.put(name, process);
        return process;
    }

    TestCluster startAll() throws IOException {
        for (var name : settings.keySet()) {
            start(name);
        }
        running.values().forEach(process -> process.ready().orTimeout(60, TimeUnit.SECONDS).join());
        return this;
    }

    /// Stops some at once; in threads of their own, since each takes two seconds.
    void stop(String... names) {
        var threads = List.of(names).stream().map(running::remove).map(it -> Thread.ofVirtual().start(it::close))
                .toList();
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    /// Who led a moment ago.
    String leader() {
        var leader = new AtomicReference<String>();
        await(() -> running.entrySet().stream().filter(process -> process.getValue().book().leads()).findFirst()
                .map(process -> {
                    leader.set(process.getKey());
                    return true;
                }).orElse(false));
        return leader.get();
    }

    String follower() {
        var leader = leader();
        return running.keySet().stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
    }

    /// Until each balancer that runs knows of so many servers.
    void awaitMembers(int count) {
        await(() -> running.values().stream().allMatch(process -> process.book().view().members().size() == count));
    }

    /// Until it may log in there: who signed up at one balancer is known to another a little later.
    void awaitAccount(String balancer, String name) {
        await(() -> running.get(balancer).book().account(UserName.of(name)).isPresent());
    }

    Endpoint connect(String name, ClientTls tls, Function<Endpoint, List<TProcessor>> services) throws RpcFailure {
        var address = settings.get(name).listen();
        return client.connect(new InetSocketAddress(address.host(), address.port()), RpcClient.Options.of(tls),
                PATIENCE, services);
    }

    LoadBalancer.Iface asClient(String name) throws RpcFailure {
        var connection = connect(name, ClientTls.cluster(new Trust(authority.certificate()), Role.LOADBALANCER),
                _ -> List.of());
        return new Patience(this::hasMajority).over(LoadBalancer.Iface.class,
                connection.stub(LoadBalancer.Client::new, PATIENCE));
    }

    Operator.Iface asOperator(String name) throws IOException, RpcFailure {
        var connection = connect(name,
                ClientTls.cluster(credentials("operator", Role.OPERATOR), Role.LOADBALANCER), _ -> List.of());
        return new Patience(this::hasMajority).over(Operator.Iface.class,
                connection.stub(Operator.Client::new, PATIENCE));
    }

    private boolean hasMajority() {
        return running.size() > settings.size() / 2;
    }

    Credentials credentials(String name, Role role) throws IOException {
        return authority.issue(name, role, directory.resolve("credentials-" + name));
    }

    static SignUp signUp(String name) {
        return new SignUp(name, wrap(authKey(name)), wrap(new byte[64]), wrap(new byte[60]), wrap(random(16)));
    }

    static LogIn logIn(String name) {
        return new LogIn(name, wrap(authKey(name)));
    }

    static byte[] authKey(String name) {
        var key = new byte[32];
        var text = name.toLowerCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.arraycopy(text, 0, key, 0, text.length);
        return key;
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static java.nio.ByteBuffer wrap(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.duration().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        client.close();
        stop(running.keySet().toArray(String[]::new));
    }
}
