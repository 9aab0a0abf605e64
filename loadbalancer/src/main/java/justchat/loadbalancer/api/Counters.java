// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// The counters of this process. Thread-safe.
public final class Counters {
    private final Map<Counter, LongAdder> values = new EnumMap<>(Counter.class);

    public Counters() {
        for (var counter : Counter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    public void count(Counter counter) {
        values.get(counter).increment();
    }

    public long value(Counter counter) {
        return values.get(counter).sum();
    }

    /// By name, like `logins-failed`.
    public Map<String, Long> byName() {
        var byName = new TreeMap<String, Long>();
        values.forEach((counter, value) -> byName.put(nameOf(counter), value.sum()));
        return byName;
    }

    static String nameOf(Enum<?> counter) {
        return counter.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
