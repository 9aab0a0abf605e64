// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The parts of a file: chunks of 256 KiB, the last one shorter, each with its
/// own hash. The chunks of a parcel, and of a file of a closed room, are sealed,
/// and longer by [#SEAL_BYTES].
///
/// Consistent in itself: the file's hash is that of these chunks. Whether the
/// content has their hashes, only the content can show.
///
/// @param parcel
///            for whom it is, if it is for one person
/// @param room
///            of a file of a closed room: who is in it may fetch the file. Without
///            this and the other it is one that everybody may fetch
public record Manifest(Payload.FileNotice file, List<ContentHash> chunks, Optional<Parcel> parcel,
        Optional<String> room) {
    public static final int CHUNK_BYTES = 1 << 18;
    /// The tag of AES-256-GCM.
    public static final int SEAL_BYTES = 16;
    /// 4 GiB; also what keeps a manifest within a frame.
    public static final int MAX_CHUNKS = 16_384;
    /// What every file of every closed room is called here.
    public static final String NAMELESS = "sealed";

    /// @throws IllegalArgumentException
    ///             if the number of chunks is not what the size makes, or too large; the
    ///             file's hash is not that of these chunks; or a file of a closed room
    ///             has a name
    public Manifest {
        Objects.requireNonNull(file, "file");
        int chunkBytes = parcel.isPresent() || room.isPresent() ? CHUNK_BYTES + SEAL_BYTES : CHUNK_BYTES;
        if (chunks.size() > MAX_CHUNKS || chunks.size() != Math.ceilDiv(file.size(), chunkBytes)) {
            throw new IllegalArgumentException(chunks.size() + " chunks for " + file.size() + " bytes");
        }
        if (parcel.isPresent() && room.isPresent()) {
            throw new IllegalArgumentException("a parcel, and for a room");
        }
        if (room.isPresent() && !file.name().equals(NAMELESS)) {
            throw new IllegalArgumentException("a file of a closed room is called \"" + NAMELESS + "\" here");
        }
        chunks = List.copyOf(chunks);
        if (!file.hash().equals(ContentHash.ofFile(chunks))) {
            throw new IllegalArgumentException("the file's hash is not that of its chunks' hashes");
        }
    }

    /// Of a public file.
    public Manifest(Payload.FileNotice file, List<ContentHash> chunks) {
        this(file, chunks, Optional.empty(), Optional.empty());
    }

    /// Bytes of every chunk but the last.
    public int chunkBytes() {
        return parcel.isPresent() || room.isPresent() ? CHUNK_BYTES + SEAL_BYTES : CHUNK_BYTES;
    }

    public boolean isParcel() {
        return parcel.isPresent();
    }

    /// The identity of the file.
    public ContentHash hash() {
        return file.hash();
    }

    /// Bytes of the chunk at this index.
    public int sizeOf(int index) {
        Objects.checkIndex(index, chunks.size());
        return (int) Math.min(chunkBytes(), file.size() - offset(index));
    }

    /// Where the chunk begins.
    public long offset(int index) {
        return (long) index * chunkBytes();
    }

    /// Whether these are the bytes of that chunk; they stay there.
    public boolean verifies(int index, ByteBuffer bytes) {
        return bytes.remaining() == sizeOf(index) && ContentHash.sha256(bytes).equals(chunks.get(index));
    }
}
