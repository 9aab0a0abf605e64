// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;

/// For the connecting end of a direct link: trusts whoever holds one Ed25519 key,
/// whatever the certificate says besides. TLS itself proves that the key is there.
final class PinnedKey extends ServerTrust {
    private final byte[] expected;

    PinnedKey(byte[] expected) {
        this.expected = expected;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (SelfSigned.keyOf(chain[0]).filter(key -> MessageDigest.isEqual(key, expected)).isEmpty()) {
            throw new WrongKey();
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
