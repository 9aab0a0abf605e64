// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The parts of a file: chunks of 256 KiB, the last one shorter, each with its
/// own hash. A parcel's chunks are sealed, and longer by [#SEAL_BYTES].
///
/// Consistent in itself; whether the content has these hashes, only the content
/// can show.
///
/// @param parcel
///            empty: it is a file that everybody may fetch
public record Manifest(Payload.FileNotice file, List<ContentHash> chunks, Optional<Parcel> parcel) {
    public static final int CHUNK_BYTES = 1 << 18;
    /// The tag of AES-256-GCM.
    public static final int SEAL_BYTES = 16;
    /// 4 GiB; also what keeps a manifest within a frame.
    public static final int MAX_CHUNKS = 16_384;

    /// @throws IllegalArgumentException
    ///             if the number of chunks is not what the size makes, or too large
    public Manifest {
        Objects.requireNonNull(file, "file");
        if (chunks.size() > MAX_CHUNKS || chunks.size() != Math.ceilDiv(file.size(), (long) chunkBytes(parcel))) {
            throw new IllegalArgumentException(chunks.size() + " chunks for " + file.size() + " bytes");
        }
        chunks = List.copyOf(chunks);
    }

    /// Of a public file.
    public Manifest(Payload.FileNotice file, List<ContentHash> chunks) {
        this(file, chunks, Optional.empty());
    }

    private static int chunkBytes(Optional<Parcel> parcel) {
        return parcel.isPresent() ? CHUNK_BYTES + SEAL_BYTES : CHUNK_BYTES;
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
        int whole = chunkBytes(parcel);
        return (int) Math.min(whole, file.size() - (long) index * whole);
    }
}
