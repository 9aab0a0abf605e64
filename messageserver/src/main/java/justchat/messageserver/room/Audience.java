// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Reader.State;
import justchat.messageserver.session.Outbox;

/// Everybody who reads the room on this server, and how far each of them is.
/// Owned by the room's strand: every method is one of its steps.
///
/// What is delivered goes to all live readers as one object. A reader who comes,
/// or whose outbox was full, gets what it lacks in pages, from memory or from
/// disk (read off the strand), until it is live. Invariant: what is offered to a
/// reader is in the delivery order, without gaps but for what it has seen.
final class Audience {
    /// A reader that takes nothing for so long is cut off. It resumes elsewhere or
    /// here.
    static final long STUCK_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final String room;
    private final History history;
    private final Consumer<Runnable> strand;
    private final BiFunction<String, List<Entry>, VectorClock> record;
    private final DeliveryOrder order = new DeliveryOrder();
    private final Map<Outbox, Reader> readers = new IdentityHashMap<>();
    /// The same readers in the order they came, so that none is always first.
    private final List<Reader> inOrder = new ArrayList<>();
    private long nowMillis;

    /// @param strand
    ///            runs a step later, on the room's strand; loses none
    /// @param record
    ///            notes in the journal that entries are delivered
    Audience(String room, History history, Consumer<Runnable> strand,
            BiFunction<String, List<Entry>, VectorClock> record) {
        this.room = room;
        this.history = history;
        this.strand = strand;
        this.record = record;
    }

    Room.Joined attach(Outbox outbox, Optional<VersionVector> seen, int recent) {
        detach(outbox);
        int next = seen.map(order::firstNotCovered).orElse(Math.max(0, order.size() - recent));
        var covered = seen.orElse(VersionVector.empty());
        var reader = new Reader(outbox, covered, next, nowMillis);
        readers.put(outbox, reader);
        inOrder.add(reader);
        strand.accept(() -> goOn(reader));
        return new Room.Joined(order.size(), order.countNotCovered(next, covered));
    }

    void detach(Outbox outbox) {
        var reader = readers.remove(outbox);
        if (reader != null) {
            reader.state = State.GONE;
            inOrder.remove(reader);
        }
    }

    /// Shows these to all readers, after everything before.
    void deliver(List<Entry> entries) {
        int from = 0;
        while (from < entries.size()) {
            int to = pageEnd(entries, from);
            deliverPage(entries.subList(from, to));
            from = to;
        }
    }

    private static int pageEnd(List<Entry> entries, int from) {
        int to = from + 1;
        int weight = entries.get(from).weight();
        while (to < entries.size() && to - from < Delivery.MAX_ENTRIES
                && weight + entries.get(to).weight() <= Delivery.MAX_WEIGHT) {
            weight += entries.get(to).weight();
            to++;
        }
        return to;
    }

    private void deliverPage(List<Entry> entries) {
        entries.forEach(entry -> order.add(entry.position()));
        if (readers.isEmpty()) {
            return;
        }
        var delivery = new Delivery(room, entries, record.apply("broadcasting public message", entries));
        for (var reader : inOrder) {
            if (reader.state == State.LIVE) {
                var forReader = reader.seen.isEmpty() ? delivery : without(reader.seen, delivery);
                offer(reader, forReader, order.size());
            }
        }
    }

    private Delivery without(VersionVector seen, Delivery delivery) {
        var entries = delivery.entries().stream().filter(entry -> !seen.covers(entry.position())).toList();
        return entries.size() == delivery.entries().size() ? delivery : new Delivery(room, entries, delivery.clock());
    }

    /// @return whether the reader took it, and is at `next` now
    private boolean offer(Reader reader, Delivery delivery, int next) {
        if (delivery.entries().isEmpty() || reader.outbox.offer(delivery)) {
            reader.next = next;
            reader.tookAtMillis = nowMillis;
            return true;
        }
        reader.state = State.FULL;
        reader.outbox.whenRoom(() -> strand.accept(() -> {
            if (reader.state == State.FULL) {
                reader.state = State.BEHIND;
                goOn(reader);
            }
        }));
        return false;
    }

    /// Gives a reader that is behind its next page, or makes it live.
    private void goOn(Reader reader) {
        if (reader.state != State.BEHIND) {
            return;
        }
        var places = nextPlaces(reader);
        if (places.isEmpty()) {
            reader.next = order.size();
            reader.tookAtMillis = nowMillis;
            reader.state = State.LIVE;
            return;
        }
        var positions = places.stream().map(order::at).toList();
        var entries = inMemory(positions);
        if (entries.size() == positions.size()) {
            page(reader, places, entries);
        } else {
            Thread.ofVirtual().name("page-" + room).start(() -> readPage(reader, places, positions));
        }
    }

    /// The next places that the reader has not seen; a page at most.
    private List<Integer> nextPlaces(Reader reader) {
        var places = new ArrayList<Integer>();
        for (int place = reader.next; place < order.size() && places.size() < Delivery.MAX_ENTRIES; place++) {
            if (reader.seen.isEmpty() || !reader.seen.covers(order.at(place))) {
                places.add(place);
            }
        }
        return places;
    }

    private List<Entry> inMemory(List<Position> positions) {
        var entries = new ArrayList<Entry>(positions.size());
        for (var position : positions) {
            var entry = history.recent(position);
            if (entry.isEmpty()) {
                break;
            }
            entries.add(entry.get());
        }
        return entries;
    }

    /// On a thread of its own: the disk may be slow.
    private void readPage(Reader reader, List<Integer> places, List<Position> positions) {
        try {
            var entries = history.read(positions);
            strand.accept(() -> page(reader, places, entries));
        } catch (IOException e) {
            LOG.error("{}: a reader cannot be shown {} and what follows: {}", room, positions.getFirst(),
                    e.getMessage());
            strand.accept(() -> {
                detach(reader.outbox);
                reader.outbox.cut("the history is damaged here");
            });
        }
    }

    private void page(Reader reader, List<Integer> places, List<Entry> entries) {
        if (reader.state != State.BEHIND) {
            return;
        }
        int count = pageEnd(entries, 0);
        var page = entries.subList(0, count);
        var delivery = new Delivery(room, page, record.apply("delivering earlier public messages", page));
        if (offer(reader, delivery, places.get(count - 1) + 1)) {
            strand.accept(() -> goOn(reader));
        }
    }

    /// Time passes. Cuts off who is stuck, and forgets what readers had seen before
    /// this server had, once it has.
    void tick(long now, VersionVector delivered) {
        nowMillis = now;
        for (var reader : List.copyOf(inOrder)) {
            if (reader.state == State.LIVE) {
                reader.tookAtMillis = now;
                if (!reader.seen.isEmpty() && delivered.covers(reader.seen)) {
                    reader.seen = VersionVector.empty();
                }
            } else if (now - reader.tookAtMillis >= STUCK_MILLIS) {
                detach(reader.outbox);
                reader.outbox.cut("nothing was taken for " + STUCK_MILLIS / 1_000 + " s");
            }
        }
    }

    long entries() {
        return order.size();
    }
}
