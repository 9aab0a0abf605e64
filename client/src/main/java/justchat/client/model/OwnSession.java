// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A session of the user's own.
///
/// @param server
///            the name of its message server
/// @param host
///            the address that the server observed
/// @param device
///            what it runs on, as it said itself
public record OwnSession(Instance instance, LoginId login, String server, String host, String device,
        long sinceMillis) {
    public OwnSession {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(login, "login");
    }
}
