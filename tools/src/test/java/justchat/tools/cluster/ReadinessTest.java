// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.wire.Address;
import justchat.wire.Member;
import justchat.wire.Origin;
import justchat.wire.ServerStatus;
import justchat.wire.Status;
import justchat.wire.View;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTest {
    private final Map<String, Status> answers = new TreeMap<>();
    private ClusterPlan plan;

    @BeforeEach
    void threeBalancersHearTwoServers() throws IOException {
        plan = ClusterPlan.create("test", 3, 2, Ports.anywhere());
        for (var balancer : plan.balancers()) {
            answers.put(balancer.name(), status(balancer.name(), "lb-2", List.of("ms-1", "ms-2"), 5));
        }
    }

    static Status status(String name, String leader, List<String> servers, long silentMillis) {
        var members = new ArrayList<Member>();
        var heard = new ArrayList<ServerStatus>();
        for (var server : servers) {
            var member = new Member(new Origin(servers.indexOf(server) + 1, 1), server, new Address("127.0.0.1", 1),
                    new Address("127.0.0.1", 2), 1);
            members.add(member);
            heard.add(new ServerStatus(member, silentMillis, 1, List.of("user-of-" + server), 0));
        }
        return new Status(name, "test", name.equals(leader) ? "LEADER" : "FOLLOWER", leader, 1, 3,
                new View(1, members, List.of(), List.of()), heard, 0, Map.of());
    }

    @Test
    void isReadyWhenEveryBalancerHearsEveryServer() {
        assertThat(Readiness.of(plan, answers)).isEqualTo(new Readiness.Ready());
    }

    @Test
    void namesTheBalancerThatDoesNotAnswer() {
        answers.remove("lb-3");
        assertThat(Readiness.of(plan, answers)).isEqualTo(new Readiness.WaitsFor("lb-3 to answer"));
    }

    @Test
    void waitsForALeader() {
        answers.put("lb-1", status("lb-1", "", List.of("ms-1", "ms-2"), 5));
        assertThat(Readiness.of(plan, answers))
                .isEqualTo(new Readiness.WaitsFor("the load balancers to elect a leader"));
    }

    @Test
    void saysHowABalancerThatWasNeverTakenInGetsIn() throws IOException {
        plan = plan.withBalancer(Ports.anywhere());
        answers.put("lb-4", status("lb-4", "", List.of(), 5));
        assertThat(Readiness.of(plan, answers)).isEqualTo(
                new Readiness.WaitsFor("lb-4 to be taken in by the others (`justchat balancer add`)"));
    }

    @Test
    void namesTheServerThatIsNotInTheView() {
        answers.put("lb-1", status("lb-1", "lb-2", List.of("ms-1"), 5));
        assertThat(Readiness.of(plan, answers)).isEqualTo(new Readiness.WaitsFor("ms-2 to register"));
    }

    @Test
    void namesWhoDoesNotHearAServer() {
        answers.put("lb-3", status("lb-3", "lb-2", List.of("ms-1", "ms-2"), -1));
        assertThat(Readiness.of(plan, answers)).isEqualTo(new Readiness.WaitsFor("lb-3 to hear ms-1"));
    }
}
