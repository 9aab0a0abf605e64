// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// The cluster's own certificate authority: two files in one directory, of
/// which `authority.key` never leaves the operator's machine. It signs nothing
/// but the cluster's processes and operators.
public final class Authority {
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = Objects.requireNonNull(certificate, "certificate");
        this.key = Objects.requireNonNull(key, "key");
    }

    /// Makes a new authority; writes `authority.pem` and `authority.key`.
    ///
    /// @throws IOException
    ///             if the directory holds one already, or cannot be written
    public static Authority create(Path directory, String deployment) throws IOException {
        if (Files.exists(directory.resolve("authority.key"))) {
            throw new IOException(directory + ": holds an authority already");
        }
        var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "JustChat").addRDN(BCStyle.CN, deployment)
                .build();
        var pair = Certificates.keyPair();
        var certificate = Certificates.authority(name, pair);
        Pem.write(directory.resolve("authority.key"), "PRIVATE KEY", pair.getPrivate().getEncoded());
        Pem.write(directory.resolve("authority.pem"), "CERTIFICATE", encoded(certificate));
        return new Authority(certificate, pair.getPrivate());
    }

    public static Authority open(Path directory) throws IOException {
        return new Authority(Pem.readCertificate(directory.resolve("authority.pem")),
                Pem.readKey(directory.resolve("authority.key")));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// A new key and certificate for the process `name`: writes `authority.pem`,
    /// `certificate.pem` and `key.pem` into `directory`, replacing older ones.
    public Credentials issue(String name, Role role, Path directory) throws IOException {
        return issue(name, role, directory, Certificates.LEAF_LIFE);
    }

    /// As [#issue], for so long from now.
    Credentials issue(String name, Role role, Path directory, Duration life) throws IOException {
        var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.OU, role.name()).addRDN(BCStyle.CN, name)
                .build();
        var pair = Certificates.keyPair();
        var issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var leaf = Certificates.leaf(issuer, new KeyPair(certificate.getPublicKey(), key), subject, pair.getPublic(),
                life);
        Pem.write(directory.resolve("key.pem"), "PRIVATE KEY", pair.getPrivate().getEncoded());
        Pem.write(directory.resolve("certificate.pem"), "CERTIFICATE", encoded(leaf));
        Pem.write(directory.resolve("authority.pem"), "CERTIFICATE", encoded(certificate));
        return Credentials.load(directory);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
