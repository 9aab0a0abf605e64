// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What one process of the cluster proves itself with: its own P-256 key, the
/// chain from its certificate on, and the authority it trusts. Immutable.
public record Credentials(PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {

    public Credentials {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(authority, "authority");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: empty");
        }
    }

    /// Reads `authority.pem`, `certificate.pem` and `key.pem`.
    ///
    /// @throws IOException
    ///             if one is missing or is not what its name says
    public static Credentials load(Path directory) throws IOException {
        var found = new Credentials(Pem.readKey(directory.resolve("key.pem")),
                Pem.readCertificates(directory.resolve("certificate.pem")),
                Pem.readCertificate(directory.resolve("authority.pem")));
        if (!found.belongTogether()) {
            throw new IOException(directory.resolve("key.pem") + " is not the key of certificate.pem beside it");
        }
        return found;
    }

    /// They are two files, and may be replaced one after the other.
    private boolean belongTogether() {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            var signed = signature.sign();
            signature.initVerify(chain.getFirst());
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// What a listening end shows: the authority comes last, for callers that know it
    /// by its hash only.
    List<X509Certificate> presented() {
        if (chain.getLast().equals(authority)) {
            return chain;
        }
        var all = new ArrayList<>(chain);
        all.add(authority);
        return List.copyOf(all);
    }

    /// The name in the own certificate, like `ms-1`.
    public String name() {
        return Role.nameOf(chain.getFirst()).orElse("");
    }

    public Trust trust() {
        return new Trust(authority);
    }
}
