// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;

/// One load balancer.
///
/// @param ticketKey
///            the Ed25519 public key that its tickets are signed with
public record BalancerMember(ProcessName name, HostPort address, HostPort heartbeats, Bytes ticketKey) {
    /// A raw Ed25519 public key.
    public static final int TICKET_KEY_BYTES = 32;

    public BalancerMember {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(heartbeats, "heartbeats");
        if (ticketKey.length() != TICKET_KEY_BYTES) {
            throw new IllegalArgumentException("ticket key: " + ticketKey);
        }
    }
}
