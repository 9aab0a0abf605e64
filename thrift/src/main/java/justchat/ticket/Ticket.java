// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.nio.charset.StandardCharsets;

/// What a load balancer says of a user who proved to know the password: this is
/// `name`, until then. Immutable.
///
/// @param name
///            as the account has it, 1 to 255 bytes of UTF-8
/// @param signer
///            the balancer whose key signed it, like `lb-1`
public record Ticket(String name, String signer, long issuedAtMillis, long expiresAtMillis) {

    public Ticket {
        check("name", name);
        check("signer", signer);
    }

    private static void check(String what, String value) {
        var length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > 255) {
            throw new IllegalArgumentException(what + ": " + length + " bytes");
        }
    }
}
