// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;

/// The parts of a file: chunks of 256 KiB, the last one shorter, each with its
/// own hash.
///
/// Consistent in itself; whether the content has these hashes, only the content
/// can show.
public record Manifest(Payload.FileNotice file, List<ContentHash> chunks) {
    public static final int CHUNK_BYTES = 1 << 18;
    /// 4 GiB; also what keeps a manifest within a frame.
    public static final int MAX_CHUNKS = 16_384;

    /// @throws IllegalArgumentException
    ///             if the number of chunks is not what the size makes, or too large
    public Manifest {
        Objects.requireNonNull(file, "file");
        if (chunks.size() > MAX_CHUNKS || chunks.size() != Math.ceilDiv(file.size(), (long) CHUNK_BYTES)) {
            throw new IllegalArgumentException(chunks.size() + " chunks for " + file.size() + " bytes");
        }
        chunks = List.copyOf(chunks);
    }

    /// The identity of the file.
    public ContentHash hash() {
        return file.hash();
    }

    /// Bytes of the chunk at this index.
    public int sizeOf(int index) {
        Objects.checkIndex(index, chunks.size());
        return (int) Math.min(CHUNK_BYTES, file.size() - (long) index * CHUNK_BYTES);
    }
}
