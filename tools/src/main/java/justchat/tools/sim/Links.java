// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Event;

/// The connections from one server to its peers. Of each room one exchange is in
/// flight on each; what is lost breaks the connection, as it does with TCP,
/// though nobody knows then whether it had arrived.
final class Links {
    private static final long ANSWER = 3 * World.SECOND;
    private static final long FIRST_BACKOFF = 50 * World.MILLI;
    private static final long LAST_BACKOFF = 1_000 * World.MILLI;
    private static final double BREAKS = 0.01;

    private final Cluster cluster;
    private final World world;
    private final Network network;
    private final Server server;
    private final Codec codec = new Codec();
    private final SortedMap<Origin, Link> links = new TreeMap<>();

    private static final class Link {
        final Map<String, Long> inFlight = new HashMap<>();
        boolean up;
        int session;
        long sent;
        long backoff = FIRST_BACKOFF;
    }

    Links(Cluster cluster, Server server) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.network = cluster.network();
        this.server = server;
    }

    void clear() {
        links.clear();
    }

    /// This server is somebody else from now on.
    void closeAll() {
        for (var peer : new ArrayList<>(links.keySet())) {
            down(peer);
        }
        links.clear();
    }

    void follow(Origin self, View view) {
        for (var peer : new ArrayList<>(links.keySet())) {
            if (!view.contains(peer)) {
                down(peer);
                links.remove(peer);
            }
        }
        for (var member : view.members()) {
            if (!member.origin().equals(self) && !links.containsKey(member.origin())) {
                var link = new Link();
                links.put(member.origin(), link);
                connect(member.origin(), link);
            }
        }
    }

    /// A room that opens finds the links there are.
    void opened(Replica room) {
        links.forEach((peer, link) -> {
            if (link.up) {
                room.step(new Event.LinkUp(peer));
            }
        });
    }

    private void connect(Origin peer, Link link) {
        server.later(world.between(1_000, link.backoff), () -> {
            if (links.get(peer) != link || link.up) {
                return;
            }
            var other = cluster.balancers().server(peer);
            var self = server.origin().orElseThrow();
            boolean welcome = other.isUp() && other.origin().filter(peer::equals).isPresent()
                    && other.view().contains(self) && network.reachEachOther(server.number(), other.number());
            if (!welcome) {
                link.backoff = Math.min(LAST_BACKOFF, link.backoff * 2);
                connect(peer, link);
                return;
            }
            link.backoff = FIRST_BACKOFF;
            link.up = true;
            link.session++;
            link.inFlight.clear();
            server.rooms().values().forEach(room -> room.step(new Event.LinkUp(peer)));
        });
    }

    private void down(Origin peer) {
        var link = links.get(peer);
        if (link.up) {
            link.up = false;
            link.session++;
            link.inFlight.clear();
            server.rooms().values().forEach(room -> room.step(new Event.LinkDown(peer)));
        }
    }

    private void breaks(Origin peer, Link link, int session) {
        if (links.get(peer) == link && link.up && link.session == session) {
            down(peer);
            connect(peer, link);
        }
    }

    /// A peer's process has ended; what is connected to it notices soon, if
    /// anything gets through.
    void peerEnded(Server other) {
        links.forEach((peer, link) -> {
            if (link.up && cluster.balancers().server(peer) == other && network.reaches(other.number(), server
                    .number())) {
                int session = link.session;
                server.later(world.between(200, 20_000), () -> breaks(peer, link, session));
            }
        });
    }

    /// Sends what a room's core asked for.
    void send(Origin peer, Exchange exchange) {
        var link = links.get(peer);
        if (link == null || !link.up || link.inFlight.containsKey(exchange.room())) {
            throw new Violation(server + " sends to " + peer + " without a link that is ready");
        }
        var other = cluster.balancers().server(peer);
        var bytes = codec.exchange(exchange);
        cluster.traffic().count(bytes.length, exchange.entries().size());
        long token = ++link.sent;
        int session = link.session;
        link.inFlight.put(exchange.room(), token);
        long delay = network.delay(server.number(), other.number());
        boolean breaks = world.unlucky(BREAKS);
        boolean answerIsLost = breaks && world.probably(0.5);
        if (!breaks || answerIsLost) {
            arrive(other, bytes, delay, taken -> {
                if (!answerIsLost) {
                    answer(other, peer, link, token, exchange.room(), taken);
                }
            });
        }
        if (world.unlucky(0.02)) {
            world.fault(Fault.DOUBLED);
            arrive(other, bytes, delay + world.between(0, 400_000), _ -> {});
        }
        if (breaks) {
            world.fault(Fault.LOST);
            server.later(delay + world.between(200, 300_000), () -> breaks(peer, link, session));
        }
        server.later(ANSWER, () -> {
            if (Long.valueOf(token).equals(link.inFlight.get(exchange.room()))) {
                breaks(peer, link, session);
            }
        });
    }

    /// Hears whether the peer took an exchange.
    private interface Answer {
        void taken(boolean taken);
    }

    private void arrive(Server other, byte[] bytes, long delay, Answer answer) {
        int life = other.life();
        world.in(delay, () -> {
            if (!network.reaches(server.number(), other.number())) {
                world.fault(Fault.LOST);
                return;
            }
            other.run(life, () -> {
                boolean busy = world.unlucky(0.01);
                if (busy) {
                    world.fault(Fault.BUSY);
                }
                answer.taken(!busy && other.links().hear(bytes));
            });
        });
    }

    private boolean hear(byte[] bytes) {
        var exchange = codec.exchange(bytes);
        var room = server.rooms().get(exchange.room());
        if (room == null) {
            return false;
        }
        room.hear(exchange);
        return true;
    }

    private void answer(Server other, Origin peer, Link link, long token, String room, boolean taken) {
        server.later(network.delay(other.number(), server.number()), () -> {
            boolean waited = links.get(peer) == link && link.up && Long.valueOf(token).equals(link.inFlight.get(room));
            if (waited && network.reaches(other.number(), server.number())) {
                link.inFlight.remove(room);
                server.rooms().get(room).step(new Event.LinkReady(peer, taken));
            }
        });
    }
}
