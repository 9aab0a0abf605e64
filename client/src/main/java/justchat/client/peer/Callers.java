// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Optional;

import justchat.client.codec.Directory;
import justchat.client.codec.RefusalCodec;
import justchat.client.crypto.Identity;
import justchat.client.model.Refusal;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.tls.SelfSigned;
import justchat.wire.Refused;

/// Finds out whether a caller is who it says: TLS has proved that it holds the key
/// of its certificate, and that must be the signing key of this user's pinned
/// identity. Thread-safe; waits.
final class Callers {
    private final Whereabouts whereabouts;
    private final Strangers strangers;

    Callers(Whereabouts whereabouts, Strangers strangers) {
        this.whereabouts = whereabouts;
        this.strangers = strangers;
    }

    /// @return the user, with the key
    /// @throws Refused
    ///             NOT_PERMITTED if it is somebody else; UNAVAILABLE if that cannot be
    ///             found out
    Directory.Location verify(String user, Optional<X509Certificate> certificate, VectorClock clock) throws Refused {
        var proved = certificate.flatMap(SelfSigned::keyOf).orElseThrow(
                () -> RefusalCodec.toWire(Refusal.NOT_PERMITTED, "a caller without an identity key is nobody"));
        var location = locate(user, false, clock);
        if (!location.user().equals(user)) {
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "the directory knows that user by another name");
        }
        if (!isKeyOf(location, proved) && !isKeyOf(locateAnew(user, clock), proved)) {
            strangers.called(user);
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "your certificate does not have the identity key of "
                    + user);
        }
        return location;
    }

    /// The user's key may have changed since the directory was asked last.
    private Directory.Location locateAnew(String user, VectorClock clock) throws Refused {
        Whereabouts.pause();
        return locate(user, true, clock);
    }

    private static boolean isKeyOf(Directory.Location user, byte[] proved) {
        return MessageDigest.isEqual(Identity.signingKey(user.identityKey()), proved);
    }

    /// While no balancer answers, the pinned key serves.
    private Directory.Location locate(String user, boolean again, VectorClock clock) throws Refused {
        try {
            return whereabouts.of(user, again, clock);
        } catch (NobodyAnswers e) {
            return whereabouts.pinned(user).orElseThrow(() -> RefusalCodec.toWire(Refusal.UNAVAILABLE,
                    "cannot find out who is calling: " + e.getMessage()));
        } catch (KeyChanged _) {
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "your identity key differs from the one known here");
        }
    }
}
