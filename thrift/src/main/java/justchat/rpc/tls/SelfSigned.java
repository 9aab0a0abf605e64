// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Objects;

/// A client's own P-256 key and certificate for direct links, fresh for every
/// run. Nobody vouches for it: the other end knows its SHA-256 from the
/// directory. Immutable.
public record SelfSigned(PrivateKey key, X509Certificate certificate) {

    public SelfSigned {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
    }

    public static SelfSigned generate() {
        var pair = Certificates.keyPair();
        return new SelfSigned(pair.getPrivate(), Certificates.selfSigned("justchat-direct", pair));
    }

    /// SHA-256 of the own certificate, 32 bytes: what the directory is told.
    public byte[] hash() {
        return hashOf(certificate);
    }

    /// SHA-256 of a certificate, 32 bytes.
    public static byte[] hashOf(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate without encoding", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
