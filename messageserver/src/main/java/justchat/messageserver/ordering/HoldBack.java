// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.ordering.Placed.Fate;

/// Holds back committed entries until what they need is delivered:
/// 1. `sequence == delivered[origin] + 1`,
/// 2. `needs(entry) <= delivered`; a fold needs all that it folds, whatever the
///    order, because whoever is shown it counts that as shown, and
/// 3. if sequence is kept, `id.sequence == lastShown[instance] + 1`.
///
/// A retry's further copy takes its place and is not shown.
///
/// Only the first held entry of a log can be the next one, and it waits for one
/// thing at a time, in a queue of those who wait for just that: an offer costs
/// its needs and O(log origins), however much is held back.
abstract sealed class HoldBack implements Ordering permits Unordered, Fifo, Causal {
    private final Function<Entry, VersionVector> needs;
    private final boolean keepsSequence;
    private final Map<Origin, Lane> lanes = new HashMap<>();
    private final Map<Instance, Shown> shown = new HashMap<>();
    private final Map<MessageId, List<Lane>> awaitingMessage = new HashMap<>();
    private final ArrayDeque<Lane> awake = new ArrayDeque<>();

    /// One origin's log: what of it is delivered, and what is held back.
    private static final class Lane {
        final Origin origin;
        final ArrayDeque<Entry> held = new ArrayDeque<>();
        final PriorityQueue<Awaiting> awaited = new PriorityQueue<>();
        long delivered;

        Lane(Origin origin) {
            this.origin = origin;
        }
    }

    /// A lane that goes on once another one is delivered up to `sequence`.
    private record Awaiting(long sequence, Lane lane) implements Comparable<Awaiting> {
        @Override
        public int compareTo(Awaiting other) {
            int bySequence = Long.compare(sequence, other.sequence);
            return bySequence != 0 ? bySequence : lane.origin.compareTo(other.lane.origin);
        }
    }

    /// @param needs
    ///            what must be delivered before an entry, beside the earlier
    ///            messages of its instance
    /// @param keepsSequence
    ///            whether an instance's messages are shown in sequence
    HoldBack(Function<Entry, VersionVector> needs, boolean keepsSequence) {
        this.needs = needs;
        this.keepsSequence = keepsSequence;
    }

    @Override
    public final void offer(Entry committed, Consumer<Placed> placed) {
        var lane = lane(committed.position().origin());
        long next = lane.delivered + lane.held.size() + 1;
        if (committed.position().sequence() != next) {
            throw new IllegalArgumentException(committed + " offered where " + next + " is next");
        }
        lane.held.add(committed);
        if (lane.held.size() > 1) {
            return;
        }
        awake.add(lane);
        for (var runnable = awake.poll(); runnable != null; runnable = awake.poll()) {
            advance(runnable, placed);
        }
    }

    private void advance(Lane lane, Consumer<Placed> placed) {
        for (var head = lane.held.peek(); head != null && !waits(lane, head); head = lane.held.peek()) {
            lane.held.remove();
            lane.delivered = head.position().sequence();
            boolean copy = isShown(head.id());
            if (!copy) {
                shown.computeIfAbsent(head.id().instance(), _ -> new Shown()).add(head.id().sequence());
            }
            placed.accept(new Placed(head, copy ? Fate.COPY : Fate.SHOWN));
            wake(lane, head.id(), !copy);
        }
    }

    /// Whether this entry must wait; if so, its lane now stands in the right queue.
    private boolean waits(Lane lane, Entry head) {
        for (var need : needs(head).entries().entrySet()) {
            var other = lane(need.getKey());
            if (need.getValue() > other.delivered) {
                other.awaited.add(new Awaiting(need.getValue(), lane));
                return true;
            }
        }
        var id = head.id();
        if (keepsSequence && id.sequence() > lastShown(id.instance()) + 1) {
            awaitingMessage
                    .computeIfAbsent(new MessageId(id.instance(), id.sequence() - 1), _ -> new ArrayList<>(1))
                    .add(lane);
            return true;
        }
        return false;
    }

    private VersionVector needs(Entry entry) {
        return entry.payload() instanceof Payload.Fold(var complete) ? complete : needs.apply(entry);
    }

    private void wake(Lane delivered, MessageId id, boolean isNew) {
        while (!delivered.awaited.isEmpty() && delivered.awaited.peek().sequence() <= delivered.delivered) {
            awake.add(delivered.awaited.remove().lane());
        }
        if (isNew) {
            var waiting = awaitingMessage.remove(id);
            if (waiting != null) {
                awake.addAll(waiting);
            }
        }
    }

    private Lane lane(Origin origin) {
        return lanes.computeIfAbsent(origin, Lane::new);
    }

    @Override
    public final long delivered(Origin origin) {
        var lane = lanes.get(origin);
        return lane == null ? 0 : lane.delivered;
    }

    @Override
    public final VersionVector delivered() {
        var entries = new HashMap<Origin, Long>();
        lanes.values().forEach(lane -> entries.put(lane.origin, lane.delivered));
        return VersionVector.of(entries);
    }

    @Override
    public final boolean isShown(MessageId id) {
        var ofInstance = shown.get(id.instance());
        return ofInstance != null && ofInstance.contains(id.sequence());
    }

    @Override
    public final boolean keepsSequence() {
        return keepsSequence;
    }

    @Override
    public final long lastShown(Instance instance) {
        var ofInstance = shown.get(instance);
        return ofInstance == null ? 0 : ofInstance.last();
    }

    @Override
    public final int instances() {
        return shown.size();
    }

    @Override
    public final int held(Origin origin) {
        var lane = lanes.get(origin);
        return lane == null ? 0 : lane.held.size();
    }
}
