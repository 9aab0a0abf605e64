// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The parts of a file: chunks of 256 KiB, the last one shorter, each with its
/// own hash. The chunks of a parcel, and of a file of a closed room, are sealed,
/// and longer by [#SEAL_BYTES].
///
/// Consistent in itself; whether the content has these hashes, only the content
/// can show.
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
    ///             if the number of chunks is not what the size makes, or too large;
    ///             or a file of a closed room has a name
    public Manifest {
        Objects.requireNonNull(file, "file");
        long chunkBytes = chunkBytes(parcel.isPresent() || room.isPresent());
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
    }

    /// Of a public file.
    public Manifest(Payload.FileNotice file, List<ContentHash> chunks) {
        this(file, chunks, Optional.empty(), Optional.empty());
    }

    private static int chunkBytes(boolean isSealed) {
        return isSealed ? CHUNK_BYTES + SEAL_BYTES : CHUNK_BYTES;
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
        int whole = chunkBytes(parcel.isPresent() || room.isPresent());
        return (int) Math.min(whole, file.size() - (long) index * whole);
    }
}
