// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.rpc.strand.Strand;
import justchat.wire.RegistryListener;

/// The servers that have announced themselves here, and the connections that views, rooms and revocations are pushed to them over.
/// Thread-safe; pushes happen on a strand of their own, so that no server and no disk holds up the book.
public final class Announced implements AutoCloseable {
    private static final int WAITING_PUSHES = 16;

    private final Accounts accounts;
    private final Board board;
    private final Journal journal;
    private final Counters counters;
    /// Run when a server's connection is lost; must not block.
    private final Runnable linkLost;
    private final Map<ServerOrigin, Endpoint> servers = new ConcurrentHashMap<>();
    private final Strand pushes = new Strand("views", WAITING_PUSHES);
    /// Owned by the strand.
    private long pushed;
    private final Object roomsLock = new Object();
    /// Owned by the strand: what the servers were told, so that they are told the rest.
    private Set<Revocation> toldRevocations = Set.of();

    public Announced(Accounts accounts, Board board, Journal journal, Counters counters, Runnable linkLost) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.board = Objects.requireNonNull(board, "board");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.counters = Objects.requireNonNull(counters, "counters");
        this.linkLost = Objects.requireNonNull(linkLost, "linkLost");
    }

    /// From now on this server lives on this connection; an older one of its no longer counts.
    void join(ServerOrigin origin, Endpoint endpoint) {
        servers.put(origin, endpoint);
        board.linked(origin);
        endpoint.closed().thenRun(() -> {
            if (servers.remove(origin, endpoint)) {
                board.unlinked(origin);
                linkLost.run();
            }
        });
    }

    /// Tells all rooms to a server that has just announced itself.
    void tellRooms(ServerOrigin origin, Endpoint endpoint) {
        sendRooms(Map.of(origin, endpoint));
    }

    /// Tells all revocations to a server that has just announced itself.
    void tellRevocations(ServerOrigin origin, Endpoint endpoint) {
        sendRevocations(accounts.revocations(), Map.of(origin, endpoint));
    }

    /// Tells a server to hand so many sessions to that one. Never blocks.
    ///
    /// @return false if it is not connected here, or takes nothing at the moment: it was not told
    public boolean shed(ServerOrigin from, int sessions, ServerMember to, int withinMillis) {
        var endpoint = servers.get(from);
        return endpoint != null && endpoint.send(new Oneway("shed",
                new RegistryListener.shed_args(sessions, Wire.member(to), withinMillis)));
    }

    boolean isOn(ServerOrigin origin, Endpoint endpoint) {
        return servers.get(origin) == endpoint;
    }

    /// Sends this view to a server that has not announced itself.
    void tell(Endpoint endpoint, ClusterView view) {
        endpoint.send(sending(view));
    }

    private Oneway sending(ClusterView view) {
        var clock = journal.record(() -> Saying.of(Verb.SENDS_VIEW).with(Key.VIEW, view.number()));
        return new Oneway("viewChanged", new RegistryListener.viewChanged_args(Wire.view(view), clock.entries()));
    }

    /// Pushes the newest view to all. Never blocks; pushes that pile up become one, since each sends the newest.
    public void push() {
        pushes.tell(this::pushNewest);
    }

    private void pushNewest() {
        var view = accounts.view();
        if (view.number() <= pushed) {
            return;
        }
        pushed = view.number();
        if (servers.isEmpty()) {
            return;
        }
        var request = sending(view);
        servers.forEach((origin, endpoint) -> {
            if (endpoint.send(request)) {
                counters.count(Counter.VIEWS_PUSHED);
            } else {
                // It will announce itself again, and is given the view then.
                counters.count(Counter.VIEWS_NOT_TAKEN);
                endpoint.close();
            }
            if (view.member(origin).isEmpty()) {
                servers.remove(origin, endpoint);
            }
        });
    }

    /// Pushes all rooms to all servers. Never blocks; pushes that pile up may become one, since each sends all there are.
    public void pushRooms() {
        pushes.tell(() -> sendRooms(servers));
    }

    /// Read and sent under one lock, so that no server is told fewer rooms after more.
    private void sendRooms(Map<ServerOrigin, Endpoint> to) {
        if (to.isEmpty()) {
            return;
        }
        synchronized (roomsLock) {
            var rooms = accounts.rooms();
            var clock = journal.record(() -> Saying.of(Verb.ANNOUNCES_ROOMS).with(Key.COUNT, rooms.size()));
            var request = new Oneway("roomsChanged",
                    new RegistryListener.roomsChanged_args(Wire.rooms(rooms), clock.entries()));
            to.values().forEach(endpoint -> {
                if (endpoint.send(request)) {
                    counters.count(Counter.ROOMS_PUSHED);
                } else {
                    // It will announce itself again, and is told then.
                    endpoint.close();
                }
            });
        }
    }

    /// Pushes what has been revoked since the last time to all servers. Never blocks.
    public void pushRevocations() {
        pushes.tell(() -> {
            var all = accounts.revocations();
            var news = all.stream().filter(revocation -> !toldRevocations.contains(revocation)).toList();
            toldRevocations = Set.copyOf(all);
            sendRevocations(news, servers);
        });
    }

    private void sendRevocations(List<Revocation> revocations, Map<ServerOrigin, Endpoint> to) {
        if (revocations.isEmpty() || to.isEmpty()) {
            return;
        }
        var clock = journal.record(() -> Saying.of(Verb.SENDS_REVOCATIONS).with(Key.COUNT, revocations.size()));
        var request = new Oneway("revoked",
                new RegistryListener.revoked_args(Wire.revocations(revocations), clock.entries()));
        to.values().forEach(endpoint -> {
            if (endpoint.send(request)) {
                counters.count(Counter.REVOCATIONS_PUSHED);
            } else {
                // It will announce itself again, and is told then.
                endpoint.close();
            }
        });
    }

    @Override
    public void close() {
        pushes.close();
    }
}
