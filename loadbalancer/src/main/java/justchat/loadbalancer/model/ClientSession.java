// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;
import java.util.Optional;

/// One attached session of a user, as other clients need it to make a direct
/// link.
///
/// @param instance
///            the client instance, 16 bytes
/// @param direct
///            where it listens for direct links, if it does
public record ClientSession(UserName user, Bytes instance, Optional<DirectLink> direct) {
    /// Length of an instance.
    public static final int INSTANCE_BYTES = 16;

    public ClientSession {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(direct, "direct");
        if (instance.length() != INSTANCE_BYTES) {
            throw new IllegalArgumentException("client instance: " + instance);
        }
    }

    /// Where a client listens.
    ///
    /// @param certificateHash
    ///            SHA-256 of the certificate it presents there
    public record DirectLink(HostPort address, Bytes certificateHash) {
        public DirectLink {
            Objects.requireNonNull(address, "address");
            if (certificateHash.length() != SharedFile.HASH_BYTES) {
                throw new IllegalArgumentException("certificate hash: " + certificateHash);
            }
        }
    }
}
