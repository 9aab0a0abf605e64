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
public record Arrival(byte[] ticket, Instance instance, int directPort, Optional<ContentHash> certificate,
        VectorClock clock) {
    public static final int MAX_TICKET_BYTES = 1024;

    /// @throws IllegalArgumentException
    ///             if a number is out of range, or a port comes without
    ///             its certificate
    public Arrival {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(clock, "clock");
        if (ticket.length > MAX_TICKET_BYTES) {
            throw new IllegalArgumentException("ticket of " + ticket.length + " bytes");
        }
        if (directPort < 0 || directPort > 65_535 || directPort != 0 && certificate.isEmpty()) {
            throw new IllegalArgumentException("direct port " + directPort + ", certificate " + certificate);
        }
    }
}
