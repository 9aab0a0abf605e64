// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.CRC32C;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Parcel;
import justchat.messageserver.model.Payload;

/// The bytes of a manifest on disk: "JCM1", length of the name (2 bytes), name
/// (UTF-8), size (8), hash (32), the chunks' hashes (32 each), and the CRC-32C
/// of all that (4). Of a parcel "JCM2", and after its hash sender and recipient
/// (2 bytes and UTF-8 each) and since when it is kept (8). Of a file of a closed
/// room "JCM3", and after its hash the room (2 bytes and UTF-8). Pure.
final class ManifestFormat {
    private static final int MAGIC = 0x4A434D31;
    private static final int PARCEL_MAGIC = 0x4A434D32;
    private static final int ROOM_MAGIC = 0x4A434D33;

    private ManifestFormat() {}

    static byte[] encode(Manifest manifest) {
        var name = bytes(manifest.file().name());
        var sender = bytes(manifest.parcel().map(Parcel::sender).orElse(""));
        var recipient = bytes(manifest.parcel().map(Parcel::recipient).orElse(""));
        var room = bytes(manifest.room().orElse(""));
        int length = 4 + 2 + name.length + 8 + ContentHash.BYTES * (1 + manifest.chunks().size()) + 4
                + (manifest.isParcel() ? 2 + sender.length + 2 + recipient.length + 8 : 0)
                + (manifest.room().isPresent() ? 2 + room.length : 0);
        var buffer = ByteBuffer.allocate(length).putInt(magic(manifest));
        put(buffer, name);
        buffer.putLong(manifest.file().size()).put(manifest.hash().bytes());
        manifest.parcel().ifPresent(parcel -> {
            put(buffer, sender);
            put(buffer, recipient);
            buffer.putLong(parcel.keptSinceMillis());
        });
        manifest.room().ifPresent(_ -> put(buffer, room));
        manifest.chunks().forEach(chunk -> buffer.put(chunk.bytes()));
        return buffer.putInt(checksum(buffer.array(), length - 4)).array();
    }

    private static int magic(Manifest manifest) {
        if (manifest.room().isPresent()) {
            return ROOM_MAGIC;
        }
        return manifest.isParcel() ? PARCEL_MAGIC : MAGIC;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer buffer, byte[] text) {
        buffer.putShort((short) text.length).put(text);
    }

    /// @throws IOException
    ///             if these bytes are no whole manifest
    static Manifest decode(byte[] bytes) throws IOException {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            boolean isIntact = buffer.getInt(bytes.length - 4) == checksum(bytes, bytes.length - 4);
            int magic = buffer.getInt();
            if (!isIntact || magic != MAGIC && magic != PARCEL_MAGIC && magic != ROOM_MAGIC) {
                throw new IOException("not a manifest, or damaged");
            }
            var name = text(buffer);
            long size = buffer.getLong();
            var hash = hash(buffer);
            var parcel = magic == PARCEL_MAGIC
                    ? Optional.of(new Parcel(text(buffer), text(buffer), buffer.getLong()))
                    : Optional.<Parcel>empty();
            var room = magic == ROOM_MAGIC ? Optional.of(text(buffer)) : Optional.<String>empty();
            var chunks = new ArrayList<ContentHash>();
            while (buffer.remaining() > 4) {
                chunks.add(hash(buffer));
            }
            return new Manifest(new Payload.FileNotice(name, size, hash), chunks, parcel, room);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("not a manifest: " + e.getMessage(), e);
        }
    }

    private static String text(ByteBuffer buffer) {
        var text = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
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
