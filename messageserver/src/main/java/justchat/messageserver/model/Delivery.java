// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import justchat.logs.clock.VectorClock;

/// Entries of a room in the room's order, for readers. One object goes to all
/// of a server's readers, so that it is encoded once; compare by identity.
///
/// @param erased
///            those of the messages that were erased meanwhile, and by whom: what
///            they said is not here any more
public record Delivery(String room, List<Entry> entries, Map<Position, String> erased, VectorClock clock) {
    /// Most entries in one delivery.
    public static final int MAX_ENTRIES = 256;
    /// Most bytes in one delivery, by [Entry#weight], if it has more than
    /// one entry.
    public static final int MAX_WEIGHT = 1 << 18;

    public Delivery {
        Objects.requireNonNull(room, "room");
        entries = List.copyOf(entries);
        erased = Map.copyOf(erased);
        Objects.requireNonNull(clock, "clock");
    }
}
