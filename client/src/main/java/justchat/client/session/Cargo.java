// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import justchat.client.codec.FileCodec;
import justchat.client.crypto.RoomFileSeal;
import justchat.client.file.Chest;
import justchat.client.file.Chunks;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.wire.Manifest;

/// A file of ours as it goes to the servers: its chunks as they are, or, into a
/// closed room, each sealed. Immutable; methods read the file, a chunk at a time.
///
/// @param chest
///            what travels
/// @param manifest
///            what servers are told
/// @param told
///            what the room is told
record Cargo(Chest chest, Manifest manifest, FileInfo told) {

    static Cargo open(LocalFile file) {
        return new Cargo(new Plain(file), FileCodec.manifest(file.manifest()), FileCodec.info(file.manifest()));
    }

    /// Reads and seals all of it once, to know what it will be.
    ///
    /// @param key
    ///            that never seals another content
    static Cargo sealed(LocalFile file, String room, byte[] key, Transfers.Running running)
            throws IOException, TransferFailure {
        var plain = file.manifest();
        var chest = new Sealed(file, key);
        var contents = chest.contents(running::check);
        var seal = new FileSeal(ContentHash.of(contents.hash()), key);
        return new Cargo(chest, FileCodec.sealed(room, plain.size(), contents.chunkHashes()),
                new FileInfo(plain.name(), plain.size(), ContentHash.of(plain.hash()), Optional.of(seal)));
    }

    /// The server checks each chunk.
    private record Plain(LocalFile file) implements Chest {
        @Override
        public int chunks() {
            return file.chunks();
        }

        @Override
        public void read(int index, ByteBuffer into) throws IOException {
            file.readUnchecked(index, into);
        }
    }

    /// Each chunk sealed.
    private record Sealed(LocalFile file, byte[] key) implements Chest {
        @Override
        public int chunks() {
            return file.chunks();
        }

        @Override
        public void read(int index, ByteBuffer into) throws IOException {
            into.put(RoomFileSeal.seal(key, file.manifest().size(), index, file.chunk(index)));
        }
    }

    /// How large the file is, for people.
    long size() {
        return told.size();
    }

    /// Of one of its chunks.
    int length(int index) {
        return Chunks.length(told.size(), index);
    }

    /// What servers know it by.
    byte[] id() {
        return manifest.getFile().getHash();
    }
}
