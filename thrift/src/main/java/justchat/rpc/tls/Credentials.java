// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
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
        return new Credentials(Pem.readKey(directory.resolve("key.pem")),
                Pem.readCertificates(directory.resolve("certificate.pem")),
                Pem.readCertificate(directory.resolve("authority.pem")));
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
