// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Reader.State;
import justchat.messageserver.room.Room.Joining;
import justchat.messageserver.session.Outbox;

/// Everybody who reads the room on this server, and how far each of them is.
/// Owned by the room's strand: every method is one of its steps.
///
/// What is delivered goes to all live readers as one object; in the room of
/// private entries, to each reader what is its own. A reader who comes, or whose
/// outbox was full, gets what it lacks in pages, from memory or from disk (read
/// off the strand), until it is live. Invariant: what is offered to a reader is in
/// the delivery order, without gaps but for what it has seen and what is not for
/// it.
final class Audience {
    /// A reader that takes nothing for so long is cut off. It resumes elsewhere or
    /// here.
    static final long STUCK_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final String room;
    private final World world;
    private final DeliveryOrder order = new DeliveryOrder();
    private final Map<Outbox, Reader> readers = new IdentityHashMap<>(4);
    /// The same readers in the order they came, so that none is always first.
    private final List<Reader> inOrder = new ArrayList<>(2);
    private long nowMillis;

    /// What the audience needs of the room.
    ///
    /// @param strand
    ///            runs a step later, on the room's strand; loses none
    /// @param diary
    ///            notes that entries are delivered
    record World(History history, Scope scope, Overlays overlays, Consumer<Runnable> strand,
            RoomDiary diary) {}

    Audience(String room, World world) {
        this.room = room;
        this.world = world;
    }

    /// @param waiting
    ///            offered first to a reader that comes without `seen`
    Joining.Joined attach(Outbox outbox, Room.Attendance wish, List<Position> waiting) {
        detach(outbox);
        int next = wish.seen().map(order::firstNotCovered).orElse(Math.max(0, order.size() - recent(wish)));
        var covered = wish.seen().orElse(VersionVector.empty());
        var first = wish.seen().isPresent() ? List.<Position>of() : waiting;
        var reader = new Reader(outbox, wish.user(), covered, first, next, nowMillis);
        readers.put(outbox, reader);
        inOrder.add(reader);
        world.strand.accept(() -> goOn(reader));
        return new Joining.Joined(wish.seen().orElseGet(() -> base(first, next)), first.size() + missed(reader));
    }

    /// What waits in the room of private entries is told apart from what is past.
    private int recent(Room.Attendance wish) {
        return world.scope.isOpen() ? wish.recent() : 0;
    }

    /// All before this place, but nothing from the first on that is still to be
    /// offered.
    private VersionVector base(List<Position> first, int next) {
        var base = new HashMap<>(order.before(next).entries());
        for (var position : first) {
            base.merge(position.origin(), position.sequence() - 1, Math::min);
        }
        return VersionVector.of(base);
    }

    private long missed(Reader reader) {
        if (world.scope.isOpen()) {
            return order.countNotCovered(reader.next, reader.seen);
        }
        long count = 0;
        for (int place = next(reader, reader.next); place < order.size(); place = next(reader, place + 1)) {
            count += reader.seen.covers(order.at(place)) ? 0 : 1;
        }
        return count;
    }

    private int next(Reader reader, int from) {
        return world.scope.next(reader.user, from, order.size());
    }

    void detach(Outbox outbox) {
        var reader = readers.remove(outbox);
        if (reader != null) {
            reader.state = State.GONE;
            inOrder.remove(reader);
        }
    }

    /// This user is in the room no more: its readers are given what is shown so far,
    /// and nothing after it.
    void dismiss(String user) {
        for (var reader : List.copyOf(inOrder)) {
            if (reader.user.equals(user) && reader.end == Reader.NEVER) {
                reader.end = order.size();
                endIfDone(reader);
            }
        }
    }

    /// A reader that is live has everything.
    private void endIfDone(Reader reader) {
        if (reader.state == State.LIVE || reader.next >= reader.end) {
            detach(reader.outbox);
            reader.outbox.end();
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
        int start = order.size();
        for (var entry : entries) {
            world.scope.add(entry, order.size());
            order.add(entry.position());
        }
        if (readers.isEmpty()) {
            return;
        }
        var now = AsNow.written(entries, world.overlays);
        var clock = world.diary.delivered(entries);
        var delivery = new Delivery(room, now.entries(), now.erased(), clock);
        var concerned = world.scope.users(entries);
        for (var reader : inOrder) {
            if (reader.state == State.LIVE && (concerned.isEmpty() || concerned.get().contains(reader.user))) {
                reader.next = start;
                offer(reader, forReader(reader, delivery), order.size());
            }
        }
    }

    private Delivery forReader(Reader reader, Delivery delivery) {
        if (reader.seen.isEmpty() && world.scope.isOpen()) {
            return delivery;
        }
        var entries = delivery.entries().stream().filter(entry -> !reader.seen.covers(entry.position())
                && world.scope.concerns(entry, reader.user)).toList();
        return entries.size() == delivery.entries().size()
                ? delivery
                : new Delivery(room, entries, delivery.erased(), delivery.clock());
    }

    /// @return whether the reader took it, and is at `next` now
    private boolean offer(Reader reader, Delivery delivery, int next) {
        if (delivery.entries().isEmpty() || reader.outbox.offer(delivery)) {
            reader.next = next;
            reader.tookAtMillis = nowMillis;
            return true;
        }
        if (reader.state == State.LIVE) {
            reader.tookAtMillis = nowMillis;
        }
        reader.state = State.FULL;
        reader.outbox.whenRoom(() -> world.strand.accept(() -> {
            if (reader.state == State.FULL) {
                reader.state = State.BEHIND;
                goOn(reader);
            }
        }));
        return false;
    }

    /// What a reader is to be given next.
    ///
    /// @param places
    ///            of the same entries; empty: they waited for the reader
    private record Part(List<Position> positions, List<Integer> places) {}

    /// Gives a reader that is behind its next page, or makes it live.
    private void goOn(Reader reader) {
        if (reader.state != State.BEHIND) {
            return;
        }
        var part = nextPart(reader);
        if (part.positions().isEmpty()) {
            reader.next = order.size();
            reader.tookAtMillis = nowMillis;
            reader.state = State.LIVE;
            if (reader.end != Reader.NEVER) {
                endIfDone(reader);
            }
            return;
        }
        var entries = inMemory(part.positions());
        var edits = entries.map(read -> inMemory(AsNow.edits(read, world.overlays))).orElse(Optional.empty());
        if (edits.isPresent()) {
            page(reader, part, AsNow.of(entries.get(), world.overlays, find(edits.get())));
        } else {
            Thread.ofVirtual().name("page-" + room).start(() -> readPage(reader, part));
        }
    }

    private Part nextPart(Reader reader) {
        if (!reader.waiting.isEmpty()) {
            return new Part(reader.waiting.subList(0, Math.min(reader.waiting.size(), Delivery.MAX_ENTRIES)), List
                    .of());
        }
        var positions = new ArrayList<Position>();
        var places = new ArrayList<Integer>();
        int end = Math.min(reader.end, order.size());
        for (int place = next(reader, reader.next); place < end && places.size() < Delivery.MAX_ENTRIES;) {
            var position = order.at(place);
            if (reader.seen.isEmpty() || !reader.seen.covers(position)) {
                positions.add(position);
                places.add(place);
            }
            place = next(reader, place + 1);
        }
        return new Part(positions, places);
    }

    private Optional<List<Entry>> inMemory(List<Position> positions) {
        var entries = new ArrayList<Entry>(positions.size());
        for (var position : positions) {
            var entry = world.history.recent(position);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        return Optional.of(entries);
    }

    private static java.util.function.Function<Position, Optional<Entry>> find(List<Entry> edits) {
        return position -> edits.stream().filter(edit -> edit.position().equals(position)).findFirst();
    }

    /// On a thread of its own: the disk may be slow.
    private void readPage(Reader reader, Part part) {
        try {
            var entries = world.history.read(part.positions());
            var edits = world.history.read(AsNow.edits(entries, world.overlays));
            world.strand.accept(() -> page(reader, part, AsNow.of(entries, world.overlays, find(edits))));
        } catch (IOException e) {
            LOG.error("{}: a reader cannot be shown {} and what follows: {}", room, part.positions().getFirst(),
                    e.getMessage());
            world.strand.accept(() -> {
                detach(reader.outbox);
                reader.outbox.cut("the history is damaged here");
            });
        }
    }

    private void page(Reader reader, Part part, AsNow now) {
        if (reader.state != State.BEHIND) {
            return;
        }
        int count = pageEnd(now.entries(), 0);
        var page = now.entries().subList(0, count);
        var delivery = new Delivery(room, page, now.erased(), world.diary.deliveredEarlier(reader.user, page));
        boolean waited = part.places().isEmpty();
        if (offer(reader, delivery, waited ? reader.next : part.places().get(count - 1) + 1)) {
            reader.waiting = waited ? reader.waiting.subList(count, reader.waiting.size()) : reader.waiting;
            world.strand.accept(() -> goOn(reader));
        }
    }

    /// Time passes. Cuts off who is stuck, and forgets what readers had seen before
    /// this server had, once it has.
    void tick(long now, VersionVector delivered) {
        nowMillis = now;
        for (var reader : List.copyOf(inOrder)) {
            if (reader.state == State.LIVE) {
                if (!reader.seen.isEmpty() && delivered.covers(reader.seen)) {
                    reader.seen = VersionVector.empty();
                }
            } else if (now - reader.tookAtMillis >= STUCK_MILLIS) {
                detach(reader.outbox);
                reader.outbox.cut("nothing was taken for " + STUCK_MILLIS / 1_000 + " s");
            }
        }
    }

    /// Whether time may pass without anything to do: nobody is being served.
    boolean isQuiet() {
        return inOrder.stream().allMatch(reader -> reader.state == State.LIVE);
    }

    long entries() {
        return order.size();
    }
}
