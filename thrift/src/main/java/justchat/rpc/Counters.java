// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what happened, by [Counter]. Thread-safe.
public final class Counters {
    private final LongAdder[] adders = Arrays.stream(Counter.values()).map(_ -> new LongAdder())
            .toArray(LongAdder[]::new);

    public void add(Counter counter) {
        adders[counter.ordinal()].increment();
    }

    public long get(Counter counter) {
        return adders[counter.ordinal()].sum();
    }

    /// All of them, also those that are 0.
    public Map<Counter, Long> snapshot() {
        var all = new EnumMap<Counter, Long>(Counter.class);
        for (var counter : Counter.values()) {
            all.put(counter, get(counter));
        }
        return all;
    }
}
