// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// What it takes to come in. The password stays in this process.
///
/// @param create
///            make the account first (sign-up logs in as well)
public record Login(String name, String password, boolean create) {
    public Login {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
    }

    /// Without the password, which has no place in a log.
    @Override
    public String toString() {
        return "Login[name=" + name + ", create=" + create + "]";
    }
}
