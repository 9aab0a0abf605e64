// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.model.ProcessName;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.wire.Address;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Registry;
import justchat.wire.ServerHello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Three balancers, and servers that have more than their share, are drained, or do not stay.
class RebalancingTest {
    @TempDir
    static Path directory;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(directory).startAll();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void drain(String server, boolean draining) {
        var id = CommandId.copyOf(TestCluster.random(CommandId.BYTES));
        cluster.running.get(cluster.leader()).book().submit(new Command.Drain(id, new ProcessName(server), draining))
                .join();
        TestCluster.await(() -> cluster.running.values().stream().allMatch(process -> process.book().view().members()
                .stream().filter(member -> member.name().value().equals(server))
                .allMatch(member -> member.draining() == draining)));
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
            var elon = cluster.asClient("lb-1").signUp(TestCluster.signUp("elon"));
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
        for (int life = 1; life <= 3; life++) {
            try (var server = new FakeServer(cluster, "ms-9", "lb-1").announceToAll()) {
                server.die();
                TestCluster.await(() -> cluster.running.values().stream().allMatch(process -> process.book().view()
                        .members().stream().noneMatch(member -> member.name().value().equals("ms-9"))));
            }
        }
        var tls = ClientTls.cluster(cluster.credentials("ms-9", Role.MESSAGESERVER), Role.LOADBALANCER);
        var hello = new ServerHello(1, "ms-9", new Address("127.0.0.1", 1), new Address("127.0.0.1", 1), true,
                TestCluster.wrap(TestCluster.random(16)));
        try (var endpoint = cluster.connect("lb-1", tls, _ -> List.of())) {
            assertThatThrownBy(() -> endpoint.stub(Registry.Client::new, TestCluster.PATIENCE).registerServer(hello))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.getReason()).isEqualTo(Reason.UNAVAILABLE);
                        assertThat(refused.getMessage()).contains("ms-9 was expelled too often of late");
                        assertThat(refused.getRetryAfterMillis()).isBetween(1, 1_000);
                    });
        }
        try (var back = new FakeServer(cluster, "ms-9", "lb-1")) {
            assertThat(back.origin.getIncarnation()).isGreaterThanOrEqualTo(4);
        }
    }
}
