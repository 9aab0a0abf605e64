// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.ByteBuffer;

/// One run of a client: 16 random bytes, fresh for every outbox.
public record Instance(long high, long low) {
    /// Bytes of an instance on the wire and on disk.
    public static final int BYTES = 16;

    /// @throws IllegalArgumentException
    ///             if there are not exactly 16 bytes
    public static Instance of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("instance of " + bytes.length + " bytes");
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new Instance(buffer.getLong(), buffer.getLong());
    }

    /// Of the openings of epochs that this life of a server appends. No client draws
    /// 64 zero bits.
    public static Instance ofEpochs(Origin origin) {
        return new Instance(0, code(origin));
    }

    /// Of the folds that this life of a server appends.
    public static Instance ofFolds(Origin origin) {
        return new Instance(1, code(origin));
    }

    private static long code(Origin origin) {
        return (long) origin.server() << Integer.SIZE | origin.incarnation();
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /// The first 8 hexadecimal digits: enough to tell instances apart in a log.
    @Override
    public String toString() {
        return String.format("%08x", high >>> 32);
    }
}
