// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.file.CheckedFile;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.Limits;

/// The offers of ours that were accepted and not fetched yet, or wait as letters,
/// each in a file of its own below `offers/` of the data directory, so that a later
/// run serves them too: for a week, and 64 of them at most.
///
/// Thread-safe. A disk that cannot be written costs the memory of this run only.
final class KeptOffers {
    static final long KEPT_MILLIS = Limits.MAILED_OFFER_MILLIS;
    static final int MAX = 64;
    private static final Logger LOG = LoggerFactory.getLogger(KeptOffers.class);
    private static final String SUFFIX = ".offer";
    private static final int FORMAT = 0x4a434f32;
    private static final int KEY_BYTES = 32;
    private static final byte[] NO_PARCEL = new byte[ContentHash.BYTES];

    private final Path folder;

    KeptOffers(Path directory) {
        this.folder = directory.resolve("offers");
    }

    /// How far it is.
    enum Stage {
        /// As a letter, not answered.
        MAILED,
        /// To be fetched directly.
        ACCEPTED,
        /// To be left at the servers, or left there.
        RELAYED
    }

    /// One of them.
    ///
    /// @param key
    ///            of the chunks; in no text
    /// @param sinceMillis
    ///            it is at this stage, since 1970
    record Kept(String offer, String owner, String user, byte[] key, Path path, long modifiedMillis, Stage stage,
            Optional<ContentHash> parcel, long sinceMillis, FileManifest manifest) {
        @Override
        public String toString() {
            return "Kept[" + offer + "]";
        }
    }

    void save(OutgoingOffer offer, String owner, long nowMillis) {
        try {
            var file = offer.file;
            Files.createDirectories(folder);
            CheckedFile.write(path(offer.id), out -> {
                out.writeInt(FORMAT);
                out.writeUTF(offer.id);
                out.writeUTF(owner);
                out.writeUTF(offer.user);
                out.write(offer.key());
                out.writeUTF(file.path().toAbsolutePath().toString());
                out.writeLong(file.modifiedMillis());
                out.writeByte(offer.stage().ordinal());
                out.write(offer.parcel().map(ContentHash::bytes).orElse(NO_PARCEL));
                out.writeLong(nowMillis);
                CheckedFile.write(out, file.manifest());
            });
        } catch (IOException e) {
            LOG.warn("cannot keep an offer in {}: {}", folder, e.toString());
        }
    }

    private static Kept read(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("another format");
        }
        var offer = in.readUTF();
        var owner = in.readUTF();
        var user = in.readUTF();
        var key = new byte[KEY_BYTES];
        in.readFully(key);
        var path = Path.of(in.readUTF());
        var modified = in.readLong();
        var stage = Stage.values()[in.readByte()];
        var parcel = new byte[ContentHash.BYTES];
        in.readFully(parcel);
        return new Kept(offer, owner, user, key, path, modified, stage, Optional.of(parcel).filter(hash -> !Arrays
                .equals(hash, NO_PARCEL)).map(ContentHash::of), in.readLong(), CheckedFile.manifest(in));
    }

    void remove(String offer) {
        try {
            Files.deleteIfExists(path(offer));
        } catch (IOException e) {
            LOG.warn("cannot forget an offer in {}: {}", folder, e.toString());
        }
    }

    /// Those of this owner. What is too old, or says nothing, is removed.
    List<Kept> load(String owner, long nowMillis) {
        var found = new ArrayList<Kept>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                var kept = CheckedFile.read(file, KeptOffers::read).filter(one -> file.equals(path(one.offer)))
                        .filter(one -> nowMillis - one.sinceMillis < KEPT_MILLIS);
                if (kept.isEmpty()) {
                    Files.deleteIfExists(file);
                }
                kept.filter(one -> one.owner.equals(owner) && found.size() < MAX).ifPresent(found::add);
            }
        } catch (NoSuchFileException _) {
            // None was ever accepted.
        } catch (IOException e) {
            LOG.warn("cannot read the offers in {}: {}", folder, e.toString());
        }
        return found;
    }

    private Path path(String offer) {
        return folder.resolve(offer + SUFFIX);
    }

    /// The file as it is now.
    static LocalFile.Scan file(Kept kept) {
        return LocalFile.again(kept.path, kept.modifiedMillis, kept.manifest);
    }
}
