// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.session.Account;
import justchat.logs.clock.VectorClock;

/// Tells others what became of offers, behind the work: a word that gets through
/// at the first attempt nearly always, is tried again a few times, and does little
/// harm if it is lost; where files go by way of the servers, it is a letter if need
/// be. Thread-safe.
final class Teller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final int ATTEMPTS = 4;
    private static final long GOODBYE_MILLIS = 800;

    private final Courier courier;
    private final Supplier<Optional<Account>> account;
    private final Consumer<Event> loop;
    private final Executor threads = Thread.ofVirtual().name("answers")::start;
    /// Has one party for us, and one for each word in its first attempt.
    private final Phaser first = new Phaser(1);
    private volatile boolean closed;

    Teller(Courier courier, Supplier<Optional<Account>> account, Consumer<Event> loop) {
        this.courier = courier;
        this.account = account;
        this.loop = loop;
    }

    /// Directly, or as a letter.
    void write(String user, PrivateMessage message, VectorClock clock) {
        account.get().ifPresent(us -> threads.execute(() -> {
            try {
                switch (courier.bring(us, user, message, clock)) {
                    case Courier.Way.Direct _ -> {
                        // It has arrived.
                    }
                    case Courier.Way.Letter letter -> loop.accept(new Event.LetterSealed(letter.user(), letter
                            .letter()));
                }
            } catch (Undelivered e) {
                LOG.warn("{} is not told what became of a file: {}", user, e.getMessage());
            }
        }));
    }

    void tell(String user, PrivateMessage.Answer answer, VectorClock clock) {
        var us = account.get();
        if (us.isPresent()) {
            first.register();
            threads.execute(() -> {
                boolean again;
                try {
                    again = !attempt(us.get(), user, answer, clock);
                } finally {
                    first.arriveAndDeregister();
                }
                if (again) {
                    later(us.get(), user, answer, 1);
                }
            });
        }
    }

    private void later(Account us, String user, PrivateMessage.Answer answer, int attempts) {
        if (attempts < ATTEMPTS && !closed) {
            CompletableFuture.delayedExecutor(FIRST_PAUSE_MILLIS << 2 * attempts, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> {
                        if (!closed && !attempt(us, user, answer, VectorClock.empty())) {
                            later(us, user, answer, attempts + 1);
                        }
                    });
        }
    }

    /// @return false if it may be tried again
    private boolean attempt(Account us, String user, PrivateMessage.Answer answer, VectorClock clock) {
        try {
            courier.deliver(us, user, answer, clock);
            return true;
        } catch (Undelivered e) {
            return e.isForGood();
        }
    }

    /// Waits a moment for what was to be told last.
    @Override
    public void close() {
        closed = true;
        try {
            first.awaitAdvanceInterruptibly(first.arrive(), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // They will find out.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
