// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.List;
import java.util.Objects;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;

/// What the book keeps of a user. No password, and nothing that logs in: the
/// verifier is the SHA-256 of a key that only the password gives.
///
/// @param looks
///            what the name looks like, one or two texts; no two accounts have one in common. Whoever makes the account
///            works them out, once, so that balancers with different tables of characters have the same book
/// @param verifier
///            SHA-256 of the client's authentication key, 32 bytes
/// @param identityKey
///            two public keys, 64 bytes: Ed25519, then X25519
/// @param sealedIdentity
///            their private halves, sealed by the client
/// @param generation
///            of its tickets: 1, and one more with every change of the password or the identity
/// @param createdAtMillis
///            milliseconds since 1970, by the clock of the balancer that was asked
public record Account(UserName name, List<String> looks, Bytes verifier, Bytes identityKey, Bytes sealedIdentity,
        int generation, long createdAtMillis) {
    /// Length of the verifier.
    public static final int KEY_BYTES = 32;
    /// Length of the identity key.
    public static final int IDENTITY_KEY_BYTES = 64;
    /// Most bytes of a sealed identity.
    public static final int MAX_SEALED_BYTES = 256;
    /// Longest of the looks, in characters.
    public static final int MAX_LOOKS = 320;

    public Account {
        Objects.requireNonNull(name, "name");
        checkLooks(looks);
        // Most names look like themselves, and there may be a million.
        var key = name.key();
        looks = looks.stream().map(look -> look.equals(key) ? key : look).toList();
        checkVerifier(verifier);
        checkIdentityKey(identityKey);
        checkSealed(sealedIdentity);
        if (generation < 1) {
            throw new IllegalArgumentException("generation: " + generation);
        }
    }

    static void checkLooks(List<String> looks) {
        if (looks.isEmpty() || looks.size() > 2
                || looks.stream().anyMatch(look -> look.isEmpty() || look.length() > MAX_LOOKS)) {
            throw new IllegalArgumentException("looks of a name: " + looks.size());
        }
    }

    static void checkVerifier(Bytes verifier) {
        if (verifier.length() != KEY_BYTES) {
            throw new IllegalArgumentException("verifier: " + verifier);
        }
    }

    static void checkIdentityKey(Bytes identityKey) {
        if (identityKey.length() != IDENTITY_KEY_BYTES) {
            throw new IllegalArgumentException("identity key: " + identityKey);
        }
    }

    static void checkSealed(Bytes sealed) {
        if (sealed.length() == 0 || sealed.length() > MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("sealed identity: " + sealed);
        }
    }

    Account createdAt(long millis) {
        return new Account(name, looks, verifier, identityKey, sealedIdentity, generation, millis);
    }

    /// With other identity keys.
    Account identified(Bytes newIdentityKey, Bytes newSealedIdentity) {
        return new Account(name, looks, verifier, newIdentityKey, newSealedIdentity, generation + 1, createdAtMillis);
    }

    /// With another password.
    Account changed(Bytes newVerifier, Bytes newSealedIdentity) {
        return new Account(name, looks, newVerifier, identityKey, newSealedIdentity, generation + 1, createdAtMillis);
    }
}
