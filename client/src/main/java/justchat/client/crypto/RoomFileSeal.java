// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Seals the chunks of a file of a closed room, like [ChunkSeal] those of a
/// private offer: AES-256-GCM, nonce = index, associated data = "jc-file-v1" |
/// 0 | size of the file, 8 bytes | index, 4 bytes. The key is random, of one
/// file only, and told in the sealed message that tells of the file: so a chunk
/// opens only as this chunk of this file, and what is cut short does not open at
/// all. The same chunk is sealed to the same bytes however often. Stateless.
public final class RoomFileSeal {
    private static final byte[] LABEL = "jc-file-v1".getBytes(StandardCharsets.US_ASCII);

    private RoomFileSeal() {}

    /// @param size
    ///            of the whole file, before it is sealed
    public static byte[] seal(byte[] key, long size, int index, byte[] plain) {
        return ChunkSeal.seal(key, file(size), index, plain);
    }

    /// @throws CannotOpen
    ///             if it is not, in every bit, this chunk of this file
    public static byte[] open(byte[] key, long size, int index, byte[] sealed) throws CannotOpen {
        return ChunkSeal.open(key, file(size), index, sealed);
    }

    private static byte[] file(long size) {
        return ByteBuffer.allocate(LABEL.length + 1 + Long.BYTES).put(LABEL).put((byte) 0).putLong(size).array();
    }
}
