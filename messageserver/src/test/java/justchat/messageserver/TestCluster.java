// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import justchat.messageserver.file.FileLimits;
import justchat.messageserver.model.Address;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.ticket.LoginId;
import justchat.ticket.Ticket;

/// Message servers and fake balancers in this JVM, on loopback, with TLS,
/// real disks and real heartbeats.
final class TestCluster implements AutoCloseable {
    static final long PATIENCE_MILLIS = 60_000;

    private final Path directory;
    private final Authority authority;
    private final byte[] key = new byte[32];
    final FakeBalancer.Book book = new FakeBalancer.Book();
    final List<FakeBalancer> balancers = new ArrayList<>();
    final Map<String, Server> servers = new LinkedHashMap<>();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final RpcClient rpc = new RpcClient();
    private final List<TestReader> readers = new CopyOnWriteArrayList<>();
    FileLimits limits = FileLimits.DEFAULT;

    TestCluster(Path directory, int balancers) throws IOException {
        this.directory = directory;
        this.authority = Authority.create(directory.resolve("authority"), "test");
        for (int number = 1; number <= balancers; number++) {
            startBalancer("lb-" + number, Ports.next());
        }
    }

    FakeBalancer startBalancer(String name, int port) throws IOException {
        var own = directory.resolve(name);
        authority.issue(name, Role.LOADBALANCER, Files.createDirectories(own));
        var balancer = new FakeBalancer(name, own, key, port, book);
        balancers.add(balancer);
        return balancer;
    }

    /// Starts without waiting; a second start under the same name is another life.
    Server start(String name) throws IOException {
        var own = directoryOf(name);
        if (!Files.exists(own.resolve("key.pem"))) {
            authority.issue(name, Role.MESSAGESERVER, Files.createDirectories(own));
            Files.writeString(own.resolve("cluster.key"), HexFormat.of().formatHex(key));
        }
        var any = new InetSocketAddress("127.0.0.1", 0);
        var server = Server.start(new Settings(name, own, any, any, balancers.stream().map(balancer -> new Address(
                "127.0.0.1", balancer.address().getPort())).toList(), 20, 2, limits), fatal::add);
        servers.put(name, server);
        return server;
    }

    /// Starts these, and waits until all are in everybody's view.
    void serve(String... names) throws Exception {
        for (var name : names) {
            start(name).serving().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        await("all in one view",
                () -> servers.values().stream().allMatch(server -> server.standing().deployment().view()
                        .members().size() == servers.size() && server.linesUp() == balancers.size()));
    }

    Path directoryOf(String name) {
        return directory.resolve(name);
    }

    Server server(String name) {
        return servers.get(name);
    }

    /// As the operator's authority gives them.
    Credentials credentials(String name, Role role) throws IOException {
        return authority.issue(name, role, Files.createDirectories(directoryOf(name)));
    }

    Trust trust() throws IOException {
        return Trust.load(directory.resolve("authority").resolve("authority.pem"));
    }

    RpcClient rpc() {
        return rpc;
    }

    byte[] ticket(String user) {
        return ticket(user, 1, new LoginId(1, 1));
    }

    byte[] ticket(String user, int generation, LoginId login) {
        long now = System.currentTimeMillis();
        var balancer = balancers.getFirst();
        return balancer.signer().sign(new Ticket(user, generation, login, balancer.name(), now, now + 600_000));
    }

    /// A client that is connected, not attached.
    TestReader connect(String user, String server) throws Exception {
        var reader = new TestReader(this, user, servers.get(server).address());
        readers.add(reader);
        return reader;
    }

    /// A client that is attached and has been shown nothing.
    TestReader attach(String user, String server) throws Exception {
        var reader = connect(user, server);
        reader.attach();
        return reader;
    }

    /// Looks every few milliseconds, until the patience ends.
    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("did not come to pass: " + what);
            }
            pause(5);
        }
    }

    static void pause(long millis) {
        new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
        readers.forEach(TestReader::close);
        servers.values().forEach(Server::close);
        balancers.forEach(FakeBalancer::close);
        rpc.close();
    }
}
