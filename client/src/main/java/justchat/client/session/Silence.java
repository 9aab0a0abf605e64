// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.concurrent.TimeUnit;

/// Decides whether the other side has been silent for too long. Pure: time is an
/// argument.
///
/// Silence is counted in this process's own healthy time: a tick counts at most
/// twice its period. A client that was itself stopped, or starved of its
/// processor, therefore does not blame the server for the time in which it
/// could not have heard it (after Lifeguard's local health).
///
/// Thread-safe.
final class Silence {
    private final long limitNanos;
    private final long maxTickNanos;
    /// Guarded by `this`, as are the next two.
    private long lastTickNanos;
    private long silentNanos;

    Silence(long limitMillis, long tickMillis, long nowNanos) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.maxTickNanos = TimeUnit.MILLISECONDS.toNanos(2 * tickMillis);
        this.lastTickNanos = nowNanos;
    }

    /// The other side lives.
    synchronized void heard() {
        silentNanos = 0;
    }

    /// Time has passed.
    ///
    /// @return true if the silence has reached its limit
    synchronized boolean tick(long nowNanos) {
        silentNanos += Math.min(Math.max(0, nowNanos - lastTickNanos), maxTickNanos);
        lastTickNanos = nowNanos;
        return silentNanos >= limitNanos;
    }

    synchronized long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(silentNanos);
    }
}
