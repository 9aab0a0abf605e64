// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Objects;

/// All that a client needs to know of a cluster: the authority that its
/// processes' certificates are signed by. Immutable.
public record Trust(X509Certificate authority) {

    public Trust {
        Objects.requireNonNull(authority, "authority");
    }

    /// Reads an `authority.pem`.
    public static Trust load(Path pem) throws IOException {
        return new Trust(Pem.readCertificate(pem));
    }

    /// Writes it, or replaces what is there, for [#load].
    public void save(Path pem) throws IOException {
        try {
            Pem.write(pem, "CERTIFICATE", authority.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
