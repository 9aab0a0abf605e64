// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import justchat.client.file.Chunks;

/// Divides a road's window among the transfers on it: each may have as many
/// chunks on their way as the window divided by their number, at least one. So
/// what stands in front of a message on the road does not grow with the number of
/// transfers, and one that is slow takes nobody else's share. All together go no
/// faster than the person allows. Thread-safe.
public final class Shares {
    private final long bytesPerSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Seats by road; guarded by `lock`.
    private final Map<String, Integer> seats = new HashMap<>();
    /// When the next chunk may go; guarded by `lock`.
    private long freeNanos = System.nanoTime();

    /// @param bytesPerSecond
    ///            0: as fast as it can
    public Shares(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// One transfer's place on a road.
    public final class Seat implements AutoCloseable {
        private final String road;
        /// Guarded by `lock`.
        private int moving;

        private Seat(String road) {
            this.road = road;
        }

        /// Waits until one more chunk may be on its way.
        void take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (moving >= Math.max(1, ChunkPump.WINDOW / seats.get(road))) {
                    changed.await();
                }
                moving++;
                awaitTurn();
            } finally {
                lock.unlock();
            }
        }

        /// Waits for as long as the person's limit asks, before one more chunk.
        public void turn() {
            lock.lock();
            try {
                awaitTurn();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }

        void give() {
            lock.lock();
            try {
                moving--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                seats.computeIfPresent(road, (_, number) -> number == 1 ? null : number - 1);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitTurn() throws InterruptedException {
        if (bytesPerSecond > 0) {
            var turn = Math.max(System.nanoTime(), freeNanos);
            freeNanos = turn + TimeUnit.SECONDS.toNanos(Chunks.BYTES) / bytesPerSecond;
            for (var left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
                changed.awaitNanos(left);
            }
        }
    }

    /// A place for one more transfer; there is always one.
    public Seat join(String road) {
        lock.lock();
        try {
            seats.merge(road, 1, Integer::sum);
            return new Seat(road);
        } finally {
            lock.unlock();
        }
    }
}
