// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import justchat.client.core.Event;
import justchat.client.model.TransferId;

/// The transfers that run, so that they can be cancelled and paused: each on a
/// virtual thread of its own, the next one of a number after the one before.
/// Every failure becomes one sentence. Thread-safe.
public final class Transfers implements AutoCloseable {
    private final Consumer<Event> loop;
    private final Map<TransferId, Running> running = new ConcurrentHashMap<>();

    public Transfers(Consumer<Event> loop) {
        this.loop = loop;
    }

    /// One that runs. Its steps ask whether to go on.
    public static final class Running {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean cancelled;
        private volatile boolean paused;
        private volatile boolean closed;

        /// @throws TransferFailure
        ///             if the person does not want it any more, or not now
        public void check() throws TransferFailure {
            if (cancelled) {
                throw TransferFailure.forGood("cancelled");
            }
            if (paused) {
                throw TransferFailure.paused();
            }
            if (closed) {
                throw TransferFailure.stopped("the client ends");
            }
        }

        public boolean isCancelled() {
            return cancelled;
        }

        public boolean isPaused() {
            return paused;
        }
    }

    /// The work of one transfer; may wait.
    public interface Work {
        /// @return what to tell at the end
        Optional<Event> run(Running running) throws TransferFailure, IOException, InterruptedException;
    }

    /// Runs it; tells its last event, or that it failed or stopped.
    public void start(TransferId transfer, Work work) {
        var own = new Running();
        var before = Optional.ofNullable(running.put(transfer, own));
        Thread.ofVirtual().name("transfer " + transfer).start(() -> {
            Optional<Event> end;
            try {
                if (before.isPresent()) {
                    before.get().ended.await();
                }
                own.check();
                end = work.run(own);
            } catch (TransferFailure e) {
                end = end(transfer, e);
            } catch (IOException e) {
                end = Optional.of(new Event.TransferFailed(transfer, e.getMessage()));
            } catch (InterruptedException _) {
                end = Optional.of(new Event.TransferFailed(transfer, "interrupted"));
            } finally {
                running.remove(transfer, own);
                own.ended.countDown();
            }
            end.ifPresent(loop);
        });
    }

    private static Optional<Event> end(TransferId transfer, TransferFailure failure) {
        return switch (failure.kind()) {
            case FOR_GOOD, PASSING -> Optional.of(new Event.TransferFailed(transfer, failure.getMessage()));
            case STOPPED -> Optional.of(new Event.TransferStopped(transfer, failure.getMessage()));
            case PAUSED -> Optional.empty();
        };
    }

    /// @return false if no such transfer runs
    public boolean cancel(TransferId transfer) {
        var own = Optional.ofNullable(running.get(transfer));
        own.ifPresent(one -> one.cancelled = true);
        return own.isPresent();
    }

    /// @return false if no such transfer runs
    public boolean pause(TransferId transfer) {
        var own = Optional.ofNullable(running.get(transfer));
        own.ifPresent(one -> one.paused = true);
        return own.isPresent();
    }

    /// What runs stops at its next step, and keeps what has arrived.
    @Override
    public void close() {
        running.values().forEach(one -> one.closed = true);
    }
}
