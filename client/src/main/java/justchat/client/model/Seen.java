// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What has been shown of a room: of each origin's log everything up to and
/// including a sequence. The room's vector clock as this client has it.
/// Immutable; an origin that is missing counts as 0.
public record Seen(SortedMap<Origin, Long> positions) {
    private static final Seen NOTHING = new Seen(new TreeMap<>());

    public Seen {
        var copy = new TreeMap<>(positions);
        copy.values().removeIf(sequence -> sequence <= 0);
        positions = Collections.unmodifiableSortedMap(copy);
    }

    public static Seen nothing() {
        return NOTHING;
    }

    public static Seen of(Map<Origin, Long> positions) {
        return new Seen(new TreeMap<>(positions));
    }

    public long at(Origin origin) {
        return positions.getOrDefault(origin, 0L);
    }

    public boolean covers(Origin origin, long sequence) {
        return at(origin) >= sequence;
    }

    /// The least vector that covers this one and that position.
    public Seen with(Origin origin, long sequence) {
        if (covers(origin, sequence)) {
            return this;
        }
        var copy = new TreeMap<>(positions);
        copy.put(origin, sequence);
        return new Seen(copy);
    }

    /// The least vector that covers both.
    public Seen merge(Seen other) {
        var copy = new TreeMap<>(positions);
        other.positions.forEach((origin, sequence) -> copy.merge(origin, sequence, Math::max));
        return new Seen(copy);
    }

    public boolean isNothing() {
        return positions.isEmpty();
    }

    /// Without the origins that another one names.
    public Seen without(Seen others) {
        if (positions.keySet().stream().noneMatch(others.positions::containsKey)) {
            return this;
        }
        var copy = new TreeMap<>(positions);
        copy.keySet().removeAll(others.positions.keySet());
        return new Seen(copy);
    }

    /// Of the origins that another one names, what is covered here.
    public Seen only(Seen others) {
        var copy = new TreeMap<>(positions);
        copy.keySet().retainAll(others.positions.keySet());
        return new Seen(copy);
    }
}
