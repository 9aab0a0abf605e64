// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.List;
import java.util.Optional;

/// The set of message servers and balancers, as decided by the balancers' Raft.
/// Numbered 1, 2, 3, ...; number 0 is the empty view before anybody registered.
/// Members are sorted by number, balancers by name.
///
/// @param past
///            the views before this one, oldest first; only the latest of them, as many as the book keeps
public record ClusterView(long number, List<ServerMember> members, List<BalancerMember> balancers,
        List<PastView> past) {
    public static final ClusterView EMPTY = new ClusterView(0, List.of(), List.of(), List.of());

    public ClusterView {
        members = List.copyOf(members);
        balancers = List.copyOf(balancers);
        past = List.copyOf(past);
    }

    /// What is kept of this view when another one follows.
    public PastView asPast() {
        return new PastView(number, members.stream().map(member -> member.origin().server()).toList());
    }

    public Optional<ServerMember> member(ServerOrigin origin) {
        return members.stream().filter(member -> member.origin().equals(origin)).findFirst();
    }

    public Optional<BalancerMember> balancer(String name) {
        return balancers.stream().filter(balancer -> balancer.name().value().equals(name)).findFirst();
    }
}
