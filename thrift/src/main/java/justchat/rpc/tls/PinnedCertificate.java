// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;

/// For the connecting end of a direct link: trusts one certificate, known by
/// its SHA-256, whoever signed it and whatever it says.
final class PinnedCertificate extends ServerTrust {
    private final byte[] expectedHash;

    PinnedCertificate(byte[] expectedHash) {
        this.expectedHash = expectedHash;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (!MessageDigest.isEqual(SelfSigned.hashOf(chain[0]), expectedHash)) {
            throw new CertificateException("not the certificate that the directory gave");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
