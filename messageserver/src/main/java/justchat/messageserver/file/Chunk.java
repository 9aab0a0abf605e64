// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.List;
import java.util.stream.IntStream;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// A chunk as a manifest claims it. Content has one size, so of two chunks that
/// agree on the hash and not on the size one is a lie, and never becomes whole.
record Chunk(ContentHash hash, int size) {
    static Chunk of(Manifest manifest, int index) {
        return new Chunk(manifest.chunks().get(index), manifest.sizeOf(index));
    }

    /// All chunks of a file in order. A content that repeats itself has some twice.
    static List<Chunk> allOf(Manifest manifest) {
        return IntStream.range(0, manifest.chunks().size()).mapToObj(index -> of(manifest, index)).toList();
    }
}
