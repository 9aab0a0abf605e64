// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import justchat.messageserver.model.VersionVector;

/// What was delivered, in a small file beside the segments. Only ever a lower
/// bound: it is not forced to disk, and a damaged one counts as empty.
final class DeliveredFile {
    static final String NAME = "delivered";
    private static final int MAX_BYTES = 1 << 15;

    private DeliveredFile() {}

    static VersionVector read(Disk disk) throws IOException {
        var in = ByteBuffer.wrap(disk.readSmall(NAME));
        try {
            int checksum = in.getInt();
            return checksum == checksum(in.slice()) ? Fields.readVector(in) : VersionVector.empty();
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return VersionVector.empty();
        }
    }

    static void write(Disk disk, VersionVector delivered) throws IOException {
        var out = ByteBuffer.allocate(MAX_BYTES).position(Integer.BYTES);
        Fields.write(delivered, out);
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
