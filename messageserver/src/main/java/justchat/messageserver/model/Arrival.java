// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;

import justchat.logs.clock.VectorClock;

/// A client's wish to open a session.
///
/// @param ticket
///            opaque, not yet believed
/// @param directPort
///            where it listens for direct links; 0: nowhere
/// @param seen
///            what it was shown of the room already
/// @param recent
///            for one that comes without `seen`: how many of the latest entries
///            to show
public record Arrival(byte[] ticket, Instance instance, int directPort, Optional<ContentHash> certificate, String room,
        Optional<VersionVector> seen, int recent, VectorClock clock) {
    public static final int MAX_TICKET_BYTES = 1024;
    /// The largest `recent`.
    public static final int MAX_RECENT = 1000;

    /// @throws IllegalArgumentException
    ///             if a number is out of range, or a port comes without
    ///             its certificate
    public Arrival {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(clock, "clock");
        if (ticket.length > MAX_TICKET_BYTES) {
            throw new IllegalArgumentException("ticket of " + ticket.length + " bytes");
        }
        if (directPort < 0 || directPort > 65_535 || directPort != 0 && certificate.isEmpty()) {
            throw new IllegalArgumentException("direct port " + directPort + ", certificate " + certificate);
        }
        if (recent < 0 || recent > MAX_RECENT) {
            throw new IllegalArgumentException("recent: " + recent);
        }
    }
}
