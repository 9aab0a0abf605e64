// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A version vector (Parker et al. 1983): of each origin's log, everything up
/// to and including a sequence. Immutable.
///
/// Origins that are missing count as 0; entries of 0 are left out, so two
/// vectors that say the same are equal. At most [#MAX_ENTRIES] origins.
public final class VersionVector {
    /// How many origins a vector may name. Every life of a server that posted
    /// something is one; on the wire and in entries, former ones are folded away.
    public static final int MAX_ENTRIES = 1_024;

    /// Bytes that one entry takes, roughly, on the wire.
    public static final int ENTRY_BYTES = 24;

    private static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

    private final SortedMap<Origin, Long> entries;

    private VersionVector(SortedMap<Origin, Long> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("version vector of " + entries.size() + " entries");
        }
        this.entries = Collections.unmodifiableSortedMap(entries);
    }

    /// Nothing of any origin.
    public static VersionVector empty() {
        return EMPTY;
    }

    /// @throws IllegalArgumentException
    ///             if a sequence is negative or there are too many entries
    public static VersionVector of(Map<Origin, Long> entries) {
        var copy = new TreeMap<Origin, Long>();
        entries.forEach((origin, sequence) -> {
            if (sequence < 0) {
                throw new IllegalArgumentException("version vector: " + origin + ":" + sequence);
            }
            if (sequence > 0) {
                copy.put(origin, sequence);
            }
        });
        return copy.isEmpty() ? EMPTY : new VersionVector(copy);
    }

    /// Up to which sequence this vector knows `origin`; 0 if not at all.
    public long at(Origin origin) {
        return entries.getOrDefault(origin, 0L);
    }

    /// Whether the entry at this position is known.
    public boolean covers(Position position) {
        return position.sequence() <= at(position.origin());
    }

    /// Whether everything that `other` knows is known here.
    public boolean covers(VersionVector other) {
        for (var entry : other.entries.entrySet()) {
            if (entry.getValue() > at(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    /// The least vector that knows what either knows.
    ///
    /// @throws IllegalArgumentException
    ///             if that has too many entries
    public VersionVector merge(VersionVector other) {
        if (covers(other)) {
            return this;
        }
        var copy = new TreeMap<>(entries);
        other.entries.forEach((origin, sequence) -> copy.merge(origin, sequence, Math::max));
        return new VersionVector(copy);
    }

    /// This vector, knowing the entry at this position and all before it too.
    public VersionVector with(Position position) {
        if (covers(position)) {
            return this;
        }
        var copy = new TreeMap<>(entries);
        copy.put(position.origin(), position.sequence());
        return new VersionVector(copy);
    }

    /// The entries by origin, none of them 0. Unmodifiable.
    public SortedMap<Origin, Long> entries() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector vector && entries.equals(vector.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /// Like `[1.1:4 2.7:31]`.
    @Override
    public String toString() {
        var text = new StringBuilder("[");
        entries.forEach((origin, sequence) -> text.append(text.length() == 1 ? "" : " ").append(origin).append(':')
                .append(sequence));
        return text.append(']').toString();
    }
}
