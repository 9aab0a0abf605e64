// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.util.Objects;
import java.util.function.Supplier;

/// How a listening end proves itself, and what it asks of those who connect.
/// TLS 1.3 only.
public sealed interface ServerTls {

    static ServerTls none() {
        return new None();
    }

    static ServerTls cluster(Credentials own) {
        return new Cluster(() -> own);
    }

    /// As it is at the time of each handshake; the authority stays.
    static ServerTls cluster(LiveCredentials own) {
        return new Cluster(own);
    }

    /// A client's port for direct links, as it is at the time of each handshake.
    static ServerTls direct(Supplier<SelfSigned> own) {
        return new Direct(own);
    }

    /// Bytes in clear: for tests on one machine.
    record None() implements ServerTls {}

    /// A port of the cluster. A caller may come without a certificate (a client); a
    /// certificate of another authority ends the handshake. What the caller's role
    /// allows is the services' decision: [Role#of].
    record Cluster(Supplier<Credentials> own) implements ServerTls {
        public Cluster {
            Objects.requireNonNull(own, "own");
        }
    }

    /// A client's port for direct links. The caller must show a certificate and
    /// prove to hold its key, whoever signed it; whose it is, the service decides by
    /// its key: [SelfSigned#keyOf].
    record Direct(Supplier<SelfSigned> own) implements ServerTls {
        public Direct {
            Objects.requireNonNull(own, "own");
        }
    }
}
