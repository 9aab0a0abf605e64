// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts what the authority signed for one role: a message server cannot pose
/// as a load balancer.
final class RoleCheck extends ServerTrust {
    private final X509ExtendedTrustManager authority;
    private final Role expected;

    RoleCheck(X509ExtendedTrustManager authority, Role expected) {
        this.authority = authority;
        this.expected = expected;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        authority.checkServerTrusted(chain, type, engine);
        var role = Role.of(chain[0]);
        if (role.isEmpty() || role.get() != expected) {
            throw new CertificateException("a certificate for " + role.map(Role::name).orElse("no role") + ", not for "
                    + expected);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
