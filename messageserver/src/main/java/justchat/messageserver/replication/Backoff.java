// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

/// How long to wait before the next attempt to connect: a random share of a time
/// that doubles with each failure in a row (Brooker, "Exponential backoff and
/// jitter", 2015), so that servers do not knock in step. Not thread-safe.
final class Backoff {
    static final long FIRST_MILLIS = 50;
    static final long LAST_MILLIS = 2_000;

    private long millis = FIRST_MILLIS;

    /// @param random
    ///            from 0 to 1
    long next(double random) {
        long wait = Math.round(millis * random);
        millis = Math.min(LAST_MILLIS, millis * 2);
        return wait;
    }

    void succeeded() {
        millis = FIRST_MILLIS;
    }
}
