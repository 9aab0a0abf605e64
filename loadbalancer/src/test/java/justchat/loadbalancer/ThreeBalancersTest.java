// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.model.UserName;
import justchat.rpc.Endpoint;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.wire.Address;
import justchat.wire.CreateRoom;
import justchat.wire.FileNotice;
import justchat.wire.LoadBalancer;
import justchat.wire.Member;
import justchat.wire.Operator;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Registry;
import justchat.wire.RoomInfo;
import justchat.wire.ServerHello;
import justchat.wire.Session;

import static justchat.loadbalancer.Refusals.assertRefused;
import static justchat.loadbalancer.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One cluster of three for all of these, in the order of a story: what breaks it for good comes last.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeBalancersTest {
    @TempDir
    static Path directory;
    private static TestCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        long begin = System.nanoTime();
        cluster = new TestCluster(directory).startAll();
        System.out.printf("measured: three balancers in one JVM, start to ready: %d ms%n", millisSince(begin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void w4aBalancerWithoutAnyServerLogsInAndNamesNone() throws Exception {
        var elon = cluster.asClient("lb-1").signUp(TestCluster.signUp("Elon"));
        assertThat(elon.getName()).isEqualTo("Elon");
        assertThat(elon.getAssignment()).isNull();
        assertThat(elon.getBalancers()).hasSize(3);
        assertRefused(Reason.UNAVAILABLE, "no message server", () -> cluster.asClient("lb-2")
                .assign(TestCluster.wrap(elon.getTicket()), List.of(), Map.of()));
    }

    @Test
    @Order(2)
    void aSignUpAtOneLogsInAtAllWhateverTheCase() throws Exception {
        for (var name : cluster.running.keySet()) {
            cluster.awaitAccount(name, "elon");
            assertThat(cluster.asClient(name).logIn(TestCluster.logIn("ELON")).getName()).isEqualTo("Elon");
        }
        assertRefused(Reason.NAME_TAKEN, "taken", () -> cluster.asClient("lb-3").signUp(TestCluster.signUp("eLoN")));
        assertRefused(Reason.INVALID, "no slashes", () -> cluster.asClient("lb-3").signUp(TestCluster.signUp("a/b")));
    }

    @Test
    @Order(3)
    void aRepeatedSignUpIsOneAccount() throws Exception {
        var request = TestCluster.signUp("tony");
        cluster.asClient("lb-1").signUp(request);
        assertThat(cluster.asClient("lb-2").signUp(request).getName()).isEqualTo("tony");
        assertThat(cluster.running.get("lb-2").book().accounts()).as("elon and tony").isEqualTo(2);
    }

    @Test
    @Order(3)
    void aRoomCreatedAtOneIsToldToTheServersOfAll() throws Exception {
        try (var one = new FakeServer(cluster, "ms-1", "lb-1").announceToAll()) {
            TestCluster.await(() -> one.rooms.size() == 3);
            assertThat(one.rooms).allSatisfy(rooms -> assertThat(rooms).map(RoomInfo::getName)
                    .containsExactly("lobby"));
            var ticket = TestCluster.wrap(cluster.asClient("lb-1").logIn(TestCluster.logIn("elon")).getTicket());
            var request = new CreateRoom(ticket, "go", justchat.wire.Order.TOTAL,
                    TestCluster.wrap(TestCluster.random(16)));
            var created = cluster.asClient("lb-1").createRoom(request);
            assertThat(created.getOwner()).isEqualTo("Elon");
            assertThat(cluster.asClient("lb-2").createRoom(request)).as("a retry elsewhere").isEqualTo(created);
            TestCluster.await(() -> one.rooms.size() == 6);
            assertThat(one.rooms).map(rooms -> rooms.stream().map(RoomInfo::getName).toList())
                    .containsExactly(List.of("lobby"), List.of("lobby"), List.of("lobby"), List.of("go", "lobby"),
                            List.of("go", "lobby"), List.of("go", "lobby"));
            assertThat(one.roomsAt("lb-3")).isEqualTo(List.copyOf(one.rooms).getLast()).contains(created);

            var client = cluster.asClient("lb-3");
            assertRefused(Reason.NAME_TAKEN, "room of this name", () -> client.createRoom(new CreateRoom(ticket, "go",
                    justchat.wire.Order.FIFO, TestCluster.wrap(TestCluster.random(16)))));
            assertRefused(Reason.INVALID, "a-z, 0-9", () -> client.createRoom(new CreateRoom(ticket, "@private",
                    justchat.wire.Order.FIFO, TestCluster.wrap(TestCluster.random(16)))));
            assertRefused(Reason.NOT_AUTHENTICATED, "log in", () -> client.createRoom(new CreateRoom(
                    TestCluster.wrap(new byte[9]), "tea", justchat.wire.Order.FIFO,
                    TestCluster.wrap(TestCluster.random(16)))));
        }
        cluster.awaitMembers(0);
    }

    @Test
    @Order(4)
    void w11aWrongPasswordAnUnknownNameAndNoPasswordAtAllAreAnsweredTheSame() throws Exception {
        var wrong = TestCluster.logIn("tony").setAuthKey(new byte[32]);
        var one = refusal(() -> cluster.asClient("lb-1").logIn(wrong));
        var other = refusal(() -> cluster.asClient("lb-1").logIn(TestCluster.logIn("nobody")));
        var empty = refusal(() -> cluster.asClient("lb-1").logIn(TestCluster.logIn("tony").setAuthKey(new byte[0])));
        assertThat((Object) one).isEqualTo(other).isEqualTo(empty);
        assertThat(one.getReason()).isEqualTo(Reason.WRONG_CREDENTIALS);
    }

    @Test
    @Order(4)
    void w11noKeyOfAnybodyIsOnDisk() throws Exception {
        var key = new String(TestCluster.authKey("elon"), java.nio.charset.StandardCharsets.ISO_8859_1);
        TestCluster.await(() -> everyFileLacks(key));
    }

    /// @return false if there were others meanwhile: a log or a snapshot was renamed
    private static boolean everyFileLacks(String key) {
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain(key);
            }
            return true;
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    @Test
    @Order(5)
    void guessingIsSlowedAndTheOwnerGetsInAfterwards() throws Exception {
        cluster.asClient("lb-1").signUp(TestCluster.signUp("robert"));
        var stub = cluster.asClient("lb-1");
        var guess = TestCluster.logIn("robert").setAuthKey(new byte[32]);
        for (int i = 0; i < 5; i++) {
            assertRefused(Reason.WRONG_CREDENTIALS, "wrong", () -> stub.logIn(guess));
        }
        var busy = refusal(() -> stub.logIn(guess));
        for (int i = 0; i < 5 && busy.getReason() != Reason.BUSY; i++) {
            // This machine was so slow that the delay had passed; the next one is twice as long.
            busy = refusal(() -> stub.logIn(guess));
        }
        assertThat(busy.getReason()).isEqualTo(Reason.BUSY);
        assertThat(busy.getRetryAfterMillis()).isBetween(1, 32_000);
        TestCluster.await(() -> succeeds(() -> stub.logIn(TestCluster.logIn("robert"))));
    }

    @Test
    @Order(6)
    void w12ForgedRolesAndTicketsAreRefused() throws Exception {
        try (var nobody = connectAs(ClientTls.cluster(trust(), Role.LOADBALANCER))) {
            assertRefused(Reason.NOT_PERMITTED, "message servers", () -> nobody
                    .stub(Registry.Client::new, TestCluster.PATIENCE).registerServer(hello("ms-9")));
            assertRefused(Reason.NOT_PERMITTED, "operator",
                    () -> nobody.stub(Operator.Client::new, TestCluster.PATIENCE).status());
            assertRefused(Reason.NOT_PERMITTED, "message servers",
                    () -> nobody.stub(Registry.Client::new, TestCluster.PATIENCE).rooms());
            var client = nobody.stub(LoadBalancer.Client::new, TestCluster.PATIENCE);
            for (var ticket : List.of(new byte[0], new byte[200], TestCluster.random(120))) {
                assertRefused(Reason.NOT_AUTHENTICATED, "log in",
                        () -> client.files(TestCluster.wrap(ticket), Map.of()));
            }
        }
        var other = cluster.credentials("ms-8", Role.MESSAGESERVER);
        try (var server = connectAs(ClientTls.cluster(other, Role.LOADBALANCER))) {
            var stub = server.stub(Registry.Client::new, TestCluster.PATIENCE);
            assertRefused(Reason.NOT_PERMITTED, "another server", () -> stub.registerServer(hello("ms-9")));
        }
        var stranger = justchat.rpc.tls.Authority.create(directory.resolve("stranger"), "test");
        var forged = stranger.issue("ms-9", Role.MESSAGESERVER, directory.resolve("forged"));
        assertThatThrownBy(() -> {
            try (var server = connectAs(new ClientTls.Cluster(trust(), java.util.Optional.of(() -> forged),
                    Role.LOADBALANCER))) {
                server.stub(Registry.Client::new, TestCluster.PATIENCE).registerServer(hello("ms-9"));
            }
        }).isInstanceOf(TException.class).isNotInstanceOf(Refused.class);
    }

    @Test
    @Order(7)
    void garbageOnEveryPortDisturbsNobody() throws Exception {
        for (var settings : cluster.settings.values()) {
            for (var address : List.of(settings.listen(), settings.raft())) {
                for (var bytes : List.of(TestCluster.random(5_000), new byte[70_000],
                        new byte[]{(byte) 0x7F, -1, -1, -1, 0})) {
                    send(new InetSocketAddress(address.host(), address.port()), bytes);
                }
            }
            try (var socket = new DatagramSocket()) {
                for (int size : List.of(0, 1, 40, 1_400)) {
                    socket.send(new DatagramPacket(TestCluster.random(size), size,
                            new InetSocketAddress(settings.heartbeats().host(), settings.heartbeats().port())));
                }
            }
        }
        for (var name : cluster.running.keySet()) {
            cluster.asClient(name).logIn(TestCluster.logIn("elon"));
        }
        TestCluster.await(() -> counter("lb-1", "datagrams-wrong-size") + counter("lb-1", "datagrams-forged") >= 3);
        cluster.asClient("lb-2").signUp(TestCluster.signUp("after-garbage"));
    }

    @Test
    @Order(11)
    void w3aDeadBalancerTakesNobodyWithIt() throws Exception {
        try (var server = new FakeServer(cluster, "ms-1", "lb-1").announceToAll()) {
            var leader = cluster.leader();
            cluster.stop(leader);
            long begin = System.nanoTime();
            var survivor = cluster.running.keySet().iterator().next();
            var welcome = cluster.asClient(survivor).signUp(TestCluster.signUp("natasha"));
            System.out.printf("measured: leader closed to next sign-up: %d ms%n", millisSince(begin));
            assertThat(welcome.getAssignment().getServer().getName()).isEqualTo(server.name);
            var status = cluster.asOperator(survivor).status();
            assertThat(status.getRaftLeader()).isNotEqualTo(leader);
            assertThat(status.getServers()).hasSize(1);
            assertThat(status.getView().getPast().getLast().getNumber()).isEqualTo(status.getView().getNumber() - 1);

            cluster.start(leader).ready().orTimeout(60, TimeUnit.SECONDS).join();
            cluster.awaitAccount(leader, "natasha");
            assertThat(cluster.asClient(leader).logIn(TestCluster.logIn("natasha")).getName()).isEqualTo("natasha");
        }
        cluster.awaitMembers(0);
    }

    @Test
    @Order(12)
    void oneOfThreeLogsInKnownUsersAndRefusesTheRestInWords() throws Exception {
        var last = cluster.follower();
        var others = cluster.running.keySet().stream().filter(name -> !name.equals(last)).toArray(String[]::new);
        cluster.awaitAccount(last, "natasha");
        cluster.stop(others);
        assertRefused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)",
                () -> cluster.asClient(last).signUp(TestCluster.signUp("too-late")));
        assertThat(cluster.asClient(last).logIn(TestCluster.logIn("natasha")).getName()).isEqualTo("natasha");

        cluster.stop(last);
        cluster.startAll();
        assertThat(cluster.asClient(last).logIn(TestCluster.logIn("elon")).getName()).isEqualTo("Elon");
        TestCluster.await(() -> succeeds(() -> cluster.asClient(last).signUp(TestCluster.signUp("in-time"))));
    }

    private static Endpoint connectAs(ClientTls tls) throws TException {
        return cluster.connect("lb-1", tls, _ -> List.of());
    }

    private static justchat.rpc.tls.Trust trust() {
        return new justchat.rpc.tls.Trust(cluster.authority.certificate());
    }

    private static ServerHello hello(String name) {
        return new ServerHello(1, name, new Address("127.0.0.1", 1), new Address("127.0.0.1", 1), true,
                TestCluster.wrap(TestCluster.random(16)));
    }

    private static void send(InetSocketAddress address, byte[] bytes) {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(bytes);
        } catch (IOException _) {
            // Hung up on: that is one of the right answers.
        }
    }

    private static long counter(String balancer, String name) {
        try {
            return cluster.asOperator(balancer).status().getCounters().get(name);
        } catch (IOException | TException failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean succeeds(ThrowingCallable action) {
        try {
            action.call();
            return true;
        } catch (Throwable _) {
            return false;
        }
    }

    private static long millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
