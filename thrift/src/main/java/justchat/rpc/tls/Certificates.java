// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes X.509 certificates (RFC 5280) on ECDSA P-256, the one curve that the
/// JDK, BoringSSL and everybody's tools agree on; those of direct links on Ed25519. Signs with the JDK's own
/// provider; Bouncy Castle only lays out the bytes.
final class Certificates {
    private static final Duration LIFE = Duration.ofDays(3650);
    /// Of a process's certificate; it is renewed in good time.
    static final Duration LEAF_LIFE = Duration.ofDays(365);
    /// Clocks of machines differ.
    private static final Duration SKEW = Duration.ofHours(24);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static X509Certificate authority(X500Name name, KeyPair pair) {
        return build(name, pair, name, pair.getPublic(), true, LIFE);
    }

    static X509Certificate leaf(X500Name issuer, KeyPair issuerPair, X500Name subject, PublicKey key,
            Duration life) {
        return build(issuer, issuerPair, subject, key, false, life);
    }

    static X509Certificate selfSigned(String commonName, KeyPair pair) {
        var name = new X500Name("CN=" + commonName);
        return build(name, pair, name, pair.getPublic(), false, LIFE);
    }

    private static String algorithm(KeyPair pair) {
        return pair.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
    }

    private static X509Certificate build(X500Name issuer, KeyPair issuerPair, X500Name subject, PublicKey key,
            boolean authority, Duration life) {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(120, RANDOM), Date.from(now.minus(SKEW)),
                Date.from(now.plus(life)), subject, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (!authority) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
                        new KeyPurposeId[]{KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            }
            var signer = new JcaContentSignerBuilder(algorithm(issuerPair)).build(issuerPair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate for " + subject, e);
        }
    }
}
