// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The lanes of one port that were given out and not begun yet: each good once,
/// for ten seconds. Thread-safe.
///
/// @param <T>
///            whose they are
public final class LaneTickets<T> {
    static final int MAX_WAITING = 1_024;
    /// Of one owner.
    static final int MAX_EACH = 4;
    static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanos;
    /// By ticket, the oldest first; guarded by `this`.
    private final SequencedMap<ByteBuffer, Waiting<T>> waiting = new LinkedHashMap<>();

    private record Waiting<T>(Redeemed<T> lane, long sinceNanos) {}

    /// What a ticket was good for.
    public record Redeemed<T>(LaneKey key, T owner, LaneService service) {}

    public LaneTickets() {
        this(System::nanoTime);
    }

    LaneTickets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// @param service
    ///            who serves it
    /// @return empty if too many wait to be begun, of this owner or in all
    public synchronized Optional<LaneKey> issue(T owner, LaneService service) {
        var now = nanos.getAsLong();
        while (!waiting.isEmpty() && isLate(waiting.firstEntry().getValue(), now)) {
            waiting.pollFirstEntry();
        }
        if (waiting.size() >= MAX_WAITING || waiting.values().stream().filter(one -> one.lane.owner.equals(owner))
                .count() >= MAX_EACH) {
            return Optional.empty();
        }
        var key = LaneKey.random(random);
        waiting.put(ByteBuffer.wrap(key.ticket()), new Waiting<>(new Redeemed<>(key, owner, service), now));
        return Optional.of(key);
    }

    /// @return empty if it is none of ours, was used before, or comes too late
    public synchronized Optional<Redeemed<T>> redeem(byte[] ticket) {
        return Optional.ofNullable(waiting.remove(ByteBuffer.wrap(ticket))).filter(one -> !isLate(one, nanos
                .getAsLong())).map(Waiting::lane);
    }

    private static boolean isLate(Waiting<?> one, long now) {
        return now - one.sinceNanos > LIFE_NANOS;
    }
}
