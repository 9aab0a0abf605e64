// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many are at the disk at once, each with a chunk in memory; the others wait for
/// their turn. Thread-safe.
final class Turns {
    static final int AT_ONCE = 8;
    private static final int PATIENCE_MILLIS = 5_000;

    private final Semaphore free = new Semaphore(AT_ONCE, true);

    /// @return false if it took too long
    boolean enter() {
        try {
            return free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The reverse of [#enter].
    void leave() {
        free.release();
    }
}
