// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Lets clients in no faster than they can be served: after a failure they come all at
/// once. Who is not let in is told to come again at a random moment, so that the next
/// wave is flatter. Thread-safe; [#catchUp] waits, so it is for virtual threads.
public final class Turnstile {
    private static final int FIRST_MILLIS = 200;
    private static final int LAST_MILLIS = 2_000;

    private final Limits limits;
    /// Guarded by `this`, like the one below.
    private final RandomGenerator random;
    private final Allowance attaches;
    private final Semaphore catchUps;

    /// @param attachesPerSecond
    ///            in the long run, and at once
    /// @param catchUps
    ///            readers that are given what they missed, at once
    /// @param patienceMillis
    ///            how long one more waits before it is told to come again
    public record Limits(int attachesPerSecond, int catchUps, int patienceMillis) {
        /// What a core can take in.
        public static Limits ofCores(int cores) {
            return new Limits(1_000 * cores, 64, 500);
        }
    }

    public Turnstile(Limits limits, RandomGenerator random, long nowMillis) {
        this.limits = limits;
        this.random = Objects.requireNonNull(random, "random");
        this.attaches = new Allowance(limits.attachesPerSecond(), limits.attachesPerSecond(), nowMillis);
        this.catchUps = new Semaphore(limits.catchUps(), true);
    }

    /// Somebody wants to be attached.
    ///
    /// @return 0 if it may; else in how many milliseconds it is to come again
    public synchronized int attach(long nowMillis) {
        return attaches.take(nowMillis) == 0 ? 0 : again();
    }

    /// Whether a reader gets a place among those that catch up.
    public sealed interface Passage {
        record Admitted(CatchUp place) implements Passage {}

        record Later(int retryAfterMillis) implements Passage {}
    }

    /// Somebody wants to read; waits for a place, not for long.
    public Passage catchUp() throws InterruptedException {
        return catchUps.tryAcquire(limits.patienceMillis(), TimeUnit.MILLISECONDS)
                ? new Passage.Admitted(new CatchUp(catchUps::release))
                : new Passage.Later(again());
    }

    private synchronized int again() {
        return FIRST_MILLIS + random.nextInt(LAST_MILLIS - FIRST_MILLIS + 1);
    }
}
