// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// One load balancer.
///
/// @param ticketKey
///            the Ed25519 public key that its tickets are signed with, raw
public record Balancer(String name, Address address, Address heartbeats, byte[] ticketKey) {
    /// Bytes of a ticket key.
    public static final int KEY_BYTES = 32;

    /// @throws IllegalArgumentException
    ///             if the key has not 32 bytes
    public Balancer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(heartbeats, "heartbeats");
        if (ticketKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("ticket key of " + ticketKey.length + " bytes");
        }
        ticketKey = ticketKey.clone();
    }

    @Override
    public byte[] ticketKey() {
        return ticketKey.clone();
    }

    @Override
    public String toString() {
        return name + " at " + address;
    }
}
