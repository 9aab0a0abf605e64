// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;

/// The lock that a closed room is created with: what a client needs to make keys of the room's code. Balancers keep it and
/// tell it; it opens nothing.
///
/// @param salt
///            of the code, [#SALT_BYTES] bytes
/// @param admissionKey
///            Ed25519, [#KEY_BYTES] bytes: the public half of a key that the code gives
/// @param memoryKiB
///            Argon2id's costs, within [#MAX_MEMORY_KIB], [#MAX_PASSES] and [#MAX_LANES]
public record RoomLock(Bytes salt, Bytes admissionKey, int memoryKiB, int passes, int lanes) {
    public static final int SALT_BYTES = 16;
    public static final int KEY_BYTES = 32;
    public static final int MAX_MEMORY_KIB = 1 << 20;
    public static final int MAX_PASSES = 64;
    public static final int MAX_LANES = 16;

    /// @throws IllegalArgumentException
    ///             if something is out of bounds
    public RoomLock {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(admissionKey, "admissionKey");
        if (salt.length() != SALT_BYTES || admissionKey.length() != KEY_BYTES) {
            throw new IllegalArgumentException("lock: salt of " + salt + ", key of " + admissionKey);
        }
        if (isOutside(memoryKiB, MAX_MEMORY_KIB) || isOutside(passes, MAX_PASSES) || isOutside(lanes, MAX_LANES)) {
            throw new IllegalArgumentException("lock: costs of " + memoryKiB + " KiB, " + passes + " passes, " + lanes
                    + " lanes");
        }
    }

    private static boolean isOutside(int value, int most) {
        return value < 1 || value > most;
    }
}
