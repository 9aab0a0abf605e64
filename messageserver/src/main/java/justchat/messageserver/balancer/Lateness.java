// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

/// How late a periodic timer was, at worst, in the last second: a process that
/// is late itself must not accuse others. Pure; owned by the timer's thread.
final class Lateness {
    private static final int BUCKETS = 10;
    private static final int BUCKET_MILLIS = 100;

    private final int periodMillis;
    private final int[] worst = new int[BUCKETS];
    private long lastAt;
    private long lastBucket;

    Lateness(int periodMillis, long nowMillis) {
        this.periodMillis = periodMillis;
        this.lastAt = nowMillis;
        this.lastBucket = nowMillis / BUCKET_MILLIS;
    }

    /// The timer has run.
    ///
    /// @return the worst lateness of the last second, in milliseconds
    int ran(long nowMillis) {
        long bucket = nowMillis / BUCKET_MILLIS;
        for (long passed = Math.max(lastBucket + 1, bucket - BUCKETS + 1); passed <= bucket; passed++) {
            worst[(int) (passed % BUCKETS)] = 0;
        }
        lastBucket = Math.max(lastBucket, bucket);
        int late = (int) Math.clamp(nowMillis - lastAt - periodMillis, 0L, Integer.MAX_VALUE);
        lastAt = nowMillis;
        int slot = (int) (lastBucket % BUCKETS);
        worst[slot] = Math.max(worst[slot], late);
        int result = 0;
        for (int value : worst) {
            result = Math.max(result, value);
        }
        return result;
    }
}
