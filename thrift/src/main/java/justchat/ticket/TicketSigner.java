// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import justchat.secretfile.SecretFile;

/// A load balancer's Ed25519 key (RFC 8032), and what it signs with
/// it. Thread-safe.
public final class TicketSigner {
    private final KeyPair pair;

    private TicketSigner(KeyPair pair) {
        this.pair = Objects.requireNonNull(pair, "pair");
    }

    /// A new key, in memory; see [#save].
    public static TicketSigner generate() {
        try {
            return new TicketSigner(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads what [#save] wrote.
    public static TicketSigner load(Path file) throws IOException {
        var lines = Files.readString(file, StandardCharsets.US_ASCII).lines().toList();
        try {
            var hex = HexFormat.of();
            var factory = KeyFactory.getInstance("Ed25519");
            return new TicketSigner(
                    new KeyPair(factory.generatePublic(new X509EncodedKeySpec(hex.parseHex(lines.get(0)))),
                            factory.generatePrivate(new PKCS8EncodedKeySpec(hex.parseHex(lines.get(1))))));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + ": no ticket key", e);
        }
    }

    /// Writes the key, readable by the owner only, whole or not at all.
    public void save(Path file) throws IOException {
        var hex = HexFormat.of();
        var text = hex.formatHex(pair.getPublic().getEncoded()) + "\n" + hex.formatHex(pair.getPrivate().getEncoded())
                + "\n";
        SecretFile.write(file, text);
    }

    /// The raw public key, 32 bytes: the end of its X.509 form.
    public byte[] publicKey() {
        var encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /// The ticket's bytes, opaque to whoever carries them.
    public byte[] sign(Ticket ticket) {
        var body = TicketFormat.body(ticket);
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(TicketFormat.signed(body));
            return ByteBuffer.allocate(body.length + TicketFormat.SIGNATURE_BYTES).put(body).put(signature.sign())
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
