// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.View;

/// Who this server is, who the other members of the view are, and on how many
/// of them an entry is durable. What was known of a member is forgotten with
/// its incarnation.
final class Membership {
    private final int copiesWanted;
    private final SortedMap<Origin, Peer> peers = new TreeMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private Origin self;
    private View view;
    private boolean inView;

    Membership(Origin self, View view, int copiesWanted) {
        if (copiesWanted < 1) {
            throw new IllegalArgumentException("copies: " + copiesWanted);
        }
        this.copiesWanted = copiesWanted;
        this.self = Objects.requireNonNull(self, "self");
        this.view = Objects.requireNonNull(view, "view");
        enter();
    }

    /// @return false if it is older than what is known
    boolean change(Origin origin, View next) {
        if (next.number() < view.number()) {
            return false;
        }
        self = origin;
        view = next;
        enter();
        return true;
    }

    private void enter() {
        inView = view.contains(self);
        peers.keySet().removeIf(peer -> !view.contains(peer) || peer.equals(self));
        for (var member : view.members()) {
            names.put(member.origin().server(), member.name());
            if (!member.origin().equals(self)) {
                peers.computeIfAbsent(member.origin(), Peer::new);
            }
        }
    }

    Origin self() {
        return self;
    }

    View view() {
        return view;
    }

    /// Whether this server is one of the view; else it stores and commits nothing.
    boolean inView() {
        return inView;
    }

    /// The other members, by origin.
    Collection<Peer> peers() {
        return peers.values();
    }

    Optional<Peer> peer(Origin origin) {
        return Optional.ofNullable(peers.get(origin));
    }

    /// Up to where this log is durable on enough members.
    long committedUpTo(OriginLog log) {
        if (!inView) {
            return 0;
        }
        var durableAt = new long[peers.size() + 1];
        int member = 0;
        durableAt[member++] = log.synced;
        for (var peer : peers.values()) {
            durableAt[member++] = peer.have(log.origin);
        }
        Arrays.sort(durableAt);
        return durableAt[durableAt.length - copiesNeeded()];
    }

    /// On how many servers something is to be durable, if there are so many.
    int copiesWanted() {
        return copiesWanted;
    }

    /// On how many members something must be durable.
    int copiesNeeded() {
        return Math.min(copiesWanted, peers.size() + 1);
    }

    /// What people call this server.
    String name(int server) {
        return names.getOrDefault(server, "server " + server);
    }

    /// On how many members the entry here is durable.
    int copies(OriginLog log, Position position) {
        int copies = log.synced >= position.sequence() ? 1 : 0;
        for (var peer : peers.values()) {
            copies += peer.have(position.origin()) >= position.sequence() ? 1 : 0;
        }
        return copies;
    }
}
