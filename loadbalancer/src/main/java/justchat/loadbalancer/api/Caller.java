// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.Objects;

import justchat.rpc.Endpoint;
import justchat.rpc.tls.Role;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Who is at the other end of a connection, by the certificate that the authority gave it.
record Caller(Endpoint endpoint, Counters counters) {
    Caller {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(counters, "counters");
    }

    /// @throws Refused
    ///             NOT_PERMITTED for everybody else
    void mustBeOperator() throws Refused {
        mustHave(Role.OPERATOR, "only the operator may ask this");
    }

    /// @throws Refused
    ///             NOT_PERMITTED for everybody but message servers
    void mustBeServer() throws Refused {
        mustHave(Role.MESSAGESERVER, "only message servers may call this");
    }

    /// @throws Refused
    ///             NOT_PERMITTED for everybody but the message server of this name
    void mustBeServer(String name) throws Refused {
        mustBeServer();
        if (endpoint.remoteCertificate().flatMap(Role::nameOf).filter(name::equals).isEmpty()) {
            counters.count(Counter.NOT_PERMITTED);
            throw Refusals.of(Reason.NOT_PERMITTED, "your certificate is another server's");
        }
    }

    private void mustHave(Role role, String sentence) throws Refused {
        if (endpoint.remoteCertificate().flatMap(Role::of).filter(role::equals).isEmpty()) {
            counters.count(Counter.NOT_PERMITTED);
            throw Refusals.of(Reason.NOT_PERMITTED, sentence);
        }
    }
}
