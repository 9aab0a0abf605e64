// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// What a process of the cluster may do, as the authority wrote it into the
/// subject's OU of its certificate.
public enum Role {
    LOADBALANCER, MESSAGESERVER, OPERATOR;

    /// Empty for a certificate without a role of ours, like a client's own.
    ///
    /// Trustworthy only for a certificate whose chain was checked: what
    /// `remoteCertificate()` gives on a connection with cluster credentials.
    public static Optional<Role> of(X509Certificate certificate) {
        return part(certificate, "OU")
                .flatMap(unit -> Arrays.stream(values()).filter(role -> role.name().equals(unit)).findFirst());
    }

    /// The name of the process that the certificate was issued to, like `ms-1`.
    public static Optional<String> nameOf(X509Certificate certificate) {
        return part(certificate, "CN");
    }

    private static Optional<String> part(X509Certificate certificate, String type) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase(type)).map(rdn -> rdn.getValue().toString())
                    .findFirst();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }
}
