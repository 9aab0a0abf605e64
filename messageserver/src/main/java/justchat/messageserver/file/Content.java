// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.Optional;
import java.util.regex.Pattern;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// The bytes of a file as a manifest claims them: what they are, how many, and how
/// they are cut. Of two claims that agree on the hash and on nothing else one is a
/// lie, and never becomes whole; the other one does not notice.
///
/// @param size
///            in bytes
/// @param chunkBytes
///            of every chunk but the last
record Content(ContentHash hash, long size, int chunkBytes) {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([0-9]{1,12})-([0-9]{1,6})");

    static Content of(Manifest manifest) {
        return new Content(manifest.hash(), manifest.file().size(), manifest.chunkBytes());
    }

    /// Reads a [#name].
    ///
    /// @return empty if it is none
    static Optional<Content> named(String name) {
        var parts = NAME.matcher(name);
        return parts.matches() && Integer.parseInt(parts.group(3)) > 0
                ? Optional.of(new Content(new ContentHash(parts.group(1)), Long.parseLong(parts.group(2)), Integer
                        .parseInt(parts.group(3))))
                : Optional.empty();
    }

    /// What it is called on disk.
    String name() {
        return hash.hex() + "-" + size + "-" + chunkBytes;
    }

    int chunks() {
        return Math.toIntExact(Math.ceilDiv(size, chunkBytes));
    }

    /// Where the chunk begins.
    long offset(int index) {
        return (long) index * chunkBytes;
    }

    /// Bytes of the chunk at this index.
    int sizeOf(int index) {
        return (int) Math.min(chunkBytes, size - offset(index));
    }
}
