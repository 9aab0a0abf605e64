// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.concurrent.atomic.AtomicLong;

/// How many chunks of private files came in this run that were not what their
/// sender had sealed for that place: nothing of them was written. Thread-safe.
final class RefusedChunks {
    private final AtomicLong count = new AtomicLong();
    private final Runnable counted;

    /// @param counted
    ///            hears of each; may wait
    RefusedChunks(Runnable counted) {
        this.counted = counted;
    }

    void add() {
        count.incrementAndGet();
        counted.run();
    }

    long count() {
        return count.get();
    }
}
