// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.thrift.TBaseHelper;

import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.PublicFile;
import justchat.client.model.RoomName;
import justchat.rpc.lane.LaneKey;
import justchat.wire.FileNotice;
import justchat.wire.Lane;
import justchat.wire.Manifest;

/// Files and their parts.
public final class FileCodec {
    private static final int MAX_NAME = 1024;
    private static final String NAMELESS = "sealed";

    private FileCodec() {}

    public static FileInfo file(FileNotice wire) throws Malformed {
        if (wire.getName().length() > MAX_NAME) {
            throw new Malformed("file name of " + wire.getName().length() + " characters");
        }
        if (wire.getSize() < 1 || wire.getSize() > Chunks.MAX_FILE_BYTES) {
            throw new Malformed("file size: " + wire.getSize());
        }
        try {
            return new FileInfo(wire.getName(), wire.getSize(), ContentHash.of(wire.getHash()), Optional.ofNullable(wire
                    .getSeal()).map(seal -> new FileSeal(ContentHash.of(seal.getFile()), seal.getKey())));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("file", e);
        }
    }

    /// With what opens it, if it is sealed: nothing for servers.
    public static FileNotice notice(FileInfo file) {
        var wire = new FileNotice(file.name(), file.size(), ByteBuffer.wrap(file.hash().bytes()));
        file.seal().ifPresent(seal -> wire.setSeal(new justchat.wire.FileSeal(ByteBuffer.wrap(seal.file().bytes()),
                ByteBuffer.wrap(seal.key()))));
        return wire;
    }

    public static FileInfo info(FileManifest manifest) {
        return new FileInfo(manifest.name(), manifest.size(), ContentHash.of(manifest.hash()));
    }

    public static FileManifest manifest(Manifest wire) throws Malformed {
        var file = file(wire.getFile());
        try {
            var manifest = new FileManifest(file.name(), file.size(), wire.getChunkHashes().stream().map(
                    TBaseHelper::byteBufferToByteArray).toList());
            if (!ContentHash.of(manifest.hash()).equals(file.hash())) {
                throw new Malformed("the file's hash is not that of its chunks' hashes");
            }
            return manifest;
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("manifest", e);
        }
    }

    /// Likewise, of which the chunk hashes may be left out.
    static FileManifest offered(Manifest wire) throws Malformed {
        var file = file(wire.getFile());
        return wire.getChunkHashes().isEmpty()
                ? FileManifest.brief(file.name(), file.size(), file.hash().bytes())
                : manifest(wire);
    }

    public static Manifest manifest(FileManifest manifest) {
        return new Manifest(notice(info(manifest)), manifest.chunkHashes().stream().map(ByteBuffer::wrap).toList());
    }

    /// As servers are told of a file of a closed room: without its name.
    ///
    /// @param chunkHashes
    ///            of each sealed chunk
    public static Manifest sealed(String room, long size, List<byte[]> chunkHashes) {
        return new Manifest(new FileNotice(NAMELESS, Chunks.sealedSize(size), ByteBuffer.wrap(FileManifest.hash(
                chunkHashes))), chunkHashes.stream().map(ByteBuffer::wrap).toList()).setRoom(room);
    }

    /// What a server has of a sealed file, as the file that was sealed; the chunk hashes
    /// are those of the sealed chunks.
    ///
    /// @throws Malformed
    ///             if that is not what the message has told of
    public static FileManifest opened(Manifest wire, FileInfo told) throws Malformed {
        var seal = told.seal().orElseThrow();
        var sealed = wire.getFile();
        if (!ContentHash.of(sealed.getHash()).equals(seal.file()) || sealed.getSize() != Chunks.sealedSize(told
                .size())) {
            throw new Malformed("another file under this hash");
        }
        try {
            var manifest = new FileManifest(told.name(), told.size(), told.hash().bytes(),
                    wire.getChunkHashes().stream().map(TBaseHelper::byteBufferToByteArray).toList());
            if (!ContentHash.of(manifest.hashes()).equals(seal.file())) {
                throw new Malformed("the file's hash is not that of its chunks' hashes");
            }
            return manifest;
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("manifest", e);
        }
    }

    /// Those that make sense: a file that was shared under an impossible name hides no
    /// other.
    public static List<PublicFile> publicFiles(List<justchat.wire.PublicFile> wire) {
        var files = new ArrayList<PublicFile>(wire.size());
        for (var file : wire) {
            try {
                files.add(new PublicFile(file(file.getFile()), PayloadCodec.user(file.getOwner()),
                        file.getSharedAtMillis(), room(file.getRoom()), RoomCodec.id(file.getMessage())));
            } catch (Malformed | NullPointerException _) {
                // See above.
            }
        }
        return files;
    }

    private static String room(String name) throws Malformed {
        if (name == null || !RoomName.isValid(name)) {
            throw new Malformed("a file of no room");
        }
        return name;
    }

    /// Empty if it is none.
    public static Optional<LaneKey> lane(Lane wire) {
        try {
            return Optional.of(new LaneKey(wire.getTicket(), wire.getKey()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public static Lane lane(LaneKey key) {
        return new Lane(ByteBuffer.wrap(key.ticket()), ByteBuffer.wrap(key.key()));
    }
}
