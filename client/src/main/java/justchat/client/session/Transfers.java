// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import justchat.client.core.Event;
import justchat.client.model.TransferId;

/// The transfers that run, so that they can be cancelled: each on a virtual
/// thread of its own. Every failure becomes one sentence. Thread-safe.
public final class Transfers {
    private final Consumer<Event> loop;
    private final Map<TransferId, Running> running = new ConcurrentHashMap<>();

    public Transfers(Consumer<Event> loop) {
        this.loop = loop;
    }

    /// One that runs. Its steps ask whether to go on.
    public static final class Running {
        private volatile boolean cancelled;

        /// @throws TransferFailure
        ///             if the person does not want it any more
        public void check() throws TransferFailure {
            if (cancelled) {
                throw TransferFailure.forGood("cancelled");
            }
        }

        public boolean isCancelled() {
            return cancelled;
        }
    }

    /// The work of one transfer; may wait.
    public interface Work {
        /// @return what to tell at the end
        Optional<Event> run(Running running) throws TransferFailure, IOException, InterruptedException;
    }

    /// Runs it; tells its last event, or that it failed.
    public void start(TransferId transfer, Work work) {
        var own = new Running();
        running.put(transfer, own);
        Thread.ofVirtual().name("transfer " + transfer).start(() -> {
            Optional<Event> end;
            try {
                end = work.run(own);
            } catch (TransferFailure | IOException e) {
                end = Optional.of(new Event.TransferFailed(transfer, e.getMessage()));
            } catch (InterruptedException _) {
                end = Optional.of(new Event.TransferFailed(transfer, "interrupted"));
            } finally {
                running.remove(transfer, own);
            }
            end.ifPresent(loop);
        });
    }

    /// @return false if no such transfer runs
    public boolean cancel(TransferId transfer) {
        var own = Optional.ofNullable(running.get(transfer));
        own.ifPresent(one -> one.cancelled = true);
        return own.isPresent();
    }
}
