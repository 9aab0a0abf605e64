// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.ByteBuffer;

/// One log-in of a user: 16 random bytes that all its tickets carry, so that it can be ended.
public record Login(long high, long low) {
    /// Bytes of a login on the wire.
    public static final int BYTES = 16;

    /// @throws IllegalArgumentException
    ///             if there are not exactly 16 bytes
    public static Login of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("login of " + bytes.length + " bytes");
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new Login(buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
