// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// When which of somebody's addresses is tried, after RFC 8305: the next one 250 ms
/// after the one before, or at once when none of those that run is left; all of them within one time limit.
/// Which attempt comes first to its end is not decided here. Pure: time is an argument; not thread-safe.
///
///     waiting ─ due ─▶ running ─ failed ─▶ gone          over: nothing waits and nothing runs, or the time is up
final class AttemptPlan {
    /// RFC 8305, section 8.
    static final long STAGGER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Deque<InetSocketAddress> waiting;
    private final Set<InetSocketAddress> running = new HashSet<>();
    private final long endNanos;
    private long nextAt;

    /// @param candidates
    ///            in the order in which they are tried
    AttemptPlan(List<InetSocketAddress> candidates, long nowNanos, long limitNanos) {
        this.waiting = new ArrayDeque<>(candidates);
        this.nextAt = nowNanos;
        this.endNanos = nowNanos + limitNanos;
    }

    /// Those to be begun now; they run from then on.
    List<InetSocketAddress> due(long nowNanos) {
        var due = new ArrayList<InetSocketAddress>();
        while (!waiting.isEmpty() && !isLate(nowNanos) && (nextAt - nowNanos <= 0 || running.isEmpty())) {
            due.add(waiting.peek());
            running.add(waiting.poll());
            nextAt = nowNanos + STAGGER_NANOS;
        }
        return due;
    }

    /// This one did not work out.
    void failed(InetSocketAddress address) {
        running.remove(address);
    }

    /// When something is to be done though nothing happened, in nanoseconds.
    long wakeAt() {
        return waiting.isEmpty() || nextAt - endNanos > 0 ? endNanos : nextAt;
    }

    /// Nothing can come of it any more.
    boolean isOver(long nowNanos) {
        return isLate(nowNanos) || waiting.isEmpty() && running.isEmpty();
    }

    private boolean isLate(long nowNanos) {
        return endNanos - nowNanos <= 0;
    }

    long endNanos() {
        return endNanos;
    }
}
