// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// What it takes to come in. The password stays in this process.
///
/// @param create
///            make the account first (sign-up logs in as well)
/// @param token
///            of an invitation, for a sign-up
/// @param takeOver
///            where one session is allowed: end the one that there is
public record Login(String name, String password, boolean create, Optional<byte[]> token, boolean takeOver) {
    public Login {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(token, "token");
    }

    /// To an account that there is.
    public Login(String name, String password, boolean create) {
        this(name, password, create, Optional.empty(), false);
    }

    /// The same, whoever else is logged in.
    public Login takingOver() {
        return new Login(name, password, create, token, true);
    }

    /// Without the password and the token, which have no place in a log.
    @Override
    public String toString() {
        return "Login[name=" + name + ", create=" + create + "]";
    }
}
