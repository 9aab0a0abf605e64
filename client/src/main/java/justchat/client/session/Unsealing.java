// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.RoomFileSeal;
import justchat.client.file.Chunks;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.model.FileInfo;

/// How the chunks of a file come from the servers: as they are, or sealed, and
/// opened here. Immutable.
sealed interface Unsealing {

    static Unsealing of(FileInfo file, FileManifest manifest) {
        return file.seal().isPresent() ? new Opening(file, manifest) : new None(manifest);
    }

    /// @throws TransferFailure
    ///             passing, if these are not the bytes that the manifest tells of; for
    ///             good, if those cannot be opened
    ByteBuffer open(int index, ByteBuffer bytes) throws TransferFailure;

    /// Whether these are the bytes of that chunk, opened.
    Download.Check check();

    /// Nothing is sealed.
    record None(FileManifest manifest) implements Unsealing {
        @Override
        public ByteBuffer open(int index, ByteBuffer bytes) {
            return bytes;
        }

        @Override
        public Download.Check check() {
            return manifest::verifies;
        }
    }

    /// A file of a closed room. The hashes in the manifest are those of sealed chunks;
    /// a chunk that is here is sealed again to compare it.
    record Opening(FileInfo file, FileManifest manifest) implements Unsealing {
        @Override
        public ByteBuffer open(int index, ByteBuffer bytes) throws TransferFailure {
            var sealed = Chunks.bytes(bytes);
            if (!isOf(index, sealed)) {
                throw TransferFailure.passing("chunk " + index + " arrived damaged");
            }
            try {
                return ByteBuffer.wrap(RoomFileSeal.open(key(), file.size(), index, sealed));
            } catch (CannotOpen _) {
                throw TransferFailure.forGood("chunk " + index + " does not open with the key that its message"
                        + " gives: it was changed, or belongs to another file");
            }
        }

        @Override
        public Download.Check check() {
            return (index, bytes) -> bytes.remaining() == manifest.length(index)
                    && isOf(index, RoomFileSeal.seal(key(), file
                            .size(), index, Chunks.bytes(bytes)));
        }

        private boolean isOf(int index, byte[] sealed) {
            return MessageDigest.isEqual(Chunks.sha256().digest(sealed), manifest.chunkHash(index));
        }

        private byte[] key() {
            return file.seal().orElseThrow().key();
        }
    }
}
