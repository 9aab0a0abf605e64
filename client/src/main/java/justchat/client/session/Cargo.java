// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

import justchat.client.codec.FileCodec;
import justchat.client.crypto.RoomFileSeal;
import justchat.client.file.Chunks;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.wire.Manifest;

/// A file of ours as it goes to the servers: its chunks as they are, or, into a
/// closed room, each sealed. Immutable; methods read the file, a chunk at a time.
///
/// @param manifest
///            what servers are told
/// @param told
///            what the room is told
record Cargo(LocalFile file, Manifest manifest, FileInfo told) {

    static Cargo open(LocalFile file) {
        return new Cargo(file, FileCodec.manifest(file.manifest()), FileCodec.info(file.manifest()));
    }

    /// Reads and seals all of it once, to know what it will be.
    ///
    /// @param key
    ///            that never seals another content
    static Cargo sealed(LocalFile file, String room, byte[] key, Transfers.Running running)
            throws IOException, TransferFailure {
        var plain = file.manifest();
        var whole = Chunks.sha256();
        var hashes = new ArrayList<byte[]>();
        for (var index = 0; index < plain.chunks(); index++) {
            running.check();
            var sealed = RoomFileSeal.seal(key, plain.size(), index, file.chunk(index));
            whole.update(sealed);
            hashes.add(Chunks.sha256().digest(sealed));
        }
        var hash = whole.digest();
        return new Cargo(file, FileCodec.sealed(room, plain.size(), hash, hashes), new FileInfo(plain.name(), plain
                .size(), ContentHash.of(plain.hash()), Optional.of(new FileSeal(ContentHash.of(hash), key))));
    }

    /// The bytes that travel.
    byte[] chunk(int index) throws IOException {
        var plain = file.chunk(index);
        return told.seal().map(seal -> RoomFileSeal.seal(seal.key(), told.size(), index, plain)).orElse(plain);
    }

    /// What servers know it by.
    byte[] id() {
        return manifest.getFile().getHash();
    }
}
