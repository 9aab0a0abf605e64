// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Who is online but could not be reached directly a moment ago, so that not
/// every message to somebody behind a firewall has to wait: the latest 256, for
/// 15 seconds each. Pure: time is an argument. Thread-safe.
final class OutOfReach {
    static final int REMEMBERED = 256;
    static final long NANOS = TimeUnit.SECONDS.toNanos(15);

    /// Guarded by `this`; oldest first.
    private final Map<String, Long> since = new LinkedHashMap<>();

    synchronized void add(String user, long nowNanos) {
        since.remove(user);
        since.put(user, nowNanos);
        if (since.size() > REMEMBERED) {
            since.remove(since.keySet().iterator().next());
        }
    }

    synchronized boolean holds(String user, long nowNanos) {
        var at = since.get(user);
        if (at != null && nowNanos - at >= NANOS) {
            since.remove(user);
            return false;
        }
        return at != null;
    }
}
