// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What a load balancer says of a user who proved to know the password: this is
/// `name`, until then. Immutable.
///
/// @param name
///            as the account has it, 1 to 255 bytes of UTF-8
/// @param generation
///            of the account, from 1; a new password makes it one more
/// @param login
///            the log-in that this ticket and those it was renewed from came of
/// @param signer
///            the balancer whose key signed it, like `lb-1`
public record Ticket(String name, int generation, LoginId login, String signer, long issuedAtMillis,
        long expiresAtMillis) {

    public Ticket {
        check("name", name);
        if (generation < 1) {
            throw new IllegalArgumentException("generation: " + generation);
        }
        Objects.requireNonNull(login, "login");
        check("signer", signer);
    }

    private static void check(String what, String value) {
        var length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > 255) {
            throw new IllegalArgumentException(what + ": " + length + " bytes");
        }
    }
}
