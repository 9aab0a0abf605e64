// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Chest;
import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.wire.peerConstants;

/// An offered file as its chunks travel: sealed, always into the same bytes, by
/// whichever path. Besides its own it has pages, with the hashes of its chunks
/// for who was not told them with the offer; in the parcel of a large file these come
/// first. Immutable.
record SealedFile(LocalFile file, byte[] key, String offer) implements Chest {

    /// The index of a page, as it is sealed and asked for directly.
    static int page(int number) {
        return peerConstants.HASHES_INDEX + number;
    }

    /// How many pages hold the hashes of a file's chunks.
    static int pages(FileManifest manifest) {
        return Math.ceilDiv(manifest.chunks() * Chunks.HASH_BYTES, Chunks.BYTES);
    }

    /// How many chunks stand before the file's own in its parcel: none if an offer has
    /// room for the hashes.
    static int before(FileManifest manifest) {
        return isLarge(manifest) ? pages(manifest) : 0;
    }

    /// Whether the hashes do not fit a letter.
    static boolean isLarge(FileManifest manifest) {
        return manifest.chunks() > peerConstants.OFFER_CHUNKS;
    }

    /// What was brief, with the hashes that these pages hold.
    ///
    /// @throws IllegalArgumentException
    ///             if they do not hold them
    static FileManifest whole(FileManifest brief, List<byte[]> pages) {
        var all = ByteBuffer.allocate(pages.stream().mapToInt(page -> page.length).sum());
        pages.forEach(all::put);
        all.flip();
        var hashes = new ArrayList<byte[]>(brief.chunks());
        while (hashes.size() < brief.chunks() && all.remaining() >= Chunks.HASH_BYTES) {
            var hash = new byte[Chunks.HASH_BYTES];
            all.get(hash);
            hashes.add(hash);
        }
        return brief.with(hashes);
    }

    @Override
    public int chunks() {
        return before(file.manifest()) + file.manifest().chunks();
    }

    /// In the order of a parcel.
    @Override
    public void read(int place, ByteBuffer into) throws IOException {
        into.put(sealed(index(file.manifest(), place)));
    }

    /// As which chunk it is sealed that stands at this place of a parcel.
    static int index(FileManifest manifest, int place) {
        var before = before(manifest);
        return place < before ? page(place) : place - before;
    }

    /// Whether there is such a chunk.
    boolean has(int index) {
        var number = index - peerConstants.HASHES_INDEX;
        return index >= 0 && index < file.manifest().chunks() || number >= 0 && number < pages(file.manifest());
    }

    /// @throws IOException
    ///             if it cannot be read, or is not what was offered
    byte[] sealed(int index) throws IOException {
        var plain = index < peerConstants.HASHES_INDEX
                ? file.chunk(index)
                : hashes(index - peerConstants.HASHES_INDEX);
        return ChunkSeal.seal(key, OfferIds.bytes(offer), index, plain);
    }

    private byte[] hashes(int number) {
        var all = file.manifest().chunkHashes();
        var page = ByteBuffer.allocate(Chunks.BYTES);
        var perPage = Chunks.BYTES / Chunks.HASH_BYTES;
        all.subList(number * perPage, Math.min(all.size(), (number + 1) * perPage)).forEach(page::put);
        return page.array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedFile sealed && offer.equals(sealed.offer) && Arrays.equals(key, sealed.key);
    }

    @Override
    public int hashCode() {
        return offer.hashCode();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "SealedFile[" + offer + "]";
    }
}
