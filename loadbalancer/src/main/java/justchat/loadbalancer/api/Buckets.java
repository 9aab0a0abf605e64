// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// A token bucket per key, as the generic cell rate algorithm has it (ITU-T I.371): all that is kept of a key is when its
/// bucket is full again. A full bucket is forgotten; of too many, the one that was used longest ago.
///
/// Pure: time is an argument. Not thread-safe.
final class Buckets {
    static final int MAX_KEYS = 10_000;

    private final long intervalMillis;
    private final long burstMillis;
    /// The least recently used first.
    private final LinkedHashMap<String, Long> fullAt = new LinkedHashMap<>();

    /// @param burst
    ///            tokens of a full bucket
    /// @param intervalMillis
    ///            after which there is one more
    Buckets(int burst, long intervalMillis) {
        if (burst < 1 || intervalMillis < 1) {
            throw new IllegalArgumentException("bucket: " + burst + " tokens, " + intervalMillis + " ms");
        }
        this.intervalMillis = intervalMillis;
        this.burstMillis = burst * intervalMillis;
    }

    /// How long until there is a token; 0: there is one.
    long delayMillis(String key, long nowMillis) {
        return Math.max(0, fullAt.getOrDefault(key, nowMillis) + intervalMillis - burstMillis - nowMillis);
    }

    /// Takes a token; an empty bucket stays as empty as it is.
    void take(String key, long nowMillis) {
        forget(nowMillis);
        var full = fullAt.remove(key);
        long next = Math.max(nowMillis, full == null ? nowMillis : full) + intervalMillis;
        fullAt.put(key, Math.min(next, nowMillis + burstMillis));
        if (fullAt.size() > MAX_KEYS) {
            fullAt.pollFirstEntry();
        }
    }

    private void forget(long nowMillis) {
        for (Map.Entry<String, Long> oldest = fullAt.firstEntry(); oldest != null
                && oldest.getValue() <= nowMillis; oldest = fullAt.firstEntry()) {
            fullAt.pollFirstEntry();
        }
    }

    int size() {
        return fullAt.size();
    }
}
