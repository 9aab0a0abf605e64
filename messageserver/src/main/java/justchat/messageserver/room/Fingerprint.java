// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import justchat.messageserver.history.PayloadFormat;
import justchat.messageserver.model.Payload;

/// Tells whether two messages with the same id say the same: 8 bytes of the
/// SHA-256 of author and payload. Pure; not thread-safe.
final class Fingerprint {
    private static final byte[] SEPARATOR = {0};

    private final MessageDigest digest;
    private final ByteBuffer bytes = ByteBuffer.allocate(PayloadFormat.MAX_BYTES);

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    long of(String author, Payload payload) {
        digest.update(author.getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
        bytes.clear();
        PayloadFormat.write(payload, bytes);
        digest.update(bytes.flip());
        var hash = digest.digest();
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << Byte.SIZE | hash[i] & 0xff;
        }
        return first;
    }
}
