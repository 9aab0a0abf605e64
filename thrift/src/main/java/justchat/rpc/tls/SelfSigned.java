// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// What an end of a direct link proves itself with: an Ed25519 key and a
/// certificate around it, which nobody vouches for. The other end knows the key;
/// nothing else of the certificate counts. Immutable.
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final int KEY_BYTES = 32;
    /// What stands before the key in its X.509 form (RFC 8410).
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    public SelfSigned {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
    }

    /// With a fresh key.
    public static SelfSigned generate() {
        try {
            return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A fresh certificate around this Ed25519 key.
    public static SelfSigned of(KeyPair pair) {
        return new SelfSigned(pair.getPrivate(), Certificates.selfSigned("justchat-direct", pair));
    }

    /// The own Ed25519 public key, 32 bytes: what the other end expects.
    public byte[] publicKey() {
        return keyOf(certificate).orElseThrow();
    }

    /// The Ed25519 public key of a certificate, 32 bytes; empty if it has one of
    /// another kind.
    public static Optional<byte[]> keyOf(X509Certificate certificate) {
        var encoded = certificate.getPublicKey().getEncoded();
        return encoded.length == PREFIX.length + KEY_BYTES
                && Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
                        ? Optional.of(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length))
                        : Optional.empty();
    }

    /// SHA-256 of a certificate, 32 bytes.
    static byte[] hashOf(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate without encoding", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
