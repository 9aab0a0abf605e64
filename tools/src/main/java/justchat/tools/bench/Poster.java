// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import org.apache.thrift.TException;

import justchat.wire.MessageServer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Posts as fast as it is let: so many posts in flight and so many a second, and never further ahead of the readers than
/// the gate says. What is refused as BUSY is repeated when it says so. Owned by the event loop of its link.
final class Poster implements Link.Ear {
    private static final int LOOK_AGAIN_MILLIS = 1;
    private static final int PATIENCE_MILLIS = 200;

    private final IntFunction<byte[]> posts;
    private final Pace pace;
    private final BooleanSupplier gate;
    private final LongAdder acknowledged;
    private final LongAdder sent;
    private final LongAdder refused;
    private final Map<Integer, byte[]> inFlight = new HashMap<>();
    private int last;
    private long startedNanos;
    private boolean waits;
    private volatile boolean stopped;

    /// @param window
    ///            posts in flight
    /// @param perSecond
    ///            new posts; 0: as many as can be
    record Pace(int window, int perSecond) {
        /// Whether one more may be sent, by the clock.
        boolean allows(int sent, long nanosSinceStart) {
            return perSecond == 0 || sent < window + nanosSinceStart * perSecond / 1_000_000_000L;
        }
    }

    /// What posters of one run have in common.
    ///
    /// @param gate
    ///            whether readers are near enough for one more
    record Shared(BooleanSupplier gate, LongAdder sent, LongAdder acknowledged, LongAdder refused) {
        Shared {
            Objects.requireNonNull(gate, "gate");
            Objects.requireNonNull(sent, "sent");
            Objects.requireNonNull(acknowledged, "acknowledged");
            Objects.requireNonNull(refused, "refused");
        }
    }

    /// @param posts
    ///            the frame of a number, 1, 2, 3, ...
    Poster(IntFunction<byte[]> posts, Pace pace, Shared shared) {
        this.posts = Objects.requireNonNull(posts, "posts");
        this.pace = Objects.requireNonNull(pace, "pace");
        this.gate = shared.gate();
        this.sent = shared.sent();
        this.acknowledged = shared.acknowledged();
        this.refused = shared.refused();
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
            if (!pace.allows(last, System.nanoTime() - startedNanos) || !gate.getAsBoolean()) {
                lookAgain(link);
                return;
            }
            var frame = posts.apply(++last);
            inFlight.put(last, frame);
            sent.increment();
            link.send(frame);
        }
    }

    private void lookAgain(Link link) {
        if (!waits) {
            waits = true;
            link.later(LOOK_AGAIN_MILLIS, () -> {
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
        } else if (inFlight.remove(id) != null) {
            acknowledged.increment();
            fill(link);
        }
    }

    private void repeat(Link link, int id, Refused why) throws TException {
        refused.increment();
        if (why.getReason() != Reason.BUSY && why.getReason() != Reason.UNAVAILABLE) {
            throw why;
        }
        var frame = inFlight.get(id);
        link.later(why.isSetRetryAfterMillis() ? why.getRetryAfterMillis() : PATIENCE_MILLIS, () -> link.send(frame));
    }
}
