// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// What the histories of a server share: a few platform threads that write, and
/// two budgets, for entries kept in memory and for open files. Thread-safe.
///
/// A room with something to write takes a turn; after one batch and one fsync it
/// goes behind the others. Rooms with nothing to write cost no thread.
final class Writers implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int BATCH_BYTES = 1 << 20;
    static final long MAX_MEMORY = 64L << 20;
    static final int MAX_OPEN = 128;

    private final ScheduledThreadPoolExecutor threads;
    private final ThreadLocal<ByteBuffer> batches = ThreadLocal
            .withInitial(() -> ByteBuffer.allocateDirect(BATCH_BYTES));
    /// What each history has in memory and whether it holds a file open; the one that
    /// wrote least recently first. Guarded by itself.
    private final Map<SegmentHistory, Held> held = new LinkedHashMap<>();
    private long memory;
    private int open;

    /// What a history holds when its turn ends.
    record Held(long memory, boolean isOpen) {
        static final Held NOTHING = new Held(0, false);
    }

    Writers() {
        threads = new ScheduledThreadPoolExecutor(THREADS,
                Thread.ofPlatform().daemon().name("history-", 1).factory());
        threads.setKeepAliveTime(10, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }

    /// For the calling writer, until its turn ends.
    ByteBuffer batch() {
        return batches.get().clear();
    }

    /// Gives a turn; after `close`, never.
    void turn(Runnable work, long afterMillis) {
        try {
            threads.schedule(work, afterMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The server is closed: nothing is written any more.
        }
    }

    /// A turn has ended. Those that wrote least recently give back what is too much;
    /// called without any lock.
    void ended(SegmentHistory history, Held now) {
        for (var eldest = noted(history, now); eldest.isPresent(); eldest = noted(eldest.get(), Held.NOTHING)) {
            eldest.get().release();
        }
    }

    /// @return who has to give back what it holds
    private Optional<SegmentHistory> noted(SegmentHistory history, Held now) {
        synchronized (held) {
            var before = held.remove(history);
            count(before == null ? Held.NOTHING : before, -1);
            if (!now.equals(Held.NOTHING)) {
                held.put(history, now);
                count(now, 1);
            }
            return memory > MAX_MEMORY || open > MAX_OPEN
                    ? held.keySet().stream().findFirst()
                    : Optional.empty();
        }
    }

    private void count(Held what, int sign) {
        memory += sign * what.memory();
        open += what.isOpen() ? sign : 0;
    }

    /// It is closed, and holds nothing any more.
    void forget(SegmentHistory history) {
        noted(history, Held.NOTHING);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
