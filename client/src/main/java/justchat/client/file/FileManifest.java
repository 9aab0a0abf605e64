// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// What a file consists of. The name is for display only; on disk it becomes
/// [SafeName]. Immutable: arrays are neither kept nor given away.
///
/// @param hash
///            SHA-256 of the content, 32 bytes: the file's identity
/// @param chunkHashes
///            SHA-256 of each chunk
public record FileManifest(String name, long size, byte[] hash, List<byte[]> chunkHashes) {

    /// @throws IllegalArgumentException
    ///             if the parts do not fit together, or the file is empty or larger
    ///             than [Chunks#MAX_FILE_BYTES]
    public FileManifest {
        Objects.requireNonNull(name, "name");
        if (size < 1 || size > Chunks.MAX_FILE_BYTES) {
            throw new IllegalArgumentException("file size: " + size);
        }
        if (chunkHashes.size() != Chunks.count(size)) {
            throw new IllegalArgumentException("chunks: " + chunkHashes.size() + " for " + size + " bytes");
        }
        hash = hash.clone();
        chunkHashes = chunkHashes.stream().map(byte[]::clone).toList();
        if (hash.length != Chunks.HASH_BYTES
                || chunkHashes.stream().anyMatch(chunk -> chunk.length != Chunks.HASH_BYTES)) {
            throw new IllegalArgumentException("a hash that is not 32 bytes");
        }
    }

    @Override
    public byte[] hash() {
        return hash.clone();
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
        return chunkHashes.size();
    }

    /// How many bytes the chunk has.
    public int length(int index) {
        return Chunks.length(size, Objects.checkIndex(index, chunks()));
    }

    /// Whether these are the bytes of that chunk.
    public boolean verifies(int index, byte[] bytes) {
        return bytes.length == length(index)
                && MessageDigest.isEqual(Chunks.sha256().digest(bytes), chunkHashes.get(index));
    }

    /// The hash in hexadecimal digits.
    public String hashDigits() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileManifest manifest && name.equals(manifest.name) && size == manifest.size
                && hashDigits().equals(manifest.hashDigits())
                && digits(chunkHashes).equals(digits(manifest.chunkHashes));
    }

    @Override
    public int hashCode() {
        return hashDigits().hashCode();
    }

    @Override
    public String toString() {
        return "FileManifest[size=" + size + ", hash=" + hashDigits() + "]";
    }

    private static List<String> digits(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }
}
