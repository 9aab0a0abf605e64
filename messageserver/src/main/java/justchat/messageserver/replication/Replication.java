// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Replicas;
import justchat.rpc.client.RpcClient;

/// The links from this server to the others of the view, one [PeerLink] each,
/// for all rooms. Thread-safe; no method blocks. A peer that is slow, hung or gone
/// holds up its own link only.
///
/// A room that a peer does not take, since it does not know it yet or is busy, is
/// offered again after a time that doubles up to [#LAST_RETRY_MILLIS].
public final class Replication implements Replicas, AutoCloseable {
    static final int FIRST_RETRY_MILLIS = 25;
    static final int LAST_RETRY_MILLIS = 3_200;

    private final RpcClient client;
    private final RpcClient.Options options;
    private final ScheduledExecutorService timer;
    private final PeerLink.Listener told = new Told();
    /// Guarded by `this`, like all below. A link takes this lock under its own, so no
    /// method of a link is called under this one.
    private final Map<Origin, PeerLink> links = new HashMap<>();
    private final Map<String, Replicas.Listener> rooms = new HashMap<>();
    private final Map<Origin, Session> sessions = new HashMap<>();
    private Optional<Origin> self = Optional.empty();
    private boolean closed;

    /// A link while it is up.
    private static final class Session {
        /// By room, how long it was waited after the last refusal.
        final Map<String, Integer> waited = new HashMap<>();
    }

    /// @param options
    ///            with the certificate of this server
    /// @param timer
    ///            for short tasks that do not wait
    public Replication(RpcClient client, RpcClient.Options options, ScheduledExecutorService timer) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
        this.timer = Objects.requireNonNull(timer, "timer");
    }

    /// Keeps a link to each member of the view other than `own`, and to nobody else. A
    /// link that waits before it connects again tries at once. Not to be called by
    /// two threads at a time.
    public void follow(Origin own, View view) {
        leave(own, view).forEach(PeerLink::close);
        enter(own, view).forEach(PeerLink::hurry);
    }

    private synchronized List<PeerLink> leave(Origin own, View view) {
        // With a new incarnation we have to introduce ourselves anew.
        boolean reborn = self.isPresent() && !self.get().equals(own);
        self = Optional.of(own);
        var gone = new ArrayList<PeerLink>();
        links.entrySet().removeIf(link -> {
            boolean goes = reborn || !view.contains(link.getKey()) || link.getKey().equals(own);
            if (goes) {
                gone.add(link.getValue());
            }
            return goes;
        });
        return gone;
    }

    private synchronized List<PeerLink> enter(Origin own, View view) {
        if (closed) {
            return List.of();
        }
        for (var member : view.members()) {
            if (!member.origin().equals(own)) {
                links.computeIfAbsent(member.origin(), _ -> PeerLink.start(new PeerLink.Ends(own, member, client,
                        options), view.number(), told));
            }
        }
        return List.copyOf(links.values());
    }

    @Override
    public synchronized void join(String room, Replicas.Listener listener) {
        rooms.put(room, listener);
        sessions.keySet().forEach(listener::up);
    }

    @Override
    public void send(Origin peer, Exchange exchange) {
        link(peer).ifPresent(link -> link.send(exchange));
    }

    private synchronized Optional<PeerLink> link(Origin peer) {
        return Optional.ofNullable(links.get(peer));
    }

    @Override
    public void close() {
        closeAll().forEach(PeerLink::close);
    }

    private synchronized List<PeerLink> closeAll() {
        closed = true;
        var all = List.copyOf(links.values());
        links.clear();
        return all;
    }

    /// What the links tell, for the rooms.
    private final class Told implements PeerLink.Listener {
        @Override
        public void up(Origin peer) {
            synchronized (Replication.this) {
                sessions.put(peer, new Session());
                rooms.values().forEach(room -> room.up(peer));
            }
        }

        @Override
        public void ready(Origin peer, String room, boolean taken) {
            synchronized (Replication.this) {
                var session = sessions.get(peer);
                if (session == null) {
                    return;
                }
                if (taken) {
                    session.waited.remove(room);
                    rooms.get(room).ready(peer, true);
                } else {
                    int wait = session.waited.merge(room, FIRST_RETRY_MILLIS, (last, _) -> Math.min(2 * last,
                            LAST_RETRY_MILLIS));
                    timer.schedule(() -> refused(peer, session, room), wait, TimeUnit.MILLISECONDS);
                }
            }
        }

        private void refused(Origin peer, Session session, String room) {
            synchronized (Replication.this) {
                if (sessions.get(peer) == session) {
                    rooms.get(room).ready(peer, false);
                }
            }
        }

        @Override
        public void down(Origin peer) {
            synchronized (Replication.this) {
                sessions.remove(peer);
                rooms.values().forEach(room -> room.down(peer));
            }
        }
    }
}
