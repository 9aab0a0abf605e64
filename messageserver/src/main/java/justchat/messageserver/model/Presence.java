// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;

/// One session of a user: as other clients need it to make a direct link, and as its owner lists it.
///
/// @param direct
///            the address the server observed, and the port the client announced
///            (0: it takes no direct links)
/// @param interfaces
///            where else the client says that it listens
/// @param login
///            what its ticket came of
/// @param device
///            what the client says it runs on; empty if it does not say
/// @param sinceMillis
///            when it was attached, since 1970
public record Presence(String user, Instance instance, Address direct, List<Address> interfaces, Login login,
        String device, long sinceMillis) {
    public Presence {
        Entry.requireAuthor(user);
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(direct, "direct");
        interfaces = List.copyOf(interfaces);
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(device, "device");
    }
}
