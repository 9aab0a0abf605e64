// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.HexFormat;
import java.util.Objects;

/// What keeps a room closed, as everybody may know it: from the code and this its
/// keys are made.
///
/// @param number
///            1, 2, 3, ...: a new code is a new lock
/// @param salt
///            16 bytes in hex digits
/// @param admissionKey
///            32 bytes in hex digits: by it a wrong code is known
/// @param memoryKiB
///            Argon2id's costs, not checked
public record RoomLock(int number, String salt, String admissionKey, int memoryKiB, int passes, int lanes) {
    public static final int SALT_BYTES = 16;
    public static final int KEY_BYTES = 32;

    /// @throws IllegalArgumentException
    ///             if a part is of a wrong length
    public RoomLock {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(admissionKey, "admissionKey");
        if (number < 1 || salt.length() != 2 * SALT_BYTES || admissionKey.length() != 2 * KEY_BYTES) {
            throw new IllegalArgumentException("lock " + number);
        }
    }

    public static RoomLock of(int number, byte[] salt, byte[] admissionKey, int memoryKiB, int passes, int lanes) {
        return new RoomLock(number, HexFormat.of().formatHex(salt), HexFormat.of().formatHex(admissionKey), memoryKiB,
                passes, lanes);
    }

    public byte[] saltBytes() {
        return HexFormat.of().parseHex(salt);
    }

    public byte[] admissionKeyBytes() {
        return HexFormat.of().parseHex(admissionKey);
    }
}
