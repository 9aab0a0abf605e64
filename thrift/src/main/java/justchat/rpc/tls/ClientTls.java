// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// How a connecting end proves itself, and what it demands of the other. TLS
/// 1.3 only.
public sealed interface ClientTls {

    static ClientTls none() {
        return new None();
    }

    /// As a client: nothing to show, the authority to check against.
    static ClientTls cluster(Trust trust, Role expected) {
        return new Cluster(trust, Optional.empty(), expected);
    }

    /// As a process of the cluster.
    static ClientTls cluster(Credentials own, Role expected) {
        return new Cluster(own.trust(), Optional.of(() -> own), expected);
    }

    /// As a process of the cluster, with what it has at the time of each handshake; the authority stays.
    static ClientTls cluster(LiveCredentials own, Role expected) {
        return new Cluster(own.get().trust(), Optional.of(own), expected);
    }

    /// As a client that was invited: it learns the authority, which it knows by its
    /// hash only.
    static ClientTls pinned(AuthorityPin pin, Role expected) {
        return new Pinned(pin, expected);
    }

    /// To another client.
    ///
    /// @param expectedKey
    ///            its Ed25519 public key, 32 bytes
    static ClientTls direct(SelfSigned own, byte[] expectedKey) {
        return new Direct(own, expectedKey);
    }

    /// Bytes in clear: for tests on one machine.
    record None() implements ClientTls {}

    /// To a process of the cluster. The authority is pinned and signs nothing but
    /// the cluster's processes, so host names say nothing and are not checked; the
    /// role is, so a message server cannot pose as a balancer.
    record Cluster(Trust trust, Optional<Supplier<Credentials>> own, Role expected) implements ClientTls {
        public Cluster {
            Objects.requireNonNull(trust, "trust");
            Objects.requireNonNull(own, "own");
            Objects.requireNonNull(expected, "expected");
        }
    }

    /// To a process of a cluster whose authority has this hash.
    record Pinned(AuthorityPin pin, Role expected) implements ClientTls {
        public Pinned {
            Objects.requireNonNull(pin, "pin");
            Objects.requireNonNull(expected, "expected");
        }
    }

    /// To another client: it must prove this Ed25519 key, or it is a [WrongKey].
    record Direct(SelfSigned own, byte[] expectedKey) implements ClientTls {
        public Direct {
            Objects.requireNonNull(own, "own");
            expectedKey = expectedKey.clone();
            if (expectedKey.length != 32) {
                throw new IllegalArgumentException("key: " + expectedKey.length + " bytes");
            }
        }

        @Override
        public byte[] expectedKey() {
            return expectedKey.clone();
        }
    }
}
