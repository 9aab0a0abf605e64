// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.ordering.Placed.Fate;

/// The same order everywhere: epoch by epoch, and in an epoch by Lamport time,
/// then origin (Lamport 1978). Which epochs there are, and when the first entry
/// of the present one is stable, the room knows ([#install], [#advance]).
///
/// An epoch that is followed by another one is closed by that one's cut: what
/// the cut covers is delivered, in order; what it does not cover is void, takes
/// its place in its log and is never shown.
///
/// An author's messages are stamped in their sequence; should one be missing
/// all the same, the later ones are skipped, the same way everywhere.
public final class Total implements Ordering {
    private final SortedMap<Origin, Lane> lanes = new TreeMap<>();
    private final Map<Instance, Long> lastShown = new HashMap<>();
    /// The lanes that go on with an entry of the present epoch, by that entry.
    private final TreeMap<Place, Lane> next = new TreeMap<>();
    private long epoch;

    /// One origin's log: what of it has got its place, and what has not.
    private static final class Lane {
        final ArrayDeque<Entry> held = new ArrayDeque<>();
        long taken;
    }

    /// The present epoch, by its view; 0 before the first one.
    public long epoch() {
        return epoch;
    }

    @Override
    public void offer(Entry committed, Consumer<Placed> placed) {
        var lane = lanes.computeIfAbsent(committed.position().origin(), _ -> new Lane());
        long following = lane.taken + lane.held.size() + 1;
        if (committed.position().sequence() != following) {
            throw new IllegalArgumentException(committed + " offered where " + following + " is next");
        }
        lane.held.add(committed);
        if (lane.held.size() == 1) {
            settle(lane, placed);
        }
    }

    /// Enters the last of these epochs, each of which follows the one before it, and
    /// the first the present one. What their cuts cover must have been offered.
    ///
    /// @throws IllegalStateException
    ///             if an epoch does not follow, or something is missing: going on
    ///             would be another order than elsewhere
    public void install(List<Payload.Epoch> chain, Consumer<Placed> placed) {
        for (var opening : chain) {
            if (opening.previous() != epoch) {
                throw new IllegalStateException("epoch " + opening.view() + " follows " + opening.previous()
                        + ", but here " + epoch + " is in force");
            }
            close(opening, placed);
            epoch = opening.view();
            next.clear();
            lanes.values().forEach(lane -> settle(lane, placed));
        }
    }

    private void close(Payload.Epoch opening, Consumer<Placed> placed) {
        var belonging = new ArrayList<Entry>();
        opening.cut().entries().forEach((origin, upTo) -> {
            var lane = lanes.getOrDefault(origin, new Lane());
            while (lane.taken < upTo) {
                if (lane.held.isEmpty()) {
                    throw new IllegalStateException("epoch " + opening.view() + " without " + origin + ":" + upTo);
                }
                belonging.add(lane.held.remove());
                lane.taken++;
            }
        });
        belonging.sort(Comparator.comparing(Entry::place));
        belonging.forEach(entry -> place(entry, placed));
    }

    /// Delivers the entries of the present epoch in order, as long as the first one
    /// is stable: nothing can come before it any more.
    public void advance(Predicate<Entry> stable, Consumer<Placed> placed) {
        for (var first = next.firstEntry(); first != null; first = next.firstEntry()) {
            var lane = first.getValue();
            if (!stable.test(lane.held.element())) {
                return;
            }
            next.pollFirstEntry();
            take(lane, placed);
            settle(lane, placed);
        }
    }

    /// Passes over what is of earlier epochs, up to the first entry of this one.
    private void settle(Lane lane, Consumer<Placed> placed) {
        for (var head = lane.held.peek(); head != null && head.epoch() <= epoch; head = lane.held.peek()) {
            if (head.epoch() == epoch && !(head.payload() instanceof Payload.Epoch)) {
                next.put(head.place(), lane);
                return;
            }
            take(lane, placed);
        }
    }

    private void take(Lane lane, Consumer<Placed> placed) {
        lane.taken++;
        place(lane.held.remove(), placed);
    }

    private void place(Entry entry, Consumer<Placed> placed) {
        var fate = fate(entry);
        if (fate == Fate.SHOWN) {
            lastShown.put(entry.id().instance(), entry.id().sequence());
        }
        placed.accept(new Placed(entry, fate));
    }

    private Fate fate(Entry entry) {
        if (entry.payload() instanceof Payload.Epoch) {
            return Fate.SILENT;
        }
        if (entry.epoch() != epoch) {
            return Fate.VOID;
        }
        long last = lastShown(entry.id().instance());
        if (entry.id().sequence() <= last) {
            return Fate.COPY;
        }
        return entry.id().sequence() == last + 1 ? Fate.SHOWN : Fate.GAP;
    }

    @Override
    public long delivered(Origin origin) {
        var lane = lanes.get(origin);
        return lane == null ? 0 : lane.taken;
    }

    @Override
    public VersionVector delivered() {
        var entries = new HashMap<Origin, Long>();
        lanes.forEach((origin, lane) -> entries.put(origin, lane.taken));
        return VersionVector.of(entries);
    }

    @Override
    public long lastShown(Instance instance) {
        return lastShown.getOrDefault(instance, 0L);
    }

    @Override
    public int instances() {
        return lastShown.size();
    }

    @Override
    public int held(Origin origin) {
        var lane = lanes.get(origin);
        return lane == null ? 0 : lane.held.size();
    }
}
