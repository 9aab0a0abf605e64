// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/// A vector clock (Fidge 1988, Mattern 1989) over named processes. Immutable,
/// so it may be shared between threads.
///
/// A process that is not named counts as 0. Entries are kept sorted by name,
/// which is also the order in which clocks are printed.
///
/// Held as two arrays, of which ticks share the names: 8 bytes an entry. A tick
/// copies the times; comparing and merging walk along both clocks once.
public final class VectorClock {
    private static final VectorClock EMPTY = new VectorClock(new String[0], new long[0]);

    /// Sorted, none twice. Shared between clocks, never changed.
    private final String[] names;
    /// Of the same processes, none of them 0. Never changed.
    private final long[] times;

    private VectorClock(String[] names, long[] times) {
        this.names = names;
        this.times = times;
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
        var names = new String[entries.size()];
        int count = 0;
        for (var entry : entries.entrySet()) {
            var process = Objects.requireNonNull(entry.getKey(), "process");
            if (process.isEmpty() || entry.getValue() < 0) {
                throw new IllegalArgumentException("clock entry: \"" + process + "\":" + entry.getValue());
            }
            if (entry.getValue() > 0) {
                names[count++] = process;
            }
        }
        if (count == 0) {
            return EMPTY;
        }
        var sorted = count == names.length ? names : Arrays.copyOf(names, count);
        Arrays.sort(sorted);
        var times = new long[count];
        Arrays.setAll(times, index -> entries.get(sorted[index]));
        return new VectorClock(sorted, times);
    }

    /// The clock with these entries, which it takes for its own.
    ///
    /// @param names
    ///            sorted, none twice, none empty
    /// @param times
    ///            of the same processes, each above 0
    public static VectorClock ofSorted(String[] names, long[] times) {
        return names.length == 0 ? EMPTY : new VectorClock(names, times);
    }

    /// How many events of `process` this clock has seen, itself included.
    public long at(String process) {
        int index = Arrays.binarySearch(names, process);
        return index < 0 ? 0 : times[index];
    }

    /// How many processes it names.
    public int size() {
        return names.length;
    }

    /// This clock after one more event of `process`.
    ///
    /// @throws ArithmeticException
    ///             if it had as many as a long can count
    public VectorClock tick(String process) {
        int index = Arrays.binarySearch(names, process);
        if (index >= 0) {
            var later = times.clone();
            later[index] = Math.incrementExact(later[index]);
            return new VectorClock(names, later);
        }
        int place = -index - 1;
        var moreNames = Arrays.copyOf(names, names.length + 1);
        var moreTimes = Arrays.copyOf(times, times.length + 1);
        System.arraycopy(names, place, moreNames, place + 1, names.length - place);
        System.arraycopy(times, place, moreTimes, place + 1, times.length - place);
        moreNames[place] = process;
        moreTimes[place] = 1;
        return new VectorClock(moreNames, moreTimes);
    }

    /// The least clock that has seen all that either has seen.
    public VectorClock merge(VectorClock other) {
        if (other.isBeforeOrEqual(this)) {
            return this;
        }
        if (isBeforeOrEqual(other)) {
            return other;
        }
        var bothNames = new String[names.length + other.names.length];
        var bothTimes = new long[bothNames.length];
        int count = 0;
        int here = 0;
        int there = 0;
        while (here < names.length || there < other.names.length) {
            int order = here == names.length
                    ? 1
                    : there == other.names.length ? -1 : compareNames(names[here], other.names[there]);
            bothNames[count] = order <= 0 ? names[here] : other.names[there];
            bothTimes[count++] = Math.max(order <= 0 ? times[here] : 0, order >= 0 ? other.times[there] : 0);
            here += order <= 0 ? 1 : 0;
            there += order >= 0 ? 1 : 0;
        }
        return new VectorClock(count == names.length ? names : Arrays.copyOf(bothNames, count),
                Arrays.copyOf(bothTimes, count));
    }

    /// Whether all that this clock has seen `other` has seen too.
    public boolean isBeforeOrEqual(VectorClock other) {
        if (names.length > other.names.length) {
            return false;
        }
        int there = 0;
        for (int here = 0; here < names.length; here++) {
            while (there < other.names.length && compareNames(other.names[there], names[here]) < 0) {
                there++;
            }
            if (there == other.names.length || times[here] > other.times[there]
                    || !other.names[there].equals(names[here])) {
                return false;
            }
        }
        return true;
    }

    /// Whether this clock happened before `other`: seen by it, and not the same.
    public boolean isBefore(VectorClock other) {
        return !equals(other) && isBeforeOrEqual(other);
    }

    /// Whether neither happened before the other.
    public boolean isConcurrentWith(VectorClock other) {
        return compare(other) == Causality.CONCURRENT;
    }

    /// How this clock stands to `other`: BEFORE if this one happened first.
    public Causality compare(VectorClock other) {
        boolean before = isBeforeOrEqual(other);
        boolean after = other.isBeforeOrEqual(this);
        return before
                ? after ? Causality.EQUAL : Causality.BEFORE
                : after ? Causality.AFTER : Causality.CONCURRENT;
    }

    /// The entries, sorted by process name, none of them zero. A view, which cannot
    /// be changed.
    public Map<String, Long> entries() {
        return new Entries();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorClock clock && Arrays.equals(times, clock.times)
                && Arrays.equals(names, clock.names);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(times);
    }

    /// As GoVector prints it: `{"alice":2, "ms-1":7}`.
    @Override
    public String toString() {
        var text = new StringBuilder(2 + 24 * names.length);
        appendTo(text);
        return text.toString();
    }

    /// Prints it there.
    public void appendTo(StringBuilder text) {
        text.append('{');
        for (int index = 0; index < names.length; index++) {
            text.append(index == 0 ? "\"" : ", \"").append(names[index]).append("\":").append(times[index]);
        }
        text.append('}');
    }

    /// Names that several clocks share are the same object.
    @SuppressWarnings("StringEquality")
    private static int compareNames(String left, String right) {
        return left == right ? 0 : left.compareTo(right);
    }

    private final class Entries extends AbstractMap<String, Long> {
        @Override
        public Long get(Object process) {
            int index = process instanceof String name ? Arrays.binarySearch(names, name) : -1;
            return index < 0 ? null : times[index];
        }

        @Override
        public boolean containsKey(Object process) {
            return get(process) != null;
        }

        @Override
        public Set<Entry<String, Long>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return names.length;
                }

                @Override
                public Iterator<Entry<String, Long>> iterator() {
                    return new Walk();
                }
            };
        }
    }

    private final class Walk implements Iterator<Map.Entry<String, Long>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, Long> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return Map.entry(names[next], times[next++]);
        }
    }
}
