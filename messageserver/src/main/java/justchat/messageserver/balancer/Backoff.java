// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling, with full jitter (Brooker,
/// 2015), so that those who failed together do not come back together. Owned by
/// one thread.
final class Backoff {
    private final int firstMillis;
    private final int lastMillis;
    private final RandomGenerator random;
    private int limitMillis;

    Backoff(int firstMillis, int lastMillis, RandomGenerator random) {
        this.firstMillis = firstMillis;
        this.lastMillis = lastMillis;
        this.random = random;
        this.limitMillis = firstMillis;
    }

    /// Milliseconds to wait now: from half the limit up to it.
    int next() {
        int wait = limitMillis / 2 + random.nextInt(limitMillis / 2 + 1);
        limitMillis = Math.min(lastMillis, limitMillis * 2);
        return wait;
    }

    /// It went well.
    void reset() {
        limitMillis = firstMillis;
    }
}
