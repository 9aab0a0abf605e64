// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;

/// One session of a user, as other clients need it to make a direct link.
///
/// @param direct
///            the address the server observed, and the port the client announced
///            (0: it takes no direct links)
/// @param certificate
///            the hash of the certificate it presents there
public record Presence(String user, Instance instance, Address direct, Optional<ContentHash> certificate) {
    public Presence {
        Entry.requireAuthor(user);
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(direct, "direct");
        Objects.requireNonNull(certificate, "certificate");
    }
}
