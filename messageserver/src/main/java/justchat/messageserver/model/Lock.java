// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Objects;

/// What keeps a room closed: who knows its code can make the private half of this key, and the keys that open the room's
/// entries. Nothing here opens anything. Immutable.
///
/// @param number
///            1, 2, 3, ...: a new code is a new lock
/// @param salt
///            of the code, [#SALT_BYTES] bytes
/// @param admissionKey
///            Ed25519 (RFC 8032), raw, [#KEY_BYTES] bytes
/// @param memoryKiB
///            Argon2id's costs
public record Lock(int number, Bytes salt, Bytes admissionKey, int memoryKiB, int passes, int lanes) {
    public static final int SALT_BYTES = 16;
    public static final int KEY_BYTES = 32;
    public static final int MAX_MEMORY_KIB = 1 << 20;
    public static final int MAX_PASSES = 64;
    public static final int MAX_LANES = 16;
    /// Bytes it takes on disk, roughly.
    public static final int BYTES = 4 * Integer.BYTES + SALT_BYTES + KEY_BYTES;

    private static final byte[] LABEL = "jc-admission-v1".getBytes(StandardCharsets.UTF_8);
    /// What X.509 puts before the 32 bytes of an Ed25519 key (RFC 8410).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// @throws IllegalArgumentException
    ///             if something is out of bounds
    public Lock {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(admissionKey, "admissionKey");
        if (number < 1 || salt.size() != SALT_BYTES || admissionKey.size() != KEY_BYTES) {
            throw new IllegalArgumentException("lock " + number + ": salt of " + salt + ", key of " + admissionKey);
        }
        if (isOutside(memoryKiB, MAX_MEMORY_KIB) || isOutside(passes, MAX_PASSES) || isOutside(lanes, MAX_LANES)) {
            throw new IllegalArgumentException("lock " + number + ": costs of " + memoryKiB + " KiB, " + passes
                    + " passes, " + lanes + " lanes");
        }
    }

    private static boolean isOutside(int value, int most) {
        return value < 1 || value > most;
    }

    /// Whether this is the signature of one who knows the code, for this author to join this room. Takes half a
    /// millisecond: not for a room's strand.
    ///
    /// Signed is `"jc-admission-v1" 0 | u8 bytes of the room's name, the name | i32 number | salt | author`.
    public boolean admits(String room, String author, byte[] signature) {
        var encoded = ByteBuffer.allocate(X509_PREFIX.length + KEY_BYTES).put(X509_PREFIX).put(admissionKey.toArray())
                .array();
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(signed(room, author));
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private byte[] signed(String room, String author) {
        var name = room.getBytes(StandardCharsets.UTF_8);
        var who = author.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LABEL.length + 2 + name.length + Integer.BYTES + SALT_BYTES + who.length).put(LABEL)
                .put((byte) 0).put((byte) name.length).put(name).putInt(number).put(salt.toArray()).put(who).array();
    }
}
