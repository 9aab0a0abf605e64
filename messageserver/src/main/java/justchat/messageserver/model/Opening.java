// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;

import justchat.logs.clock.VectorClock;

/// A client's wish to read a room.
///
/// @param seen
///            what it was shown of the room already
/// @param recent
///            for one that comes without `seen`: how many of the latest entries
///            to show
public record Opening(String room, Optional<VersionVector> seen, int recent, VectorClock clock) {
    /// The largest `recent`.
    public static final int MAX_RECENT = 1000;

    /// @throws IllegalArgumentException
    ///             if `recent` is out of range
    public Opening {
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(clock, "clock");
        if (recent < 0 || recent > MAX_RECENT) {
            throw new IllegalArgumentException("recent: " + recent);
        }
    }
}
