// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.Source;

/// A download that is under way, as the file beside its part file says: all that
/// it takes to go on with it after this process has ended. The name on the disk
/// follows from the content, and one that does not fit is not believed.
///
/// @param owner
///            which account of which cluster fetches it
/// @param source
///            where from
/// @param session
///            of a private one: the sender's, 32 hex digits; else empty
/// @param key
///            of a private one: of its chunks; else empty. In no text
/// @param seal
///            of one of a closed room; the hashes of the manifest's chunks are then
///            those of the sealed ones
/// @param name
///            what it is to be saved as
/// @param paused
///            by the person
/// @param way
///            how it comes
public record Unfinished(String owner, Source source, String session, byte[] key, Optional<FileSeal> seal, String name,
        FileManifest manifest, boolean paused, Way way) {
    private static final String SUFFIX = ".part.resume";
    private static final int HASH_DIGITS = 12;
    private static final int FORMAT = 0x4a435232;
    /// Files of a folder that are looked at.
    private static final int LOOKED_AT = 1_000;
    private static final int FOUND = 64;
    private static final int KEY_BYTES = 32;
    private static final byte SERVERS = 0;
    private static final byte PERSON = 1;
    private static final byte SEALED = 2;
    private static final byte[] NO_PARCEL = new byte[ContentHash.BYTES];

    /// From where it was found, or by way of the servers, where it is a parcel once that is
    /// known.
    public record Way(boolean isRelayed, Optional<ContentHash> parcel) {
        public static final Way DIRECT = new Way(false, Optional.empty());
        /// No parcel is known yet.
        public static final Way RELAYED = new Way(true, Optional.empty());

        public static Way parcel(ContentHash hash) {
            return new Way(true, Optional.of(hash));
        }
    }

    /// @throws IllegalArgumentException
    ///             if it is not sealed, and the hashes are those of other chunks
    public Unfinished {
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(seal, "seal");
        Objects.requireNonNull(manifest, "manifest");
        if (seal.isEmpty() && !Arrays.equals(manifest.hash(), manifest.hashes())) {
            throw new IllegalArgumentException("a file that is not sealed, with the hashes of other chunks");
        }
        key = key.clone();
        name = SafeName.of(name);
    }

    /// One that is not of a closed room.
    public Unfinished(String owner, Source source, String session, byte[] key, String name, FileManifest manifest,
            boolean paused) {
        this(owner, source, session, key, Optional.empty(), name, manifest, paused, Way.DIRECT);
    }

    /// From the servers.
    ///
    /// @param seal
    ///            if they have it sealed
    public static Unfinished open(String owner, Optional<FileSeal> seal, String name, FileManifest manifest) {
        return new Unfinished(owner, new Source.Servers(), "", new byte[0], seal, name, manifest, false, Way.DIRECT);
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    public Unfinished paused(boolean held) {
        return new Unfinished(owner, source, session, key, seal, name, manifest, held, way);
    }

    /// From here on it comes this way.
    public Unfinished by(Way other) {
        return new Unfinished(owner, source, session, key, seal, name, manifest, paused, other);
    }

    /// Its manifest is whole.
    public Unfinished of(FileManifest whole) {
        return new Unfinished(owner, source, session, key, seal, name, whole, paused, way);
    }

    public FileInfo file() {
        return new FileInfo(manifest.name(), manifest.size(), ContentHash.of(manifest.hash()), seal);
    }

    /// How many bytes of it may be here; it is checked when it goes on.
    public long done(Path folder) {
        try {
            return Math.min(manifest.size(), Files.size(part(folder, name, file().hash())));
        } catch (IOException _) {
            return 0;
        }
    }

    /// Where a file arrives.
    static Path part(Path folder, String name, ContentHash hash) {
        return folder.resolve(base(name, hash) + ".part");
    }

    private static Path path(Path folder, String name, ContentHash hash) {
        return folder.resolve(base(name, hash) + SUFFIX);
    }

    private static String base(String name, ContentHash hash) {
        return SafeName.of(name) + "." + hash.hex().substring(0, HASH_DIGITS);
    }

    /// Writes it beside the part file.
    public void save(Path folder) throws IOException {
        CheckedFile.write(path(folder, name, file().hash()), this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        out.writeUTF(owner);
        var isPersons = source instanceof Source.Person;
        out.writeByte(seal.isPresent() ? SEALED : isPersons ? PERSON : SERVERS);
        if (seal.isPresent()) {
            out.write(seal.get().file().bytes());
            out.write(seal.get().key());
        }
        if (source instanceof Source.Person(var user, var offer)) {
            out.writeUTF(user);
            out.writeUTF(offer);
            out.writeUTF(session);
            out.write(key);
        }
        out.writeUTF(name);
        out.writeBoolean(paused);
        out.writeBoolean(way.isRelayed);
        out.write(way.parcel.map(ContentHash::bytes).orElse(NO_PARCEL));
        CheckedFile.write(out, manifest);
    }

    private static Unfinished read(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("another format");
        }
        var owner = in.readUTF();
        Source source = new Source.Servers();
        var session = "";
        var key = new byte[0];
        Optional<FileSeal> seal = Optional.empty();
        var kind = in.readByte();
        if (kind == SEALED) {
            var file = new byte[ContentHash.BYTES];
            in.readFully(file);
            var opens = new byte[FileSeal.KEY_BYTES];
            in.readFully(opens);
            seal = Optional.of(new FileSeal(ContentHash.of(file), opens));
        } else if (kind == PERSON) {
            source = new Source.Person(in.readUTF(), in.readUTF());
            session = in.readUTF();
            key = new byte[KEY_BYTES];
            in.readFully(key);
        }
        var name = in.readUTF();
        var paused = in.readBoolean();
        var isRelayed = in.readBoolean();
        var parcel = new byte[ContentHash.BYTES];
        in.readFully(parcel);
        var way = new Way(isRelayed, Optional.of(parcel).filter(hash -> !Arrays.equals(hash, NO_PARCEL)).map(
                ContentHash::of));
        return new Unfinished(owner, source, session, key, seal, name, CheckedFile.manifest(in), paused, way);
    }

    /// What is known of this file's download.
    public static Optional<Unfinished> load(Path folder, String name, ContentHash hash) {
        return CheckedFile.read(path(folder, name, hash), Unfinished::read).filter(one -> one.file().hash().equals(
                hash));
    }

    /// Those of this owner in a folder that nobody works at, at most 64.
    public static List<Unfinished> in(Path folder, String owner) throws IOException {
        var found = new ArrayList<Unfinished>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            var looked = 0;
            for (var path : files) {
                if (looked++ >= LOOKED_AT || found.size() >= FOUND) {
                    break;
                }
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    CheckedFile.read(path, Unfinished::read).filter(one -> one.owner.equals(owner) && path.equals(path(
                            folder, one.name, one.file().hash()))
                            && !Download.isBusy(part(folder, one.name, one.file()
                                    .hash())))
                            .ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException _) {
            // Nothing was ever fetched.
        }
        return found;
    }

    /// Removes what has arrived, and all that was known of it.
    public static void discard(Path folder, String name, ContentHash hash) throws IOException {
        Files.deleteIfExists(path(folder, name, hash));
        Files.deleteIfExists(part(folder, name, hash));
    }

    static void forget(Path folder, String name, ContentHash hash) throws IOException {
        Files.deleteIfExists(path(folder, name, hash));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Unfinished[" + source + ", " + manifest + "]";
    }
}
