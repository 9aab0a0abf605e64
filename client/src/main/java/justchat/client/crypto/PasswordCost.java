// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

/// What deriving keys from a password costs: the parameters of Argon2id (RFC
/// 9106), as a balancer names them. A balancer may be hostile, so values outside
/// the bounds are refused: too cheap would make the derived key easy to guess,
/// too dear would stop this machine.
///
/// @param memoryKiB
///            from 19 MiB to 256 MiB
/// @param passes
///            from 2 to 10
/// @param lanes
///            from 1 to 4
public record PasswordCost(int memoryKiB, int passes, int lanes) {
    public static final int MIN_MEMORY_KIB = 19 * 1024;
    public static final int MAX_MEMORY_KIB = 256 * 1024;
    public static final int MIN_PASSES = 2;
    public static final int MAX_PASSES = 10;
    public static final int MAX_LANES = 4;

    /// @throws IllegalArgumentException
    ///             if a value is out of bounds; the message names it
    public PasswordCost {
        check("Argon2id memory in KiB", memoryKiB, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        check("Argon2id passes", passes, MIN_PASSES, MAX_PASSES);
        check("Argon2id lanes", lanes, 1, MAX_LANES);
    }

    private static void check(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + ": " + value + " is not within " + min + " and " + max);
        }
    }
}
