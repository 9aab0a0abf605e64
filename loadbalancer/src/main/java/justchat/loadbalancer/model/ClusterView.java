// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.List;
import java.util.Optional;

/// The set of message servers and balancers, as decided by the balancers' Raft.
/// Numbered 1, 2, 3, ...; number 0 is the empty view before anybody registered.
/// Members are sorted by number, balancers by name.
public record ClusterView(long number, List<ServerMember> members, List<BalancerMember> balancers) {
    public static final ClusterView EMPTY = new ClusterView(0, List.of(), List.of());

    public ClusterView {
        members = List.copyOf(members);
        balancers = List.copyOf(balancers);
    }

    public Optional<ServerMember> member(ServerOrigin origin) {
        return members.stream().filter(member -> member.origin().equals(origin)).findFirst();
    }

    public Optional<BalancerMember> balancer(String name) {
        return balancers.stream().filter(balancer -> balancer.name().value().equals(name)).findFirst();
    }
}
