// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever fails again and again: after five failures under a key, each further attempt waits, 1 s, 2 s, 4 s, ...
/// at most 60 s. An attempt that comes too soon is not looked at and makes nothing worse; a success or 15 quiet minutes
/// end it.
///
/// Pure: time is an argument. Not thread-safe.
final class Throttle {
    static final int FREE = 5;
    static final long MAX_DELAY_MILLIS = 60_000;
    static final long FORGET_MILLIS = 15 * 60_000;
    static final int MAX_KEYS = 10_000;

    /// The least recently failed first.
    private final LinkedHashMap<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, long lastMillis) {
        long openAgainAt() {
            return count < FREE
                    ? lastMillis
                    : lastMillis + Math.min(MAX_DELAY_MILLIS, 1_000L << Math.min(16, count - FREE));
        }
    }

    /// How long this key must wait before its next attempt is looked at; 0: not at all.
    long delayMillis(String key, long nowMillis) {
        forget(nowMillis);
        var known = failures.get(key);
        return known == null ? 0 : Math.max(0, known.openAgainAt() - nowMillis);
    }

    void failed(String key, long nowMillis) {
        var known = failures.remove(key);
        failures.put(key, new Failures(known == null ? 1 : known.count() + 1, nowMillis));
        if (failures.size() > MAX_KEYS) {
            failures.pollFirstEntry();
        }
    }

    void succeeded(String key) {
        failures.remove(key);
    }

    private void forget(long nowMillis) {
        for (Map.Entry<String, Failures> oldest = failures.firstEntry(); oldest != null
                && oldest.getValue().lastMillis() + FORGET_MILLIS <= nowMillis; oldest = failures.firstEntry()) {
            failures.pollFirstEntry();
        }
    }
}
