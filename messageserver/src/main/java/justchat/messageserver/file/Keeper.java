// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// Decides what this server keeps: how much each user may have here, and what
/// goes because nobody needs it any more. A file is needed while a message tells
/// of it, a parcel until its time is over. Thread-safe; [#sweep] works on the
/// disk, nothing else blocks.
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final FileStore files;
    private final Catalogue catalogue;
    private final FileLimits limits;
    private final LongSupplier wallMillis;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like the next.
    private final Allotment allotment;
    private final Unneeded unneeded;

    /// @param wallMillis
    ///            since 1970
    public Keeper(FileStore files, Catalogue catalogue, FileLimits limits, LongSupplier wallMillis) {
        this.files = Objects.requireNonNull(files, "files");
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.wallMillis = Objects.requireNonNull(wallMillis, "wallMillis");
        this.allotment = new Allotment(limits.userBytes(), limits.graceMillis());
        this.unneeded = new Unneeded(limits.graceMillis());
    }

    /// Why this user may not upload that, in a sentence; empty: the user may, and it
    /// counts from now on.
    public Optional<String> refusal(String user, Manifest manifest) {
        return manifest.isParcel() ? parcelRefusal(user, manifest) : fileRefusal(user, manifest);
    }

    private Optional<String> fileRefusal(String user, Manifest manifest) {
        var announced = announcedBy(user);
        lock.lock();
        try {
            if (allotment.take(user, manifest.hash(), manifest.file().size(), announced, nowMillis())) {
                return Optional.empty();
            }
            return Optional.of("your files take " + FileStore.inMib(roundUp(allotment.taken(user, announced,
                    nowMillis()))) + " of the " + FileStore.inMib(limits.userBytes())
                    + " that you may keep here, and this one does not fit; #delete one that is not needed");
        } finally {
            lock.unlock();
        }
    }

    /// What only sealed messages tell of has the size that it has here.
    private Map<ContentHash, Long> announcedBy(String user) {
        var announced = new HashMap<>(catalogue.announcedBy(user));
        announced.replaceAll((file, bytes) -> bytes == Catalogue.UNKNOWN
                ? files.manifest(file).map(manifest -> manifest.file().size()).orElse(0L)
                : bytes);
        return announced;
    }

    private Optional<String> parcelRefusal(String user, Manifest manifest) {
        long taken = files.all().stream().filter(kept -> !kept.hash().equals(manifest.hash())).filter(kept -> kept
                .parcel().filter(parcel -> parcel.sender().equals(user)).isPresent()).mapToLong(kept -> kept.file()
                        .size())
                .sum();
        return manifest.file().size() <= limits.parcelBytes() - taken
                ? Optional.empty()
                : Optional.of("private files of yours that wait at the servers take " + FileStore.inMib(roundUp(taken))
                        + " of " + FileStore.inMib(limits.parcelBytes()) + "; until some are fetched, this one can only"
                        + " go directly");
    }

    private static long roundUp(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20) << 20;
    }

    /// The upload ended, and no file came of it.
    public void givenUp(String user, ContentHash file) {
        lock.lock();
        try {
            allotment.giveBack(user, file);
        } finally {
            lock.unlock();
        }
    }

    /// Who erased the last message that told of this file; empty: one tells of it, or
    /// none ever did.
    public Optional<String> erasedBy(ContentHash file) {
        return catalogue.erasedBy(file);
    }

    /// Whether this file is needed, so that its copies matter.
    public boolean isNeeded(Manifest manifest) {
        return manifest.parcel().map(parcel -> !parcel.isOver(wallMillis.getAsLong())).orElseGet(() -> catalogue
                .isAnnounced(manifest.hash()));
    }

    /// Removes what nobody needs any more. To be called now and then, once all rooms
    /// that this server knows are read.
    ///
    /// @return what is gone
    public List<ContentHash> sweep() {
        var kept = files.all().stream().map(manifest -> new Unneeded.Kept(manifest.hash(), isNeeded(manifest),
                wanted(manifest.hash()))).toList();
        List<ContentHash> leaving;
        lock.lock();
        try {
            leaving = unneeded.look(kept, nowMillis());
        } finally {
            lock.unlock();
        }
        leaving.forEach(file -> {
            files.remove(file);
            LOG.info("{} is removed: no message tells of it any more", file);
        });
        return leaving;
    }

    private OptionalLong wanted(ContentHash file) {
        var nanos = files.lastWanted(file);
        return nanos.isEmpty() ? nanos : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()));
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
