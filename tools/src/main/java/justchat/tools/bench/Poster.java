// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.thrift.TException;

import justchat.wire.MessageServer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Posts as fast as it is let: so many posts in flight and so many a second, and never further ahead of the readers than
/// the gate says. What is refused as BUSY is repeated when it says so. Owned by the event loop of its link.
final class Poster implements Link.Ear {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PATIENCE_MILLIS = 200;

    private final Posts posts;
    private final Pace pace;
    private final BooleanSupplier gate;
    private final Ledger ledger;
    private final Map<Integer, InFlight> inFlight = new HashMap<>();
    private int last;
    private long startedNanos;
    private boolean waits;
    private volatile boolean stopped;

    /// What is posted.
    @FunctionalInterface
    interface Posts {
        /// The frame of a post.
        ///
        /// @param number
        ///            1, 2, 3, ...
        /// @param dueNanos
        ///            when it should be posted, by [System#nanoTime]
        byte[] frame(int number, long dueNanos);
    }

    /// @param window
    ///            posts in flight
    /// @param perSecond
    ///            new posts, evenly; 0: as many as can be
    record Pace(int window, int perSecond) {
        /// When the post of this number is due, after the first; 0: at once.
        long dueNanos(int number) {
            return perSecond == 0 ? 0 : (number - 1L) * TimeUnit.SECONDS.toNanos(1) / perSecond;
        }
    }

    private record InFlight(byte[] frame, long dueNanos) {}

    /// @param gate
    ///            whether readers are near enough for one more
    Poster(Posts posts, Pace pace, BooleanSupplier gate, Ledger ledger) {
        this.posts = Objects.requireNonNull(posts, "posts");
        this.pace = Objects.requireNonNull(pace, "pace");
        this.gate = Objects.requireNonNull(gate, "gate");
        this.ledger = Objects.requireNonNull(ledger, "ledger");
    }

    void start(Link link) {
        link.execute(() -> {
            startedNanos = System.nanoTime();
            fill(link);
        });
    }

    /// No new posts; those in flight come to their end.
    void stop() {
        stopped = true;
    }

    private void fill(Link link) {
        while (!stopped && inFlight.size() < pace.window()) {
            long now = System.nanoTime();
            long due = pace.perSecond() == 0 ? now : startedNanos + pace.dueNanos(last + 1);
            if (due > now || !gate.getAsBoolean()) {
                lookAgain(link, Math.max(due - now, due > now ? 0 : LOOK_AGAIN_NANOS));
                return;
            }
            var frame = posts.frame(++last, due);
            inFlight.put(last, new InFlight(frame, due));
            ledger.sent();
            link.send(frame);
        }
    }

    private void lookAgain(Link link, long nanos) {
        if (!waits) {
            waits = true;
            link.later(nanos, () -> {
                waits = false;
                fill(link);
            });
        }
    }

    @Override
    public void answer(Link link, int id, byte[] message) throws TException {
        var result = Frames.answer(message, new MessageServer.post_result());
        if (result.isSetRefused()) {
            repeat(link, id, result.getRefused());
            return;
        }
        var posted = inFlight.remove(id);
        if (posted != null) {
            ledger.acknowledged(result.getSuccess(), System.nanoTime() - posted.dueNanos());
            fill(link);
        }
    }

    private void repeat(Link link, int id, Refused why) throws TException {
        ledger.refused();
        if (why.getReason() != Reason.BUSY && why.getReason() != Reason.UNAVAILABLE) {
            throw why;
        }
        var posted = inFlight.get(id);
        int millis = why.isSetRetryAfterMillis() ? why.getRetryAfterMillis() : PATIENCE_MILLIS;
        link.later(TimeUnit.MILLISECONDS.toNanos(millis), () -> link.send(posted.frame()));
    }
}
