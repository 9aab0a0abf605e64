// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Looks again and again for something outside that announces itself to
/// nobody, until a deadline.
public final class Poll {
    /// Nothing announces itself.
    public static final CompletableFuture<?> NEVER = new CompletableFuture<>();

    private final long deadlineNanos;
    private final Duration interval;

    public Poll(Duration patience, Duration interval) {
        this.deadlineNanos = System.nanoTime() + patience.toNanos();
        this.interval = interval;
    }

    /// @param earlier
    ///            its completion is a reason to look at once
    /// @return empty when the deadline passed
    public <T> Optional<T> until(Supplier<Optional<T>> look, CompletableFuture<?> earlier) {
        while (true) {
            var found = look.get();
            if (found.isPresent() || System.nanoTime() >= deadlineNanos) {
                return found;
            }
            try {
                earlier.get(interval.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                continue;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
