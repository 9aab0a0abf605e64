// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// Some cores in one view, linked with each other; what is under way happens in
/// the order that chance has it.
final class Mesh {
    /// How many exchanges were sent; may be set to 0.
    int sent;
    private final Random random;
    private final SortedMap<Origin, Server> servers = new TreeMap<>();
    private final Map<Link, Event.Received> inFlight = new HashMap<>();
    private final Set<Link> cut = new HashSet<>();
    private long now;
    private long posts;

    private record Link(Origin from, Origin to) {
        Link back() {
            return new Link(to, from);
        }
    }

    private static final class Server {
        final RoomCore core;
        final Map<Position, Entry> entries = new HashMap<>();
        int synced;
        int shown;

        Server(RoomCore core) {
            this.core = core;
        }
    }

    Mesh(View view, Random random) {
        this.random = random;
        view.members().forEach(member -> servers.put(member.origin(), new Server(new RoomCore(member.origin(), view,
                RoomInfo.LOBBY, RoomCore.DEFAULT_COPIES, Rules.NONE))));
    }

    /// Everybody with everybody.
    void link() {
        servers.forEach((from, server) -> servers.keySet().stream().filter(to -> !to.equals(from)).forEach(
                to -> step(from, server, new Event.LinkUp(to))));
        settle();
    }

    /// What is in flight to it and from it is lost, and nobody is told.
    void kill(Origin dead) {
        servers.remove(dead);
        inFlight.keySet().removeIf(link -> link.from.equals(dead) || link.to.equals(dead));
    }

    /// @return false if it was cut already
    boolean cut(Origin one, Origin other) {
        var link = new Link(one, other);
        if (!cut.add(link)) {
            return false;
        }
        cut.add(link.back());
        inFlight.remove(link);
        inFlight.remove(link.back());
        step(one, servers.get(one), new Event.LinkDown(other));
        step(other, servers.get(other), new Event.LinkDown(one));
        return true;
    }

    void post(Origin at) {
        var id = new MessageId(new Instance(1, 1), ++posts);
        step(at, servers.get(at), new Event.Submit(posts, new Post("author", id, VersionVector.empty(),
                new Payload.Text("text"), VectorClock.empty()), 0));
    }

    void tick() {
        now += RoomCore.TICK_MILLIS;
        servers.forEach((origin, server) -> step(origin, server, new Event.Tick(now)));
        settle();
    }

    /// Until nothing is under way.
    void settle() {
        for (var next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private Optional<Runnable> next() {
        var possible = new ArrayList<Runnable>();
        servers.forEach((origin, server) -> {
            if (server.synced < server.entries.size()) {
                possible.add(() -> {
                    server.synced = server.entries.size();
                    step(origin, server, new Event.Synced(server.synced));
                });
            }
        });
        inFlight.keySet().stream().sorted((a, b) -> a.toString().compareTo(b.toString())).forEach(link -> possible.add(
                () -> arrive(link)));
        return possible.isEmpty() ? Optional.empty() : Optional.of(possible.get(random.nextInt(possible.size())));
    }

    private void arrive(Link link) {
        step(link.to, servers.get(link.to), inFlight.remove(link));
        step(link.from, servers.get(link.from), new Event.LinkReady(link.to, true));
    }

    private void step(Origin origin, Server server, Event event) {
        for (var effect : server.core.step(event)) {
            switch (effect) {
                case Effect.Append(Entry entry) -> server.entries.put(entry.position(), entry);
                case Effect.SendExchange send -> send(origin, server, send);
                case Effect.Deliver(var entries) -> server.shown += entries.size();
                case Effect.Answer _ -> {
                }
            }
        }
    }

    private void send(Origin origin, Server server, Effect.SendExchange send) {
        sent++;
        var link = new Link(origin, send.peer());
        if (servers.containsKey(send.peer()) && !cut.contains(link)) {
            List<Entry> entries = send.ranges().stream().flatMap(Effect.Range::positions).map(server.entries::get)
                    .toList();
            inFlight.put(link, new Event.Received(origin, entries, send.have(), send.promise()));
        }
    }

    Set<Origin> living() {
        return servers.keySet();
    }

    /// Who has shown so many entries.
    Set<Origin> shown(int entries) {
        return which(server -> server.shown == entries);
    }

    /// Whose core says that nothing is under way.
    Set<Origin> quiet() {
        return which(server -> server.core.isQuiet());
    }

    private Set<Origin> which(Predicate<Server> predicate) {
        return servers.entrySet().stream().filter(server -> predicate.test(server.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
