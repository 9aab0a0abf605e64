// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.util.Map;
import java.util.Optional;

import justchat.logs.clock.VectorClock;

/// Trace clocks. A wrong one spoils the trace only, so it counts as none.
public final class ClockCodec {
    private static final int MAX_PROCESSES = 4096;

    private ClockCodec() {}

    public static Map<String, Long> toWire(VectorClock clock) {
        return clock.entries();
    }

    /// @param wire
    ///            null, as Thrift has it, if the other side sent none
    public static VectorClock fromWire(Map<String, Long> wire) {
        try {
            return Optional.ofNullable(wire).filter(clock -> clock.size() <= MAX_PROCESSES).map(VectorClock::of)
                    .orElse(VectorClock.empty());
        } catch (IllegalArgumentException | NullPointerException _) {
            return VectorClock.empty();
        }
    }
}
