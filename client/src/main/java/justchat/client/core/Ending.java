// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

/// How a client ends: it stops taking input, gives what is on its way some
/// time, and says what stays behind. Pure; owned by [ClientCore].
final class Ending {
    /// For receipts and answers, where a person looks on.
    private static final long RECEIPTS_MILLIS = 10_000;
    /// For files that are on their way, and offers of ours that wait for an answer.
    private static final long FILES_MILLIS = 60_000;
    /// For receipts that nobody waits for.
    private static final long QUIET_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 200;

    private final long receiptsMillis;
    private Optional<Now> begun = Optional.empty();
    private Optional<Now> looked = Optional.empty();
    private boolean over;

    /// What still is under way.
    ///
    /// @param quiet
    ///            what no person said has no receipt
    /// @param patient
    ///            something that was asked is tried again by itself
    record Situation(Connection connection, int unsent, boolean quiet, boolean asking, boolean patient,
            boolean moving) {}

    /// @param patienceMillis
    ///            how long a program may wait for receipts and answers; 0: nobody said it
    Ending(long patienceMillis) {
        receiptsMillis = patienceMillis == 0 ? RECEIPTS_MILLIS : patienceMillis;
    }

    void begin(Now now) {
        if (begun.isEmpty()) {
            begun = Optional.of(now);
        }
    }

    /// Ends at once.
    void stop(Exit exit, String sentence, Effects effects) {
        over = true;
        effects.add(new Effect.Stop(exit, sentence));
    }

    boolean isOver() {
        return over;
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return begun.isEmpty() || over
                ? Long.MAX_VALUE
                : looked.or(() -> begun).get().nanos() + LOOK_MILLIS * Now.NANOS_PER_MILLI;
    }

    void tick(Situation situation, Now now, Effects effects) {
        if (begun.isEmpty()) {
            return;
        }
        looked = Optional.of(now);
        boolean waits = situation.unsent > 0 || situation.asking;
        boolean wait = situation.quiet && situation.connection.attached() && !now.isAfter(begun.get(), QUIET_MILLIS)
                || waits && !now.isAfter(begun.get(), receiptsMillis)
                || situation.moving && !now.isAfter(begun.get(), FILES_MILLIS);
        if (!wait) {
            over = true;
            effects.add(stop(situation));
        }
    }

    private static Effect.Stop stop(Situation situation) {
        if (situation.unsent > 0) {
            var exit = situation.connection.everAttached() ? Exit.UNSENT : Exit.UNAVAILABLE;
            return new Effect.Stop(exit, situation.unsent + (situation.unsent == 1 ? " message was" : " messages were")
                    + " not sent: " + (situation.connection.attached()
                            ? "no receipt came in time"
                            : situation.connection.state()));
        }
        if (situation.patient) {
            return new Effect.Stop(Exit.UNSENT, "what was asked for still waits for the balancers, and is not done");
        }
        if (situation.moving) {
            return new Effect.Stop(Exit.UNSENT, "a file was still on its way");
        }
        return new Effect.Stop(Exit.OK, "");
    }
}
