// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

import justchat.client.codec.Directory;
import justchat.client.codec.RefusalCodec;
import justchat.client.model.Refusal;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.tls.SelfSigned;
import justchat.wire.Refused;

/// Finds out whether a caller is who it says: its TLS certificate must be that of
/// a session of this user in the directory. Thread-safe; waits.
final class Callers {
    /// A session that attached a moment ago may not be known at every balancer yet.
    private static final int ATTEMPTS = 4;

    private final Whereabouts whereabouts;
    private final Consumer<String> warn;

    Callers(Whereabouts whereabouts, Consumer<String> warn) {
        this.whereabouts = whereabouts;
        this.warn = warn;
    }

    /// A caller that is who it says.
    record Caller(Directory.Location user, Directory.PeerSession session) {}

    /// @throws Refused
    ///             NOT_PERMITTED if it is not; UNAVAILABLE if that cannot be found out
    Caller verify(String user, Optional<X509Certificate> certificate, VectorClock clock) throws Refused {
        var hash = SelfSigned.hashOf(certificate.orElseThrow(
                () -> RefusalCodec.toWire(Refusal.NOT_PERMITTED, "a caller without a certificate is nobody")));
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                Whereabouts.pause();
            }
            var location = locate(user, attempt > 0, clock);
            var session = location.sessions().stream()
                    .filter(one -> MessageDigest.isEqual(one.certificateHash(), hash)).findFirst();
            if (session.isPresent() && location.user().equals(user)) {
                return new Caller(location, session.get());
            }
        }
        throw RefusalCodec.toWire(Refusal.NOT_PERMITTED,
                "the directory has no session of that user with this certificate");
    }

    private Directory.Location locate(String user, boolean again, VectorClock clock) throws Refused {
        try {
            return whereabouts.of(user, again, clock);
        } catch (NobodyAnswers e) {
            throw RefusalCodec.toWire(Refusal.UNAVAILABLE, "cannot find out who is calling: " + e.getMessage());
        } catch (KeyChanged e) {
            warn.accept(e.getMessage());
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "your identity key differs from the one known here");
        }
    }
}
