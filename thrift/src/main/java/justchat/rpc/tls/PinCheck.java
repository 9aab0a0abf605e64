// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;

/// Trusts a chain that holds the pinned authority and is signed by it, for one
/// role. What the chain says of itself counts for nothing: it is checked against
/// that one certificate.
final class PinCheck extends ServerTrust {
    private final AuthorityPin pin;
    private final Function<X509Certificate, RoleCheck> checks;

    /// @param checks
    ///            what is asked of a chain, given the authority
    PinCheck(AuthorityPin pin, Function<X509Certificate, RoleCheck> checks) {
        this.pin = pin;
        this.checks = checks;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        var authority = pin.in(chain).orElseThrow(() -> new CertificateException(
                "no certificate of the chain has the pinned hash"));
        checks.apply(authority).checkServerTrusted(chain, type, engine);
        pin.found(authority);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
