// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.random.RandomGenerator;

import justchat.loadbalancer.model.Bytes;

/// 16 random bytes chosen by whoever wants something of the book; the same over
/// all retries, so that it happens once.
public record CommandId(Bytes value) {
    public static final int BYTES = 16;

    public CommandId {
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("command id: " + value);
        }
    }

    /// One that nobody has used.
    ///
    /// @param random
    ///            that cannot be guessed
    public static CommandId next(RandomGenerator random) {
        var id = new byte[BYTES];
        random.nextBytes(id);
        return copyOf(id);
    }

    public static CommandId copyOf(byte[] value) {
        return new CommandId(Bytes.copyOf(value));
    }
}
