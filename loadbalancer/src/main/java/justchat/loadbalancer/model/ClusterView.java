// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.List;
import java.util.Optional;

/// The set of message servers and balancers, as decided by the balancers' Raft.
/// Numbered 1, 2, 3, ...; number 0 is the empty view before anybody registered.
/// Members are sorted by number, balancers by name.
///
/// @param retired
///            balancers that were removed and are not to be called any more, but whose tickets have not all expired, by
///            name
/// @param past
///            the views before this one, oldest first; only the latest of them, as many as the book keeps
public record ClusterView(long number, List<ServerMember> members, List<BalancerMember> balancers,
        List<RetiredBalancer> retired, List<PastView> past) {
    public static final ClusterView EMPTY = new ClusterView(0, List.of(), List.of(), List.of(),
            List.of());

    public ClusterView {
        members = List.copyOf(members);
        balancers = List.copyOf(balancers);
        retired = List.copyOf(retired);
        past = List.copyOf(past);
    }

    /// What is kept of this view when another one follows.
    public PastView asPast() {
        return new PastView(number, members.stream().map(member -> member.origin().server()).toList());
    }

    public Optional<ServerMember> member(ServerOrigin origin) {
        return members.stream().filter(member -> member.origin().equals(origin)).findFirst();
    }

    public Optional<ServerMember> member(ProcessName name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    public Optional<BalancerMember> balancer(String name) {
        return balancers.stream().filter(balancer -> balancer.name().value().equals(name)).findFirst();
    }

    /// The key of this balancer's tickets; of one that was removed, as long as they are good.
    public Optional<Bytes> ticketKey(String balancer, long nowMillis) {
        return balancer(balancer).or(() -> retired.stream()
                .filter(gone -> gone.balancer().name().value().equals(balancer) && nowMillis < gone.untilMillis())
                .map(RetiredBalancer::balancer).findFirst()).map(BalancerMember::ticketKey);
    }
}
