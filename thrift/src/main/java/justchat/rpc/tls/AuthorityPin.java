// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/// An authority of which a connecting end knows but the SHA-256 of its certificate,
/// until a process of the cluster shows it: every process presents its
/// authority's certificate behind its own. Thread-safe.
public final class AuthorityPin {
    private final byte[] hash;
    private volatile Optional<Trust> found = Optional.empty();

    /// @param hash
    ///            32 bytes, see [#of]
    public AuthorityPin(byte[] hash) {
        this.hash = hash.clone();
        if (hash.length != 32) {
            throw new IllegalArgumentException("pin of " + hash.length + " bytes");
        }
    }

    /// The pin of an authority.
    public static byte[] of(Trust trust) {
        return SelfSigned.hashOf(trust.authority());
    }

    /// The authority, once a connection has been made that it vouches for: from then
    /// on its certificate serves, and the pin is needed no more.
    public Optional<Trust> trust() {
        return found;
    }

    /// The certificate of a chain that has this hash.
    Optional<X509Certificate> in(X509Certificate[] chain) {
        return Arrays.stream(chain).filter(one -> MessageDigest.isEqual(SelfSigned.hashOf(one), hash)).findFirst();
    }

    void found(X509Certificate authority) {
        found = Optional.of(new Trust(authority));
    }
}
