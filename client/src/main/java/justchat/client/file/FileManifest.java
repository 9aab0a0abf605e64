// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// What a file consists of. The name is for display only; on disk it becomes
/// [SafeName]. Immutable: arrays are neither kept nor given away.
///
/// The hashes are a tree of two levels: that of a file is the SHA-256 of its chunks'
/// hashes, one after another. So each chunk can be checked by itself, and when all are
/// right the file is.
///
/// @param hash
///            of the content, 32 bytes: the file's identity
/// @param chunkHashes
///            SHA-256 of each chunk as it travels; none if it is brief: they are not known
///            yet
/// @param hashes
///            SHA-256 of the chunks' hashes, one after another: `hash` again, unless the
///            chunks travel sealed
public record FileManifest(String name, long size, byte[] hash, List<byte[]> chunkHashes, byte[] hashes) {

    /// @throws IllegalArgumentException
    ///             if the parts do not fit together, or the file is empty or larger
    ///             than [Chunks#MAX_FILE_BYTES]
    public FileManifest {
        Objects.requireNonNull(name, "name");
        if (size < 1 || size > Chunks.MAX_FILE_BYTES) {
            throw new IllegalArgumentException("file size: " + size);
        }
        if (!chunkHashes.isEmpty() && chunkHashes.size() != Chunks.count(size)) {
            throw new IllegalArgumentException("chunks: " + chunkHashes.size() + " for " + size + " bytes");
        }
        hash = hash.clone();
        hashes = hashes.clone();
        chunkHashes = chunkHashes.stream().map(byte[]::clone).toList();
        if (hash.length != Chunks.HASH_BYTES || hashes.length != Chunks.HASH_BYTES
                || chunkHashes.stream().anyMatch(chunk -> chunk.length != Chunks.HASH_BYTES)) {
            throw new IllegalArgumentException("a hash that is not 32 bytes");
        }
        if (!chunkHashes.isEmpty() && !MessageDigest.isEqual(hashes, hash(chunkHashes))) {
            throw new IllegalArgumentException("hashes of other chunks");
        }
    }

    /// Of a file that travels as it is.
    public FileManifest(String name, long size, List<byte[]> chunkHashes) {
        this(name, size, hash(chunkHashes), chunkHashes);
    }

    /// Of one that may travel sealed.
    public FileManifest(String name, long size, byte[] hash, List<byte[]> chunkHashes) {
        this(name, size, hash, some(chunkHashes), hash(chunkHashes));
    }

    /// One that travels as it is, of which the hashes of the chunks are not known yet.
    public static FileManifest brief(String name, long size, byte[] hash) {
        return new FileManifest(name, size, hash, List.of(), hash);
    }

    private static List<byte[]> some(List<byte[]> hashes) {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("no chunks");
        }
        return hashes;
    }

    /// The hash of a file whose chunks have these.
    public static byte[] hash(List<byte[]> hashes) {
        var digest = Chunks.sha256();
        hashes.forEach(digest::update);
        return digest.digest();
    }

    /// Without the hashes of the chunks, so of a few bytes however large the file is.
    public FileManifest brief() {
        return new FileManifest(name, size, hash, List.of(), hashes);
    }

    /// Whether the hashes of the chunks are still to come.
    public boolean isBrief() {
        return chunkHashes.isEmpty();
    }

    /// What was brief, with the hashes that it left out.
    ///
    /// @throws IllegalArgumentException
    ///             if they are others
    public FileManifest with(List<byte[]> all) {
        return new FileManifest(name, size, hash, some(all), hashes);
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    @Override
    public byte[] hashes() {
        return hashes.clone();
    }

    @Override
    public List<byte[]> chunkHashes() {
        return chunkHashes.stream().map(byte[]::clone).toList();
    }

    /// SHA-256 of one chunk.
    public byte[] chunkHash(int index) {
        return chunkHashes.get(index).clone();
    }

    /// How many chunks there are, at least one.
    public int chunks() {
        return Chunks.count(size);
    }

    /// How many bytes the chunk has.
    public int length(int index) {
        return Chunks.length(size, Objects.checkIndex(index, chunks()));
    }

    /// Whether these are the bytes of that chunk, which stay there; of a brief one, none are.
    public boolean verifies(int index, ByteBuffer bytes) {
        return !isBrief() && bytes.remaining() == length(index)
                && MessageDigest.isEqual(Chunks.sha256(bytes), chunkHashes.get(index));
    }

    /// The hash in hexadecimal digits.
    public String hashDigits() {
        return HexFormat.of().formatHex(hash);
    }

    /// A brief one is equal to the whole.
    @Override
    public boolean equals(Object other) {
        return other instanceof FileManifest manifest && name.equals(manifest.name) && size == manifest.size
                && MessageDigest.isEqual(hash, manifest.hash) && MessageDigest.isEqual(hashes, manifest.hashes);
    }

    @Override
    public int hashCode() {
        return hashDigits().hashCode();
    }

    @Override
    public String toString() {
        return "FileManifest[size=" + size + ", hash=" + hashDigits() + "]";
    }
}
