// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.archive.Archive;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Shown;
import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Counter;
import justchat.messageserver.room.Effect;
import justchat.messageserver.room.Event;
import justchat.messageserver.room.RoomCore;
import justchat.messageserver.room.RoomDiary;
import justchat.messageserver.room.Rules;

/// A room in one life of a simulated server: the real core and archive, its log on
/// the server's disk, and who reads it here.
final class Replica {
    private final Cluster cluster;
    private final World world;
    private final Server server;
    private final RoomInfo room;
    private final RoomDiary diary;
    private final Judge judge;
    private final Disk.Log log;
    private final RoomCore core;
    private final Archive archive = new Archive(new Overlays());
    private final int copies;
    private final Judge.Shown shown = new Judge.Shown();
    private final List<Entry> order = new ArrayList<>();
    private final Map<Position, Entry> known = new HashMap<>();
    private final Map<Long, Author> authors = new HashMap<>();
    private final Map<Connection, Reading> readers = new LinkedHashMap<>();
    private VersionVector trusted = VersionVector.empty();
    private int recovered;
    private int leastMembers = Integer.MAX_VALUE;
    private long submissions;

    /// Who waits for an answer.
    private record Author(Post post, Consumer<Answered> answer) {}

    /// How far a reader is in the order of this server.
    private static final class Reading {
        final VersionVector seen;
        int next;

        Reading(VersionVector seen) {
            this.seen = seen;
        }
    }

    Replica(Cluster cluster, Server server, RoomInfo room) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.server = server;
        this.room = room;
        this.diary = new RoomDiary(room, server.diary());
        this.judge = cluster.judge(room.name());
        this.log = server.disk().log(room.name());
        this.copies = RoomCore.DEFAULT_COPIES;
        this.core = new RoomCore(server.origin().orElseThrow(), server.view(), room, cluster.border().copies(copies),
                new Index());
    }

    /// Everything may be said; what is shown goes into the archive.
    private final class Index implements Rules {
        @Override
        public Optional<Outcome> refusal(Post post, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void shown(Entry entry) {
            archive.shown(entry);
        }

        @Override
        public void copied(Entry copy) {
            if (cluster.border().movesToLeastPlace()) {
                archive.copied(copy);
            }
        }
    }

    RoomInfo room() {
        return room;
    }

    Server server() {
        return server;
    }

    /// Known to the balancers, perhaps not here yet.
    long newestView() {
        return cluster.balancers().view().number();
    }

    RoomCore core() {
        return core;
    }

    Judge.Shown shown() {
        return shown;
    }

    List<Entry> order() {
        return order;
    }

    /// What a user pages through who asks here, oldest first.
    List<Entry> history() {
        var pages = new ArrayList<Entry>();
        Optional<Place> before = Optional.empty();
        do {
            var page = archive.page(before, Page.MAX_MESSAGES, OptionalLong.empty())
                    .read(positions -> positions.stream().map(known::get).toList());
            pages.addAll(0, page.messages().stream().map(Shown::entry).toList());
            before = page.before();
        } while (before.isPresent());
        return pages;
    }

    /// All that has its place here, shown or not.
    List<Entry> placed() {
        var delivered = core.delivered();
        return known.values().stream().filter(entry -> delivered.covers(entry.position())).toList();
    }

    /// Reads the disk.
    void open() {
        trusted = log.remembered;
        step(new Event.Trusted(trusted));
        var codec = cluster.codec();
        for (int i = 0; i < log.records.size(); i++) {
            var entry = codec.entry(log.records.get(i));
            if (entry.isEmpty()) {
                log.records.subList(i, log.records.size()).clear();
                break;
            }
            recover(entry.get());
        }
        recovered = log.records.size();
        log.synced = recovered;
        if (server.disk().isFull()) {
            step(new Event.DiskFull(true));
        }
    }

    private void recover(Entry entry) {
        known.put(entry.position(), entry);
        judge.durable(server.number(), entry);
        step(new Event.Recovered(entry));
    }

    /// One event for the core, and what follows from it.
    void step(Event event) {
        cluster.border().toCore(this, event).forEach(this::tell);
    }

    /// What the border lets through.
    void tell(Event event) {
        var effects = cluster.border().fromCore(this, core.step(event));
        world.note(server.number() * 31L + effects.size());
        if (core.view().contains(core.self())) {
            leastMembers = Math.min(leastMembers, core.view().members().size());
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

    void tick(long nowMillis) {
        step(new Event.Tick(nowMillis));
        if (world.random.nextInt(5) == 0) {
            log.remembered = core.toTrust();
        }
    }

    /// Adds what happened here to what happened in the cluster.
    void countUp() {
        for (var counter : Counter.values()) {
            cluster.see(counter.name().toLowerCase(Locale.ROOT).replace('_', ' '), core.counter(counter));
        }
    }

    // --- the disk

    private void append(Entry entry) {
        judge.appended(server, entry);
        if (isOwn(entry)) {
            diary.stamped(entry);
        }
        switch (entry.payload()) {
            case Payload.Epoch epoch when isOwn(entry) && !core.delivered().covers(epoch.cut()) ->
                cluster.see("epochs closed with entries undelivered", 1);
            case Payload.Fold _ when isOwn(entry) -> cluster.see("folds", 1);
            default -> {
            }
        }
        server.writes();
        log.records.add(cluster.codec().record(entry));
        known.put(entry.position(), entry);
        int upTo = log.records.size();
        server.later(server.disk().syncMicros(), () -> sync(upTo));
        if (!cluster.border().waitsForSync()) {
            server.later(0, () -> step(new Event.Synced(upTo - recovered)));
        }
    }

    private boolean isOwn(Entry entry) {
        return entry.position().origin().equals(core.self());
    }

    private void sync(int upTo) {
        if (server.disk().isFull() || upTo <= log.synced) {
            return;
        }
        for (; log.synced < upTo; log.synced++) {
            judge.durable(server.number(), cluster.codec().entry(log.records.get(log.synced)).orElseThrow());
        }
        if (cluster.border().waitsForSync()) {
            step(new Event.Synced(upTo - recovered));
        }
    }

    void diskFull(boolean full) {
        step(new Event.DiskFull(full));
        int upTo = log.records.size();
        if (!full && upTo > log.synced) {
            server.later(server.disk().syncMicros(), () -> sync(upTo));
        }
    }

    // --- peers

    private void send(Effect.SendExchange send) {
        send.promise().ifPresent(promise -> judge.ordersIn(promise.epoch()));
        var entries = new ArrayList<Entry>();
        for (var range : send.ranges()) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                entries.add(known.get(new Position(range.origin(), sequence)));
            }
        }
        var clock = entries.isEmpty()
                ? VectorClock.empty()
                : diary.replicated(send.peer(), entries);
        server.links().send(send.peer(),
                cluster.border().sent(this, new Exchange(core.self(), room.name(), entries, send
                        .have(), send.promise(), clock)));
    }

    void hear(Exchange exchange) {
        diary.received(exchange);
        step(new Event.Received(exchange.from(), exchange.entries(), exchange.have(), exchange.promise()));
    }

    // --- clients

    private void deliver(List<Entry> entries) {
        int needed = Math.min(copies, leastMembers);
        for (var entry : entries) {
            world.note(entry.position().hashCode());
            judge.delivered(server, shown, entry, trusted.covers(entry.position()) ? 1 : needed);
            order.add(entry);
        }
        readers.forEach(this::goOn);
    }

    void post(Post post, Consumer<Answered> author) {
        diary.received(post);
        authors.put(++submissions, new Author(post, author));
        step(new Event.Submit(submissions, post, server.wallMillis()));
    }

    private void answer(long submission, Outcome outcome) {
        var author = authors.remove(submission);
        if (author == null) {
            throw judge.violation(server + " answers " + submission + " twice");
        }
        if (outcome instanceof Outcome.Stored(var receipt)) {
            judge.acknowledged(server, receipt, shown);
        }
        author.answer.accept(new Answered(outcome, diary.answered(outcome)));
    }

    void attach(Connection connection, VersionVector seen) {
        var reading = new Reading(core.expand(seen));
        if (!cluster.border().resumesByVector()) {
            reading.next = order.size();
        }
        readers.put(connection, reading);
        goOn(connection, reading);
    }

    void detach(Connection connection) {
        readers.remove(connection);
    }

    private void goOn(Connection connection, Reading reading) {
        var page = new ArrayList<Entry>();
        for (; reading.next < order.size(); reading.next++) {
            var entry = order.get(reading.next);
            if (!reading.seen.covers(entry.position())) {
                page.add(entry);
            }
        }
        if (!page.isEmpty()) {
            var clock = diary.deliveredEarlier(connection.client().toString(), page);
            connection.down(() -> connection.client().shown(connection, room.name(), page, clock));
        }
    }
}
