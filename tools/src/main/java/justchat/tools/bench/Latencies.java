// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.Arrays;

/// Durations, all of them kept, for their percentiles. Thread-safe.
final class Latencies {
    private static final int FIRST = 1 << 12;
    private static final double NANOS_PER_MILLI = 1e6;

    /// Guarded by `this`, like the next.
    private long[] nanos = new long[FIRST];
    private int count;

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    /// Forgets all.
    synchronized void clear() {
        count = 0;
    }

    /// The duration, in milliseconds, that this share of all did not exceed; NaN if there are none. By nearest rank.
    ///
    /// @param share
    ///            0.5 for the median, above 0 and at most 1
    double millis(double share) {
        var sorted = sorted();
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }

    private long[] sorted() {
        long[] copy;
        synchronized (this) {
            copy = Arrays.copyOf(nanos, count);
        }
        Arrays.sort(copy);
        return copy;
    }
}
