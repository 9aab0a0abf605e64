// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/// Judges tickets without asking anybody. Stateless.
public final class TicketVerifier {
    /// What X.509 puts before the 32 bytes of an Ed25519 key (RFC 8410).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private TicketVerifier() {}

    /// @param keyOfSigner
    ///            the raw public key (32 bytes) of a balancer by its name
    public static Verdict verify(byte[] ticket, Function<String, Optional<byte[]>> keyOfSigner, long nowMillis) {
        TicketFormat.Claim claim;
        try {
            claim = TicketFormat.parse(ticket);
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return new Verdict.Forged();
        }
        var key = keyOfSigner.apply(claim.ticket().signer());
        if (key.isEmpty() || !signedBy(key.get(), claim)) {
            return new Verdict.Forged();
        }
        return nowMillis < claim.ticket().expiresAtMillis()
                ? new Verdict.Valid(claim.ticket())
                : new Verdict.Expired();
    }

    private static boolean signedBy(byte[] key, TicketFormat.Claim claim) {
        var encoded = ByteBuffer.allocate(X509_PREFIX.length + key.length).put(X509_PREFIX).put(key).array();
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            signature.update(claim.signed());
            return signature.verify(claim.signature());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
