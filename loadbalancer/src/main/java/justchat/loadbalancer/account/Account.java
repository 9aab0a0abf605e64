// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;

/// What the book keeps of a user. No password, and nothing that logs in: the
/// verifier is the SHA-256 of a key that only the password gives.
///
/// @param verifier
///            SHA-256 of the client's authentication key, 32 bytes
/// @param identityKey
///            X25519 public key, 32 bytes
/// @param sealedIdentity
///            its private half, sealed by the client
public record Account(UserName name, Bytes verifier, Bytes identityKey, Bytes sealedIdentity) {
    /// Length of the verifier and of the identity key.
    public static final int KEY_BYTES = 32;
    /// Most bytes of a sealed identity.
    public static final int MAX_SEALED_BYTES = 256;

    public Account {
        Objects.requireNonNull(name, "name");
        if (verifier.length() != KEY_BYTES) {
            throw new IllegalArgumentException("verifier: " + verifier);
        }
        if (identityKey.length() != KEY_BYTES) {
            throw new IllegalArgumentException("identity key: " + identityKey);
        }
        if (sealedIdentity.length() == 0 || sealedIdentity.length() > MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("sealed identity: " + sealedIdentity);
        }
    }
}
