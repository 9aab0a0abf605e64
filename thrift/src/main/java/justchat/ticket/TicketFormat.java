// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes of a ticket: version 2, name, signer (a length byte and UTF-8
/// each), generation (4 bytes), login (16), issued, expires (8 bytes each), then
/// the Ed25519 signature (64 bytes) over a prefix that no other use of the key
/// has, and all bytes before it.
final class TicketFormat {
    static final int SIGNATURE_BYTES = 64;
    private static final byte VERSION = 2;
    private static final int FIXED_BYTES = 4 + LoginId.BYTES + 2 * 8;
    private static final int MAX_BYTES = 1 + 2 * 256 + FIXED_BYTES + SIGNATURE_BYTES;
    private static final byte[] DOMAIN = "JustChat ticket 2\0".getBytes(StandardCharsets.US_ASCII);

    /// A ticket as it was read, before anybody believes it.
    record Claim(Ticket ticket, byte[] signed, byte[] signature) {}

    private TicketFormat() {}

    static byte[] body(Ticket ticket) {
        var name = ticket.name().getBytes(StandardCharsets.UTF_8);
        var signer = ticket.signer().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 1 + name.length + 1 + signer.length + FIXED_BYTES).put(VERSION)
                .put((byte) name.length).put(name).put((byte) signer.length).put(signer).putInt(ticket.generation())
                .put(ticket.login().bytes()).putLong(ticket.issuedAtMillis()).putLong(ticket.expiresAtMillis()).array();
    }

    /// What the signature is over.
    static byte[] signed(byte[] body) {
        return ByteBuffer.allocate(DOMAIN.length + body.length).put(DOMAIN).put(body).array();
    }

    /// @throws IllegalArgumentException
    ///             or [java.nio.BufferUnderflowException] if it is no ticket
    static Claim parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES || bytes.length < SIGNATURE_BYTES) {
            throw new IllegalArgumentException("ticket: " + bytes.length + " bytes");
        }
        var body = new byte[bytes.length - SIGNATURE_BYTES];
        var signature = new byte[SIGNATURE_BYTES];
        ByteBuffer.wrap(bytes).get(body).get(signature);
        var in = ByteBuffer.wrap(body);
        if (in.get() != VERSION) {
            throw new IllegalArgumentException("ticket: unknown version");
        }
        var name = text(in);
        var signer = text(in);
        var ticket = new Ticket(name, in.getInt(), login(in), signer, in.getLong(), in.getLong());
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("ticket: " + in.remaining() + " bytes too many");
        }
        return new Claim(ticket, signed(body), signature);
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[in.get() & 0xff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static LoginId login(ByteBuffer in) {
        return new LoginId(in.getLong(), in.getLong());
    }
}
