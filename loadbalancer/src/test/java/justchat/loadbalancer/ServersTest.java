// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.model.ProcessName;
import justchat.wire.Address;
import justchat.wire.FileNotice;
import justchat.wire.Member;
import justchat.wire.MessageId;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Session;
import justchat.wire.Welcome;

import static justchat.loadbalancer.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

/// Three balancers and their servers: which get clients, have more than their share, are drained, or do not stay.
class ServersTest {
    @TempDir
    static Path directory;

    private static TestCluster cluster;
    private static Welcome elon;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(directory).startAll();
        elon = cluster.asClient("lb-1").signUp(TestCluster.signUp("Elon"));
        cluster.running.keySet().forEach(balancer -> cluster.awaitAccount(balancer, "elon"));
    }

    @AfterEach
    void awaitTheEndOfAllServers() {
        cluster.awaitMembers(0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void drain(String server, boolean draining) {
        var id = CommandId.copyOf(TestCluster.random(CommandId.BYTES));
        var command = new Command.Drain(id, new ProcessName(server), draining);
        TestCluster.await(() -> cluster.running.get("lb-1").book().submit(command)
                .orTimeout(60, TimeUnit.SECONDS).join() instanceof Answer.Decided<?>);
        TestCluster.await(() -> cluster.running.values().stream().allMatch(process -> process.book().view().members()
                .stream().filter(member -> member.name().value().equals(server))
                .allMatch(member -> member.draining() == draining)));
    }

    @Test
    void serversGetPlacesUsersAndFilesAreSeenAtAllBalancers() throws Exception {
        try (var one = new FakeServer(cluster, "ms-1", "lb-1").announceToAll();
                var two = new FakeServer(cluster, "ms-2", "lb-2").announceToAll()) {
            assertThat(one.origin.getServer()).isNotEqualTo(two.origin.getServer());
            TestCluster.await(() -> one.pushed.stream()
                    .anyMatch(view -> view.getMembers().stream().map(Member::getName).toList().contains("ms-2")));
            var ticket = TestCluster.wrap(elon.getTicket());
            awaitBoth("lb-3");
            awaitBoth("lb-1");
            var avoided = cluster.asClient("lb-1").assign(ticket, List.of(one.origin.getServer()), Map.of());
            assertThat(avoided.getServer().getName()).isEqualTo("ms-2");

            var instance = TestCluster.random(16);
            var file = new PublicFile(new FileNotice("SELDOM_2016.png", 1_200_000,
                    TestCluster.wrap(TestCluster.random(32))), "Elon", 5).setRoom("lobby")
                    .setMessage(new MessageId(TestCluster.wrap(instance), 7));
            two.report(true, List.of(new Session("Elon", TestCluster.wrap(instance), two.origin.getServer(),
                    new Address("127.0.0.1", 4242)).setLogin(new byte[16])), List
                            .of(file));
            for (var name : cluster.running.keySet()) {
                var stub = cluster.asClient(name);
                assertThat(stub.locate(ticket, "elon", Map.of()).getSessions()).singleElement()
                        .satisfies(session -> assertThat(session.getDirect().getPort()).isEqualTo(4242));
                assertThat(stub.online(ticket)).containsExactly("Elon");
                assertThat(stub.files(ticket, Map.of())).as("w7: the same list at " + name).containsExactly(file);
            }
            one.reportErased(List.of(file));
            for (var name : cluster.running.keySet()) {
                assertThat(cluster.asClient(name).files(ticket, Map.of())).as("erased at " + name).isEmpty();
            }
            assertRefused(Reason.NOT_FOUND, "no such user",
                    () -> cluster.asClient("lb-1").locate(ticket, "ghost", Map.of()));
        }
    }

    @Test
    void w16loginsSpreadOverServersThatHaveReportedNothingYet() throws Exception {
        try (var one = new FakeServer(cluster, "ms-1", "lb-1").announceToAll();
                var two = new FakeServer(cluster, "ms-2", "lb-2").announceToAll()) {
            var stub = cluster.asClient("lb-1");
            awaitBoth("lb-1");
            int first = 0;
            for (int i = 0; i < 20; i++) {
                var place = stub.logIn(TestCluster.logIn("elon")).getAssignment().getServer();
                first += place.getName().equals(one.name) ? 1 : 0;
            }
            assertThat(first).as("of 20 logins, at " + one.name + " beside " + two.name).isBetween(6, 14);
        }
    }

    @Test
    void aKilledServerIsExpelledAtOnceAndAHangingOneWithinTwoSeconds() throws Exception {
        try (var one = new FakeServer(cluster, "ms-1", "lb-1").announceToAll();
                var two = new FakeServer(cluster, "ms-2", "lb-2").announceToAll();
                var three = new FakeServer(cluster, "ms-3", "lb-3").announceToAll()) {
            cluster.awaitMembers(3);
            long begin = System.nanoTime();
            one.die();
            cluster.awaitMembers(2);
            System.out.printf("measured: death of a server to the view without it: %d ms%n",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            for (var name : cluster.running.keySet()) {
                TestCluster.await(() -> lastChange(name).contains("ms-1"));
                assertThat(lastChange(name)).as("at " + name)
                        .contains("is gone: its connection closed and it refuses new ones");
            }
            TestCluster.await(() -> two.pushed.stream().anyMatch(view -> view.getMembers().size() == 2
                    && view.getMembers().stream().noneMatch(member -> member.getName().equals("ms-1"))));

            begin = System.nanoTime();
            three.hang();
            cluster.awaitMembers(1);
            System.out.printf("measured: silence of a server to the view without it: %d ms%n",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            three.pushed.clear();
            assertRefused(Reason.NOT_PERMITTED, "register anew", () -> three.announce("lb-1"));
            TestCluster.await(() -> three.pushed.stream().anyMatch(view -> view.getMembers().size() == 1));
        }
    }

    /// Until a balancer gives out both servers.
    private static void awaitBoth(String balancer) throws TException {
        var stub = cluster.asClient(balancer);
        TestCluster.await(() -> {
            try {
                var place = stub.logIn(TestCluster.logIn("elon")).getAssignment();
                return place != null && place.getBackups().size() == 1;
            } catch (TException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private static String lastChange(String balancer) {
        try {
            return cluster.asOperator(balancer).status().getLastChange();
        } catch (IOException | TException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void onlyTheLeaderTellsServersToHandOverSessionsALittleAtATimeOrAllWhenTheyAreDrained() throws Exception {
        try (var one = new FakeServer(cluster, "ms-1", "lb-1").announceToAll();
                var two = new FakeServer(cluster, "ms-2", "lb-2").announceToAll()) {
            one.sessions = 300;
            TestCluster.await(() -> one.sheds.size() >= 2);
            assertThat(one.sheds).containsOnly("12 to ms-2");
            assertThat(two.sheds).isEmpty();

            one.sessions = 100;
            two.sessions = 100;
            drain("ms-1", true);
            TestCluster.await(() -> one.sheds.contains("100 to ms-2"));
            for (int time = 0; time < 10; time++) {
                for (var name : cluster.running.keySet()) {
                    var place = cluster.asClient(name).assign(TestCluster.wrap(elon.getTicket()), List.of(), Map.of());
                    assertThat(place.getServer().getName()).isEqualTo("ms-2");
                    assertThat(place.getBackups()).isEmpty();
                }
            }
            drain("ms-2", true);
            assertThat(cluster.asClient("lb-1").assign(TestCluster.wrap(elon.getTicket()), List.of(), Map.of())
                    .getServer().isDraining()).as("when all are drained, that is better than nobody").isTrue();
            drain("ms-1", false);
            drain("ms-2", false);
        }
    }

    @Test
    void aServerThatIsExpelledAgainAndAgainHasToWait() throws Exception {
        var held = new ArrayList<Refused>();
        int lives = 0;
        // On a slow machine the first wait, a second, may be over before it comes back; the next ones are longer.
        for (; held.isEmpty() && lives < 10; lives++) {
            try (var server = new FakeServer(cluster, "ms-9", "lb-1").announceToAll()) {
                server.refusals.stream().filter(refused -> refused.getMessage().contains("expelled"))
                        .forEach(held::add);
            }
            TestCluster.await(() -> cluster.running.values().stream().allMatch(process -> process.book().view()
                    .members().stream().noneMatch(member -> member.name().value().equals("ms-9"))));
        }
        assertThat(lives).as("the first two times do not count").isGreaterThan(3);
        assertThat(held).isNotEmpty().allSatisfy(refused -> {
            assertThat(refused.getReason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(refused.getMessage()).contains("ms-9 was expelled too often of late");
            assertThat(refused.getRetryAfterMillis()).isBetween(1, 60_000);
        });
    }
}
