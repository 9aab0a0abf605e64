// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One attached session of a user: as other clients need it to make a direct
/// link, and as its owner lists it.
///
/// @param instance
///            the client instance, 16 bytes
/// @param direct
///            where it listens for direct links, if it does
/// @param interfaces
///            where else it says that it listens, at most [#MAX_INTERFACES]
/// @param login
///            the log-in that its ticket came of, 16 bytes
/// @param host
///            the address that its server observed
/// @param device
///            what it says it runs on; may be empty
/// @param sinceMillis
///            when it was attached, since 1970
public record ClientSession(UserName user, Bytes instance, Optional<HostPort> direct, List<HostPort> interfaces,
        Bytes login, String host, String device, long sinceMillis) {
    /// Length of an instance.
    public static final int INSTANCE_BYTES = 16;
    /// Length of a login.
    public static final int LOGIN_BYTES = 16;
    /// Addresses that a client may name.
    public static final int MAX_INTERFACES = 8;
    /// Longest host and device, in characters.
    public static final int MAX_TEXT = 64;

    public ClientSession {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(direct, "direct");
        interfaces = List.copyOf(interfaces);
        if (interfaces.size() > MAX_INTERFACES || interfaces.stream().anyMatch(one -> one.host().length() > MAX_TEXT)) {
            throw new IllegalArgumentException(interfaces.size() + " addresses");
        }
        if (instance.length() != INSTANCE_BYTES) {
            throw new IllegalArgumentException("client instance: " + instance);
        }
        if (login.length() != LOGIN_BYTES) {
            throw new IllegalArgumentException("login: " + login);
        }
        if (host.length() > MAX_TEXT || device.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "host of " + host.length() + " characters, device of " + device.length());
        }
    }
}
