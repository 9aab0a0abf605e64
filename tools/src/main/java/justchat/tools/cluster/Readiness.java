// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.Map;
import java.util.stream.Collectors;

import justchat.wire.ServerStatus;
import justchat.wire.Status;

/// Whether a cluster can be used by anybody, and if not, what is missing. Pure.
sealed interface Readiness {

    record Ready() implements Readiness {}

    /// @param what
    ///            for the screen, like `lb-2 to answer`
    record WaitsFor(String what) implements Readiness {}

    /// Ready means: every balancer answers and knows the leader, and every one of
    /// them hears every message server of the plan.
    ///
    /// @param answers
    ///            by name of the balancer
    static Readiness of(ClusterPlan plan, Map<String, Status> answers) {
        for (var balancer : plan.balancers()) {
            if (!answers.containsKey(balancer.name())) {
                return new WaitsFor(balancer.name() + " to answer");
            }
        }
        for (var status : answers.values()) {
            if (status.getRaftLeader().isEmpty() && waitsToJoin(plan, answers, status.getName())) {
                return new WaitsFor(status.getName() + " to be taken in by the others (`justchat balancer add`)");
            }
            if (status.getRaftLeader().isEmpty()) {
                return new WaitsFor("the load balancers to elect a leader");
            }
        }
        for (var status : answers.values()) {
            var inView = status.getView().getMembers().stream().map(member -> member.getName())
                    .collect(Collectors.toSet());
            var heard = status.getServers().stream().filter(Readiness::isHeard)
                    .map(server -> server.getMember().getName()).collect(Collectors.toSet());
            for (var server : plan.servers()) {
                if (!inView.contains(server.name())) {
                    return new WaitsFor(server.name() + " to register");
                }
                if (!heard.contains(server.name())) {
                    return new WaitsFor(status.getName() + " to hear " + server.name());
                }
            }
        }
        return new Ready();
    }

    private static boolean waitsToJoin(ClusterPlan plan, Map<String, Status> answers, String balancer) {
        return plan.node(balancer).filter(ClusterPlan.Node::joins).isPresent()
                && answers.values().stream().flatMap(status -> status.getView().getBalancers().stream())
                        .noneMatch(known -> known.getName().equals(balancer));
    }

    private static boolean isHeard(ServerStatus server) {
        return server.getSilentMillis() >= 0 && server.getSilentMillis() < 1_000;
    }
}
