// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.logs.clock.VectorClock;

/// One step of replication from one server to another. Loss, repetition and
/// reordering are harmless.
///
/// @param from
///            the sender
/// @param entries
///            what the receiver is thought to lack, ascending per origin
/// @param have
///            what is durable at the sender, all of it
/// @param promise
///            in rooms of total order
public record Exchange(Origin from, String room, List<Entry> entries, VersionVector have, Optional<Promise> promise,
        VectorClock clock) {
    /// Most entries in one exchange.
    public static final int MAX_ENTRIES = 512;
    /// Most bytes in one exchange, by [Entry#weight], if it has more than
    /// one entry.
    public static final int MAX_WEIGHT = 1 << 19;

    /// @throws IllegalArgumentException
    ///             if there are too many entries
    public Exchange {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(room, "room");
        entries = List.copyOf(entries);
        Objects.requireNonNull(have, "have");
        Objects.requireNonNull(promise, "promise");
        Objects.requireNonNull(clock, "clock");
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("exchange of " + entries.size() + " entries");
        }
    }
}
