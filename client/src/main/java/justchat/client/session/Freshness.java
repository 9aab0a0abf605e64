// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import justchat.wire.Reason;
import justchat.wire.Refused;

/// Renews the ticket in the background when two thirds of its life are over, so
/// that a failover never has to log in. What cannot be renewed just now is tried
/// again, ever sooner as the end comes near. One timer; an attempt has a virtual
/// thread. Thread-safe.
final class Freshness {
    private static final long SOONEST_MILLIS = 1_000;
    private static final long SOONEST_RETRY_MILLIS = 5_000;
    private static final long LATEST_RETRY_MILLIS = 600_000;
    private static final long LATEST_MILLIS = 86_400_000;

    private final Tickets tickets;
    private final ScheduledExecutorService clock;
    private final Consumer<String> onEnded;
    /// Guarded by `this`.
    private ScheduledFuture<?> next;

    /// @param onEnded
    ///            hears that the login was ended
    Freshness(Tickets tickets, ScheduledExecutorService clock, Consumer<String> onEnded) {
        this.tickets = tickets;
        this.clock = clock;
        this.onEnded = onEnded;
    }

    /// There is a new ticket.
    void begin() {
        tickets.account().ifPresent(ours -> later(dueMillis(left(ours), ThreadLocalRandom.current().nextDouble())));
    }

    private synchronized void later(long millis) {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = clock.schedule(() -> Thread.ofVirtual().name("renew").start(this::attempt), millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The client is closing.
        }
    }

    private void attempt() {
        try {
            if (tickets.extend()) {
                begin();
                return;
            }
        } catch (Refused refused) {
            if (refused.getReason() == Reason.ENDED) {
                onEnded.accept(refused.getMessage());
                return;
            }
        } catch (NobodyAnswers _) {
            // One of them will, later.
        }
        tickets.account().ifPresent(ours -> later(retryMillis(left(ours))));
    }

    private static long left(Account ours) {
        return ours.expiresAtMillis() - System.currentTimeMillis();
    }

    /// When two thirds are over, or up to a twentieth before that, so that those who
    /// came together do not renew together.
    ///
    /// @param leftMillis
    ///            the life of the ticket
    /// @param chance
    ///            uniformly from 0 to 1
    static long dueMillis(long leftMillis, double chance) {
        double share = 2.0 / 3 * (1 - 0.05 * chance);
        return Math.clamp(Math.round(leftMillis * share), SOONEST_MILLIS, LATEST_MILLIS);
    }

    /// After an attempt that brought nothing.
    static long retryMillis(long leftMillis) {
        return Math.clamp(leftMillis / 3, SOONEST_RETRY_MILLIS, LATEST_RETRY_MILLIS);
    }
}
