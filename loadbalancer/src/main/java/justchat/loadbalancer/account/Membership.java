// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.account.ServerRecord.State;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RetiredBalancer;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

/// The servers and balancers of the book, and the views that follow from them. Pure; owned by the book.
///
/// Invariants: a server's incarnations only grow; `view.number` grows by exactly one with every change of the view; the
/// view holds at most one life of each server, and none of a removed one; no balancer is both in it and retired.
final class Membership {
    private final BookLimits limits;
    /// Sorted like the two below, so that snapshots of equal books are equal.
    private final SortedMap<ProcessName, ServerRecord> servers = new TreeMap<>();
    private final SortedMap<ProcessName, BalancerMember> balancers = new TreeMap<>();
    private final SortedMap<ProcessName, RetiredBalancer> retired = new TreeMap<>();
    private final Map<ServerId, ServerRecord> byNumber = new HashMap<>();
    private ClusterView view = ClusterView.EMPTY;
    /// Of the view's last change; empty if it needs none, or nobody said.
    private String viewReason = "";

    Membership(BookLimits limits) {
        this.limits = limits;
    }

    Outcome.OfRegisterServer register(Command.RegisterServer command) {
        var old = servers.get(command.name());
        if (old == null && servers.size() >= Math.min(limits.servers(), ServerId.MAX)) {
            return new Outcome.Full();
        }
        if (old != null && old.state() == State.REMOVED) {
            return new Outcome.Removed();
        }
        var number = old == null ? new ServerId(servers.size() + 1) : old.number();
        int incarnation = old == null ? 1 : old.incarnation() + 1;
        long next = view.number() + 1;
        // A name that is new has lost nothing, but neither does it hold anything from before this view.
        long blankSince = command.blank() || old == null ? next : old.blankSince();
        put(new ServerRecord(number, command.name(), incarnation, command.address(), command.heartbeats(), blankSince,
                old != null && old.draining(), State.IN_VIEW));
        newView();
        return new Outcome.ServerRegistered(new ServerOrigin(number, incarnation), view.number());
    }

    Outcome.OfExpel expel(Command.Expel command) {
        var origin = command.origin();
        var server = byNumber.get(origin.server());
        if (server == null || !server.inView() || server.incarnation() != origin.incarnation()) {
            return new Outcome.NotInView();
        }
        put(server.in(State.OUT_OF_VIEW));
        newView();
        viewReason = command.reason();
        return new Outcome.Expelled(view.number());
    }

    Outcome.OfDrain drain(Command.Drain command) {
        var server = servers.get(command.server());
        if (server == null || server.state() == State.REMOVED) {
            return new Outcome.Unknown();
        }
        if (server.draining() != command.draining()) {
            put(server.draining(command.draining()));
            if (server.inView()) {
                newView();
            }
        }
        return new Outcome.Drained(view.number());
    }

    Outcome.OfRemoveServer remove(Command.RemoveServer command) {
        var server = servers.get(command.server());
        if (server == null) {
            return new Outcome.Unknown();
        }
        if (server.inView() && !server.draining()) {
            return new Outcome.StillServing();
        }
        put(server.in(State.REMOVED));
        if (server.inView()) {
            newView();
        }
        return new Outcome.ServerRemoved(view.number());
    }

    Outcome.OfRegisterBalancer register(BalancerMember balancer) {
        if (!balancers.containsKey(balancer.name()) && balancers.size() >= limits.balancers()) {
            return new Outcome.Full();
        }
        if (!balancer.equals(balancers.put(balancer.name(), balancer))) {
            retired.remove(balancer.name());
            newView();
        }
        return new Outcome.BalancerRegistered(view.number());
    }

    Outcome.OfRemoveBalancer remove(Command.RemoveBalancer command) {
        if (!balancers.containsKey(command.balancer())) {
            return new Outcome.Unknown();
        }
        if (balancers.size() == 1) {
            return new Outcome.LastBalancer();
        }
        var live = retired.values().stream().filter(gone -> command.atMillis() < gone.untilMillis()).toList();
        if (live.size() >= limits.balancers()) {
            return new Outcome.Full();
        }
        retired.values().retainAll(live);
        var gone = balancers.remove(command.balancer());
        retired.put(gone.name(), new RetiredBalancer(gone, command.atMillis() + Revocations.LIFE.toMillis()));
        newView();
        return new Outcome.BalancerRemoved(view.number());
    }

    /// From a snapshot, or new.
    void put(ServerRecord server) {
        servers.put(server.name(), server);
        byNumber.put(server.number(), server);
    }

    /// What a snapshot says besides its servers.
    void restore(long viewNumber, List<BalancerMember> present, List<RetiredBalancer> gone, List<PastView> past) {
        present.forEach(balancer -> balancers.put(balancer.name(), balancer));
        gone.forEach(balancer -> retired.put(balancer.balancer().name(), balancer));
        view = viewOf(viewNumber, past);
    }

    private void newView() {
        view = viewOf(view.number() + 1, pastOfNext());
        viewReason = "";
    }

    /// The current view becomes the latest past one, and the oldest is forgotten if there are too many. Before the
    /// first view there is none.
    private List<PastView> pastOfNext() {
        List<PastView> past = new ArrayList<>(view.past());
        if (view.number() > 0) {
            past.add(view.asPast());
        }
        return past.subList(Math.max(0, past.size() - limits.pastViews()), past.size());
    }

    private ClusterView viewOf(long number, List<PastView> past) {
        List<ServerMember> members = servers.values().stream().filter(ServerRecord::inView).map(ServerRecord::member)
                .sorted(Comparator.comparing(ServerMember::origin)).toList();
        return new ClusterView(number, members, List.copyOf(balancers.values()), List.copyOf(retired.values()), past);
    }

    ClusterView view() {
        return view;
    }

    Optional<String> viewReason() {
        return Optional.of(viewReason).filter(reason -> !reason.isEmpty());
    }

    Collection<ServerRecord> servers() {
        return servers.values();
    }

    /// The newest incarnation of a server that the book knows, 0 if none.
    int lastIncarnation(ServerId server) {
        var known = byNumber.get(server);
        return known == null ? 0 : known.incarnation();
    }
}
