// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.thrift.TException;

/// Moves chunks of one file, a few at once, as many as its share of the road
/// allows. The first failure stops it: chunks
/// that are on their way finish, no further one begins.
public final class ChunkPump {
    /// Enough to fill a link while hashing and writing, and at most 1 MiB of memory.
    public static final int WINDOW = 4;

    /// Not worth a lane.
    public static final int FEW = 16;

    private ChunkPump() {}

    /// Moves one chunk; may wait.
    public interface Step {
        void move(int index) throws TException, TransferFailure, IOException, InterruptedException;
    }

    /// Moves all these chunks; waits until they are moved or one has failed, and
    /// throws what the first one to fail threw.
    public static void run(int[] indexes, Shares.Seat seat, Step step)
            throws TException, TransferFailure, IOException, InterruptedException {
        var next = new AtomicInteger();
        var failure = new AtomicReference<Optional<Exception>>(Optional.empty());
        var workers = Math.min(WINDOW, indexes.length);
        var done = new CountDownLatch(workers);
        IntStream.range(0, workers).forEach(_ -> Thread.ofVirtual().name("chunks").start(() -> {
            try {
                for (var at = next.getAndIncrement(); at < indexes.length
                        && failure.get().isEmpty(); at = next.getAndIncrement()) {
                    seat.take();
                    try {
                        step.move(indexes[at]);
                    } finally {
                        seat.give();
                    }
                }
            } catch (TException | TransferFailure | IOException | InterruptedException | RuntimeException e) {
                failure.updateAndGet(first -> first.isPresent() ? first : Optional.of(e));
            } finally {
                done.countDown();
            }
        }));
        done.await();
        switch (failure.get().orElse(null)) {
            case null -> {
                // All are moved.
            }
            case TException e -> throw e;
            case TransferFailure e -> throw e;
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
    }
}
