// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.RoomFileSeal;
import justchat.client.file.Chunks;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;

/// How the chunks of a file come from the servers: as they are, or sealed, and
/// opened here. Thread-safe.
sealed interface Unsealing {

    static Unsealing of(FileInfo file, FileManifest manifest) {
        return file.seal().isPresent() ? new Opening(file, manifest) : new None(manifest);
    }

    /// @return empty if these are not the bytes that the manifest tells of
    /// @throws TransferFailure
    ///             for good, if those cannot be opened
    Optional<ByteBuffer> open(int index, ByteBuffer bytes) throws TransferFailure;

    /// Whether these are the bytes of that chunk, opened.
    Download.Check check();

    /// Nothing is sealed.
    record None(FileManifest manifest) implements Unsealing {
        @Override
        public Optional<ByteBuffer> open(int index, ByteBuffer bytes) {
            return Optional.of(bytes);
        }

        @Override
        public Download.Check check() {
            return manifest::verifies;
        }
    }

    /// A file of a closed room. The hashes in the manifest are those of sealed chunks;
    /// a chunk that is here is sealed again to compare it.
    final class Opening implements Unsealing {
        private final FileInfo file;
        private final FileManifest manifest;
        /// Of the chunks that were right, as they are when they are opened.
        private final Map<Integer, byte[]> opened = new ConcurrentHashMap<>();

        Opening(FileInfo file, FileManifest manifest) {
            this.file = file;
            this.manifest = manifest;
        }

        @Override
        public Optional<ByteBuffer> open(int index, ByteBuffer bytes) throws TransferFailure {
            var sealed = Chunks.bytes(bytes);
            if (!isOf(index, sealed)) {
                return Optional.empty();
            }
            try {
                return Optional.of(ByteBuffer.wrap(RoomFileSeal.open(key(), file.size(), index, sealed)));
            } catch (CannotOpen _) {
                throw TransferFailure.forGood("chunk " + index + " does not open with the key that its message"
                        + " gives: it was changed, or belongs to another file");
            }
        }

        @Override
        public Download.Check check() {
            return new Download.Check() {
                @Override
                public boolean isRight(int index, ByteBuffer bytes) {
                    if (bytes.remaining() != manifest.length(index) || !isOf(index, RoomFileSeal.seal(key(), file
                            .size(), index, Chunks.bytes(bytes)))) {
                        return false;
                    }
                    opened.put(index, Chunks.sha256(bytes));
                    return true;
                }

                @Override
                public boolean isWhole() {
                    var hashes = IntStream.range(0, manifest.chunks()).mapToObj(opened::get).toList();
                    return ContentHash.of(FileManifest.hash(hashes)).equals(file.hash());
                }
            };
        }

        private boolean isOf(int index, byte[] sealed) {
            return MessageDigest.isEqual(Chunks.sha256().digest(sealed), manifest.chunkHash(index));
        }

        private byte[] key() {
            return file.seal().orElseThrow().key();
        }
    }
}
