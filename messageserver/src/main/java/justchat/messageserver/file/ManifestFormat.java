// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.zip.CRC32C;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Payload;

/// The bytes of a manifest on disk: "JCM1", length of the name (2 bytes), name
/// (UTF-8), size (8), hash (32), the chunks' hashes (32 each), and the CRC-32C
/// of all that (4). Pure.
final class ManifestFormat {
    private static final int MAGIC = 0x4A434D31;

    private ManifestFormat() {}

    static byte[] encode(Manifest manifest) {
        var name = manifest.file().name().getBytes(StandardCharsets.UTF_8);
        int length = 4 + 2 + name.length + 8 + ContentHash.BYTES * (1 + manifest.chunks().size()) + 4;
        var buffer = ByteBuffer.allocate(length).putInt(MAGIC).putShort((short) name.length).put(name);
        buffer.putLong(manifest.file().size()).put(manifest.hash().bytes());
        manifest.chunks().forEach(chunk -> buffer.put(chunk.bytes()));
        return buffer.putInt(checksum(buffer.array(), length - 4)).array();
    }

    /// @throws IOException
    ///             if these bytes are no whole manifest
    static Manifest decode(byte[] bytes) throws IOException {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            if (buffer.getInt(bytes.length - 4) != checksum(bytes, bytes.length - 4) || buffer.getInt() != MAGIC) {
                throw new IOException("not a manifest, or damaged");
            }
            var name = new byte[Short.toUnsignedInt(buffer.getShort())];
            buffer.get(name);
            long size = buffer.getLong();
            var hash = hash(buffer);
            var chunks = new ArrayList<ContentHash>();
            while (buffer.remaining() > 4) {
                chunks.add(hash(buffer));
            }
            return new Manifest(new Payload.FileNotice(new String(name, StandardCharsets.UTF_8), size, hash), chunks);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("not a manifest: " + e.getMessage(), e);
        }
    }

    private static ContentHash hash(ByteBuffer buffer) {
        var hash = new byte[ContentHash.BYTES];
        buffer.get(hash);
        return ContentHash.of(hash);
    }

    private static int checksum(byte[] bytes, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
