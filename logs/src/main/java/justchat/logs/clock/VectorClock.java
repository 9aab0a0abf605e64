// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// A vector clock (Fidge 1988, Mattern 1989) over named processes. Immutable,
/// so it may be shared between threads.
///
/// A process that is not named counts as 0. Entries are kept sorted by name,
/// which is also the order in which clocks are printed.
public final class VectorClock {
    private static final VectorClock EMPTY = new VectorClock(new TreeMap<>());

    private final SortedMap<String, Long> entries;

    private VectorClock(SortedMap<String, Long> entries) {
        this.entries = Collections.unmodifiableSortedMap(entries);
    }

    /// The clock in which nothing has happened.
    public static VectorClock empty() {
        return EMPTY;
    }

    /// The clock with these entries; zero entries are left out.
    ///
    /// @throws IllegalArgumentException
    ///             if an entry is negative or a name is empty
    public static VectorClock of(Map<String, Long> entries) {
        var copy = new TreeMap<String, Long>();
        entries.forEach((process, time) -> {
            Objects.requireNonNull(process, "process");
            if (process.isEmpty() || time < 0) {
                throw new IllegalArgumentException("clock entry: \"" + process + "\":" + time);
            }
            if (time > 0) {
                copy.put(process, time);
            }
        });
        return copy.isEmpty() ? EMPTY : new VectorClock(copy);
    }

    /// How many events of `process` this clock has seen, itself included.
    public long at(String process) {
        return entries.getOrDefault(process, 0L);
    }

    /// This clock after one more event of `process`.
    public VectorClock tick(String process) {
        var copy = new TreeMap<>(entries);
        copy.merge(process, 1L, Math::addExact);
        return new VectorClock(copy);
    }

    /// The least clock that has seen all that either has seen.
    public VectorClock merge(VectorClock other) {
        if (other.isBeforeOrEqual(this)) {
            return this;
        }
        var copy = new TreeMap<>(entries);
        other.entries.forEach((process, time) -> copy.merge(process, time, Math::max));
        return new VectorClock(copy);
    }

    /// Whether all that this clock has seen `other` has seen too.
    public boolean isBeforeOrEqual(VectorClock other) {
        return entries.entrySet().stream().allMatch(entry -> entry.getValue() <= other.at(entry.getKey()));
    }

    /// Whether this clock happened before `other`: seen by it, and not the same.
    public boolean isBefore(VectorClock other) {
        return !equals(other) && isBeforeOrEqual(other);
    }

    /// Whether neither happened before the other.
    public boolean isConcurrentWith(VectorClock other) {
        return !isBeforeOrEqual(other) && !other.isBeforeOrEqual(this);
    }

    /// The entries, sorted by process name, none of them zero.
    public SortedMap<String, Long> entries() {
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorClock clock && entries.equals(clock.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /// As GoVector prints it: `{"alice":2, "ms-1":7}`.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        entries.forEach((process, time) -> text.append(text.length() == 1 ? "" : ", ").append('"').append(process)
                .append("\":").append(time));
        return text.append('}').toString();
    }
}
