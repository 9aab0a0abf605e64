// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import justchat.loadbalancer.model.ProcessName;

/// Keeps a server out for a while that is expelled again and again: every life of it costs all others a view, and its
/// clients two moves. The third time within a minute it waits one second; if it does not stay in for a minute after that,
/// two seconds, then four, up to a minute.
///
/// Soft state: each balancer counts the views it has seen. Pure: time is an argument. Not thread-safe.
public final class Flapping {
    static final long WINDOW_MILLIS = 60_000;
    static final int FREE = 2;
    private static final long FIRST_MILLIS = 1_000;
    private static final long LAST_MILLIS = 60_000;
    private static final int LAST_LEVEL = 7;

    private final Map<ProcessName, Past> servers = new HashMap<>();

    /// What is remembered of one server.
    private static final class Past {
        /// The latest expulsions, at most one more than are free.
        final Deque<Long> expelledAt = new ArrayDeque<>();
        int level;
        long heldUntil = Long.MIN_VALUE;

        void expelled(long nowMillis) {
            expelledAt.addLast(nowMillis);
            if (expelledAt.size() > FREE + 1) {
                expelledAt.removeFirst();
            }
            if (level > 0 && nowMillis < heldUntil + WINDOW_MILLIS) {
                level = Math.min(LAST_LEVEL, level + 1);
            } else {
                level = expelledAt.size() > FREE && expelledAt.getFirst() > nowMillis - WINDOW_MILLIS ? 1 : 0;
            }
            heldUntil = level == 0 ? nowMillis : nowMillis + Math.min(LAST_MILLIS, FIRST_MILLIS << (level - 1));
        }

        boolean isOver(long nowMillis) {
            return nowMillis >= heldUntil + WINDOW_MILLIS;
        }
    }

    /// A view without this server.
    public void expelled(ProcessName server, long nowMillis) {
        servers.values().removeIf(past -> past.isOver(nowMillis));
        servers.computeIfAbsent(server, _ -> new Past()).expelled(nowMillis);
    }

    /// @return in how many milliseconds it may register again; 0: now
    public long heldMillis(ProcessName server, long nowMillis) {
        var past = servers.get(server);
        return past == null ? 0 : Math.max(0, past.heldUntil - nowMillis);
    }
}
