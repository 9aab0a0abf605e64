// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.Optional;

import justchat.client.codec.Directory;
import justchat.client.crypto.Identity;

/// Who we are, once a balancer has let us in. Immutable; the ticket is in no
/// text.
///
/// @param name
///            as the account has it
/// @param expiresAtMillis
///            when the ticket does, by the balancer's clock
/// @param assignment
///            where the balancer would have us go, if any server lived
/// @param balancer
///            which one that was
public record Account(String name, byte[] ticket, long expiresAtMillis, Identity identity,
        Optional<Directory.Assignment> assignment, String balancer) {

    /// The same with a younger ticket.
    Account with(Directory.Renewal renewal) {
        return new Account(name, renewal.ticket(), renewal.expiresAtMillis(), identity, assignment, balancer);
    }

    /// The same with other identity keys.
    Account with(Identity other) {
        return new Account(name, ticket, expiresAtMillis, other, assignment, balancer);
    }

    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
