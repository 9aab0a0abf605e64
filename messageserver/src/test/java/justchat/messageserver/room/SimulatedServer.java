// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// A real [RoomCore] on a simulated disk and network.
final class SimulatedServer {
    final int number;
    private final SimulatedCluster cluster;
    /// The disk: survives crashes, up to `synced` for sure.
    private final List<Entry> disk = new ArrayList<>();
    private int synced;
    private VersionVector remembered = VersionVector.empty();
    /// What was remembered when this life began.
    private VersionVector trusted = VersionVector.empty();

    private int life;
    private boolean up;
    private RoomCore core;
    private Origin origin;
    private int appendedBefore;
    /// What of the disk was durable while this server was the only one in the view.
    private final Set<Position> committedAlone = new HashSet<>();
    private int alone;
    private Judge.Shown shown = new Judge.Shown();
    private final List<Entry> order = new ArrayList<>();
    private final Map<Position, Entry> known = new HashMap<>();
    private final Map<Origin, Link> links = new HashMap<>();
    private final Map<Long, Consumer<Outcome>> authors = new HashMap<>();
    private final Set<Reading> readers = new LinkedHashSet<>();
    private long submissions;

    private static final class Link {
        boolean up;
        boolean inFlight;
        int session;
    }

    /// A client that reads here: entries arrive in order, until the connection breaks.
    static final class Reading {
        final SimulatedClient client;
        final int life;
        VersionVector seen;
        int next;
        long lastArrival;

        Reading(SimulatedClient client, int life, VersionVector seen) {
            this.client = client;
            this.life = life;
            this.seen = seen;
        }
    }

    SimulatedServer(SimulatedCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
    }

    boolean isUp() {
        return up;
    }

    int life() {
        return life;
    }

    Origin origin() {
        return origin;
    }

    Judge.Shown shown() {
        return shown;
    }

    List<Entry> durable() {
        return disk.subList(0, synced);
    }

    boolean holdsDurably(Position position) {
        return durable().stream().anyMatch(entry -> entry.position().equals(position));
    }

    /// Runs it then, if this life still lasts.
    void later(long micros, Runnable what) {
        int now = life;
        cluster.in(micros, () -> {
            if (up && life == now) {
                what.run();
            }
        });
    }

    void boot() {
        life++;
        up = true;
        shown = new Judge.Shown();
        origin = cluster.register(number, synced == 0 && life > 1);
        core = new RoomCore(origin, cluster.view(), cluster.room, cluster.bug == PlantedBug.TOO_FEW_COPIES ? 1 : 2,
                Rules.NONE);
        appendedBefore = disk.size();
        committedAlone.clear();
        alone = 0;
        synced = disk.size();
        disk.forEach(entry -> cluster.judge.durable(number, entry));
        cluster.tell(this + " starts with " + synced + " entries");
        trusted = remembered;
        step(new Event.Trusted(trusted));
        for (var entry : List.copyOf(disk)) {
            known.put(entry.position(), entry);
            step(new Event.Recovered(entry));
        }
        follow(cluster.view());
        later(cluster.between(0, 100_000), this::tick);
    }

    /// What was not synced is lost, or some of it.
    void crash(boolean losesDisk) {
        up = false;
        int kept = synced + cluster.random.nextInt(disk.size() - synced + 1);
        disk.subList(losesDisk ? 0 : kept, disk.size()).clear();
        synced = disk.size();
        if (losesDisk) {
            remembered = VersionVector.empty();
        }
        order.clear();
        known.clear();
        links.clear();
        authors.clear();
        readers.forEach(reading -> cluster.in(cluster.between(500, 50_000), () -> reading.client.broken(reading)));
        readers.clear();
    }

    private void tick() {
        step(new Event.Tick(cluster.now / 1_000));
        if (cluster.random.nextInt(5) == 0) {
            remembered = core.toTrust();
        }
        later(cluster.between(90_000, 110_000), this::tick);
    }

    void viewChanged(View view) {
        if (!view.contains(origin) && view.number() > core.view().number()) {
            // Expelled, though alive: stay out of it for a moment, then come in under a new incarnation.
            later(cluster.between(1_000, 50_000), () -> {
                if (!core.view().contains(origin)) {
                    origin = cluster.register(number, false);
                    cluster.tell(this + " comes back");
                    follow(cluster.view());
                }
            });
        }
        follow(view);
    }

    private void follow(View view) {
        step(new Event.ViewChanged(origin, view));
        var current = core.view();
        links.keySet().removeIf(peer -> !current.contains(peer));
        for (var member : current.members()) {
            if (!member.origin().equals(origin) && !links.containsKey(member.origin())) {
                links.put(member.origin(), new Link());
                connect(member.origin());
            }
        }
    }

    // --- the network

    private SimulatedServer server(Origin peer) {
        return cluster.servers.get(peer.server() - 1);
    }

    private void connect(Origin peer) {
        later(cluster.between(1_000, 60_000), () -> {
            var link = links.get(peer);
            if (link == null || link.up) {
                return;
            }
            var other = server(peer);
            boolean welcome = other.up && other.origin.equals(peer) && other.core.view().contains(origin)
                    && !cluster.isCut(number, peer.server()) && !cluster.isCut(peer.server(), number);
            if (welcome) {
                link.up = true;
                link.inFlight = false;
                link.session++;
                step(new Event.LinkUp(peer));
            } else {
                connect(peer);
            }
        });
    }

    private void send(Effect.SendExchange send) {
        var link = links.get(send.peer());
        if (link == null || !link.up || link.inFlight) {
            throw new Judge.Violation(this + " sends to " + send.peer() + " without a link that is ready");
        }
        link.inFlight = true;
        int session = link.session;
        var entries = send.ranges().stream().flatMap(Effect.Range::positions).map(known::get).toList();
        var event = new Event.Received(origin, entries, send.have(), send.promise());
        long delay = cluster.between(200, cluster.unlucky(0.03) ? 60_000 : 3_000);
        boolean breaks = cluster.unlucky(0.02) || cluster.isCut(number, send.peer().server());
        boolean arrives = !breaks || cluster.random.nextBoolean() && !cluster.isCut(number, send.peer().server());
        boolean busy = !breaks && cluster.unlucky(0.02);
        if (arrives && !busy) {
            arrive(send.peer(), event, delay);
            if (cluster.unlucky(0.05)) {
                arrive(send.peer(), event, delay + cluster.between(0, 400_000));
            }
        }
        later(delay + cluster.between(200, breaks ? 300_000 : 3_000), () -> answered(send.peer(), session, breaks,
                busy));
    }

    private void arrive(Origin peer, Event.Received event, long delay) {
        var other = server(peer);
        other.later(delay, () -> {
            if (!cluster.isCut(number, other.number)) {
                other.step(event);
            }
        });
    }

    private void answered(Origin peer, int session, boolean breaks, boolean busy) {
        var link = links.get(peer);
        if (link == null || link.session != session) {
            return;
        }
        link.inFlight = false;
        var other = server(peer);
        if (breaks || !other.up || !other.origin.equals(peer) || cluster.isCut(other.number, number)) {
            link.up = false;
            step(new Event.LinkDown(peer));
            connect(peer);
        } else {
            step(new Event.LinkReady(peer, !busy));
        }
    }

    // --- the core

    private void step(Event event) {
        var effects = core.step(event);
        if (core.view().contains(origin) && core.view().members().size() == 1) {
            // What is durable now is committed for good, though nobody else has it.
            for (; alone < synced; alone++) {
                committedAlone.add(disk.get(alone).position());
            }
        }
        for (var effect : effects) {
            switch (effect) {
                case Effect.Append(Entry entry) -> append(entry);
                case Effect.SendExchange send -> send(send);
                case Effect.Deliver(List<Entry> entries) -> deliver(entries);
                case Effect.Answer(long submission, Outcome outcome) -> answer(submission, outcome);
            }
        }
    }

    private void append(Entry entry) {
        disk.add(entry);
        known.put(entry.position(), entry);
        int upTo = disk.size();
        boolean early = cluster.bug == PlantedBug.RECEIPT_BEFORE_FSYNC;
        later(cluster.between(100, cluster.unlucky(0.05) ? 40_000 : 2_000), () -> {
            for (; synced < upTo; synced++) {
                cluster.judge.durable(number, disk.get(synced));
            }
            if (!early) {
                step(new Event.Synced(upTo - appendedBefore));
            }
        });
        if (early) {
            later(0, () -> step(new Event.Synced(upTo - appendedBefore)));
        }
    }

    private int copiesNeeded() {
        return Math.min(2, core.view().members().size());
    }

    private void deliver(List<Entry> entries) {
        for (var entry : entries) {
            order.add(entry);
            if (entry.payload() instanceof Payload.Fold fold) {
                cluster.faults.merge("folded", fold.complete().entries().size(), Integer::sum);
                continue;
            }
            boolean before = trusted.covers(entry.position()) || committedAlone.contains(entry.position());
            cluster.judge.shown(toString(), shown, entry, before ? 1 : copiesNeeded());
        }
        readers.forEach(this::goOn);
    }

    private void answer(long submission, Outcome outcome) {
        var author = authors.remove(submission);
        if (author == null) {
            throw new Judge.Violation(this + " answers " + submission + " twice");
        }
        if (outcome instanceof Outcome.Stored(var receipt)) {
            cluster.judge.acknowledged(receipt.id(), receipt.position(), shown);
        }
        author.accept(outcome);
    }

    // --- clients

    void post(Post post, Consumer<Outcome> author) {
        var stamped = cluster.bug == PlantedBug.DEPENDENCIES_FORGOTTEN
                ? new Post(post.author(), post.id(), VersionVector.empty(), post.payload(), VectorClock.empty())
                : post;
        authors.put(++submissions, author);
        step(new Event.Submit(submissions, stamped, cluster.now / 1_000));
    }

    Reading attach(SimulatedClient client, VersionVector seen, int place) {
        var reading = new Reading(client, life, core.expand(seen));
        if (cluster.bug == PlantedBug.RESUMED_BY_PLACE) {
            reading.seen = VersionVector.empty();
            reading.next = Math.min(place, order.size());
        }
        readers.add(reading);
        goOn(reading);
        return reading;
    }

    void detach(Reading reading) {
        readers.remove(reading);
    }

    private void goOn(Reading reading) {
        for (; reading.next < order.size(); reading.next++) {
            var entry = order.get(reading.next);
            if (!reading.seen.covers(entry.position())) {
                reading.lastArrival = Math.max(reading.lastArrival, cluster.now + cluster.between(100, 3_000));
                cluster.in(reading.lastArrival - cluster.now, () -> reading.client.shown(reading, entry));
            }
        }
    }

    @Override
    public String toString() {
        return origin == null ? "ms-" + number : origin.toString();
    }
}
