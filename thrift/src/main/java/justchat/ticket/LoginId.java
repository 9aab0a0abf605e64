// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// One log-in: 16 random bytes that all its tickets carry, so that it can be ended. Immutable.
public record LoginId(long high, long low) {
    public static final int BYTES = 16;

    /// A new one.
    public static LoginId random(SecureRandom random) {
        return new LoginId(random.nextLong(), random.nextLong());
    }

    /// @throws IllegalArgumentException
    ///             if these are not 16 bytes
    public static LoginId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("login: " + bytes.length + " bytes");
        }
        var in = ByteBuffer.wrap(bytes);
        return new LoginId(in.getLong(), in.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
