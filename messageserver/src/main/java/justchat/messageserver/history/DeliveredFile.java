// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

import justchat.messageserver.model.VersionVector;

/// What was delivered, and how far the segments were durable then, in a small
/// file beside them. Only ever a lower bound: it is not forced to disk, and a damaged
/// one counts as none.
///
/// @param segment
///            the last one then
/// @param end
///            all before it was durable there
record DeliveredFile(VersionVector delivered, long segment, int end) {
    static final String NAME = "delivered";
    private static final int MAX_BYTES = 1 << 15;

    static Optional<DeliveredFile> read(Disk disk) throws IOException {
        var in = ByteBuffer.wrap(disk.readSmall(NAME));
        try {
            int checksum = in.getInt();
            if (checksum != checksum(in.slice())) {
                return Optional.empty();
            }
            long segment = in.getLong();
            int end = in.getInt();
            return Optional.of(new DeliveredFile(Fields.readVector(in), segment, end));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    void write(Disk disk) throws IOException {
        var out = ByteBuffer.allocate(MAX_BYTES).position(Integer.BYTES);
        Fields.write(delivered, out.putLong(segment).putInt(end));
        out.flip();
        out.putInt(0, checksum(out.slice(Integer.BYTES, out.limit() - Integer.BYTES)));
        var bytes = new byte[out.limit()];
        out.get(bytes);
        disk.writeSmall(NAME, bytes);
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
