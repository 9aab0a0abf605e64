// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// Public files on this server's disk, by content: all bytes of a file are one
/// file in `contents/`, and what it is and for whom a manifest in `whole/`. Both
/// names are made of hash and size, none comes from outside.
///
/// Thread-safe; methods that read or write block, and belong on virtual threads.
/// At most [Turns#AT_ONCE] chunks are in memory at once, however large the files.
///
/// Survives crashes: a manifest is written when all bytes and their name are on
/// disk. So: a manifest in `whole/` implies that its content was once here, whole.
public final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final FileLimits limits;
    private final LongSupplier freeBytes;
    private final ContentFolder contents;
    private final Durable manifests;
    private final Turns turns = new Turns();
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like the four fields below.
    private final Ledger ledger;
    private final Map<ContentHash, Manifest> whole = new HashMap<>();
    private final Arrivals arrivals;
    private final Checked checked = new Checked();
    private int uploads;
    /// When somebody last wanted something of a file, by [System#nanoTime].
    private final Map<ContentHash, Long> wantedNanos = new ConcurrentHashMap<>();

    private FileStore(Path directory, FileLimits limits, LongSupplier freeBytes) throws IOException {
        this.limits = limits;
        this.freeBytes = freeBytes;
        this.contents = new ContentFolder(directory.resolve("contents"));
        this.manifests = new Durable(directory.resolve("whole"));
        this.ledger = new Ledger(limits.quotaBytes());
        this.arrivals = new Arrivals(contents);
    }

    /// Opens the store, made if needed. Whatever is damaged is left out and said.
    ///
    /// @throws IOException
    ///             if the directory cannot be read or made
    public static FileStore open(Path directory, FileLimits limits) throws IOException {
        return open(directory, limits, directory.toFile()::getUsableSpace);
    }

    /// @param freeBytes
    ///            of the disk
    static FileStore open(Path directory, FileLimits limits, LongSupplier freeBytes) throws IOException {
        var store = new FileStore(directory, limits, freeBytes);
        Recovery.run(store.contents, store.manifests, store.ledger, store.whole);
        return store;
    }

    /// The manifest of a file that is whole here.
    public Optional<Manifest> manifest(ContentHash file) {
        return locked(() -> Optional.ofNullable(whole.get(file)));
    }

    /// All files that are whole here, parcels too.
    public List<Manifest> all() {
        return locked(() -> List.copyOf(whole.values()));
    }

    /// Somebody wants this file, so it is not to be removed for a while.
    public void wanted(ContentHash file) {
        if (locked(() -> whole.containsKey(file))) {
            wantedNanos.put(file, System.nanoTime());
        }
    }

    /// When somebody last wanted it, by [System#nanoTime]; empty: nobody, in this
    /// life.
    OptionalLong lastWanted(ContentHash file) {
        var nanos = wantedNanos.get(file);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    /// It is not kept any more; what is being uploaded at the moment stays.
    public void remove(ContentHash file) {
        locked(() -> {
            manifest(file).ifPresent(this::forget);
            wantedNanos.remove(file);
            return true;
        });
    }

    /// To be called under the lock, with a file that is whole.
    private void forget(Manifest manifest) {
        var content = Content.of(manifest);
        whole.remove(manifest.hash());
        checked.remove(content);
        try {
            manifests.delete(manifest.hash().hex());
        } catch (IOException e) {
            LOG.error("manifest {} cannot be removed", manifest.hash(), e);
        }
        ledger.release(content);
        if (arrivals.of(content).isEmpty()) {
            ledger.lost(content);
            contents.delete(content);
        }
    }

    /// Bytes that count against the quota.
    public long usedBytes() {
        return locked(ledger::used);
    }

    /// Begins or resumes an upload. No byte was sent yet.
    ///
    /// @throws IOException
    ///             if the disk fails
    public Begun begin(Manifest manifest) throws IOException {
        if (manifest.file().size() > limits.maxFileBytes()) {
            return new Begun.TooLarge("files of at most " + inMib(limits.maxFileBytes()) + " are taken here");
        }
        lock.lock();
        try {
            return uploads < limits.maxUploads() ? beginOne(manifest) : new Begun.Busy();
        } finally {
            lock.unlock();
        }
    }

    private Begun beginOne(Manifest manifest) throws IOException {
        var content = Content.of(manifest);
        var leaving = ledger.hold(content);
        if (leaving.isEmpty()) {
            return new Begun.TooLarge("this server's quota for files is reached: it keeps "
                    + inMib(limits.quotaBytes()));
        }
        leaving.get().forEach(contents::delete);
        if (ledger.promised() > Math.max(0, freeBytes.getAsLong() - limits.reserveBytes())) {
            ledger.release(content);
            return new Begun.TooLarge("this server's disk is too full for this file; ask who runs it for room");
        }
        try {
            // What is whole already need not arrive.
            var arriving = isWhole(content) && arrivals.of(content).isEmpty()
                    ? Optional.<Arriving>empty()
                    : Optional.of(arrivals.join(content));
            uploads++;
            return new Begun.Open(new Incoming(manifest, arriving));
        } catch (IOException e) {
            ledger.release(content);
            throw e;
        }
    }

    /// Nobody is at it any more.
    private void left(Content content) {
        if (isWhole(content)) {
            contents.settled(content);
        } else if (!ledger.knows(content)) {
            contents.delete(content);
        }
    }

    /// To be called under the lock.
    private boolean isWhole(Content content) {
        var manifest = whole.get(content.hash());
        return manifest != null && Content.of(manifest).equals(content);
    }

    static String inMib(long bytes) {
        return bytes % (1L << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }

    /// One chunk of a file that is whole here; checked against its hash. A file
    /// that turns out to be damaged is not whole any more.
    ///
    /// @return empty if the file is not whole here or has no such chunk
    /// @throws IOException
    ///             if the disk fails, or too much is being read for too long
    public Optional<byte[]> chunk(ContentHash file, int index) throws IOException {
        var bytes = ByteBuffer.allocate(known(file, index).map(manifest -> manifest.sizeOf(index)).orElse(0));
        return read(file, index, bytes, true) ? Optional.of(bytes.array()) : Optional.empty();
    }

    /// Likewise, for one who checks it, too: it is not checked here if it was right before in this life. If it is not any
    /// more, [#chunk] finds that out.
    ///
    /// @param into
    ///            gets it, and has room for it; what it gets is undefined if there is no such chunk
    public boolean read(ContentHash file, int index, ByteBuffer into) throws IOException {
        return read(file, index, into, false);
    }

    private boolean read(ContentHash file, int index, ByteBuffer into, boolean again) throws IOException {
        var manifest = known(file, index);
        if (manifest.isEmpty()) {
            return false;
        }
        if (!turns.enter()) {
            throw new IOException("too many reads of files at once");
        }
        wanted(file);
        try {
            return read(manifest.get(), index, into, again);
        } finally {
            turns.leave();
        }
    }

    private Optional<Manifest> known(ContentHash file, int index) {
        return manifest(file).filter(known -> 0 <= index && index < known.chunks().size());
    }

    private boolean read(Manifest manifest, int index, ByteBuffer into, boolean again) throws IOException {
        try {
            var content = Content.of(manifest);
            var begin = into.position();
            contents.read(content, index, into);
            if (!again && locked(() -> checked.contains(content, index))) {
                return true;
            }
            if (manifest.verifies(index, into.slice(begin, into.position() - begin))) {
                return locked(() -> isRight(content, index));
            }
            LOG.error("chunk {} of {} is damaged on disk; the file is removed", index, manifest.hash());
        } catch (NoSuchFileException e) {
            LOG.error("{} is gone from disk", manifest.hash(), e);
        }
        locked(() -> damaged(manifest, index));
        return false;
    }

    private boolean isRight(Content content, int index) {
        if (isWhole(content)) {
            checked.add(content, index);
        }
        return true;
    }

    private boolean damaged(Manifest manifest, int index) {
        if (manifest.equals(whole.get(manifest.hash()))) {
            var content = Content.of(manifest);
            arrivals.of(content).ifPresent(arriving -> {
                arriving.lost(index);
                ledger.lost(content, content.sizeOf(index));
            });
            forget(manifest);
            return true;
        }
        return false;
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /// An upload's share of the store.
    private final class Incoming implements Upload {
        private final Manifest manifest;
        private final Content content;
        private final Optional<Arriving> arriving;
        /// Guarded by the store's lock.
        private boolean closed;

        Incoming(Manifest manifest, Optional<Arriving> arriving) {
            this.manifest = manifest;
            this.content = Content.of(manifest);
            this.arriving = arriving;
        }

        @Override
        public Manifest manifest() {
            return manifest;
        }

        @Override
        public List<Integer> present() {
            return arriving.map(Arriving::present).orElseGet(this::all);
        }

        private List<Integer> all() {
            return IntStream.range(0, content.chunks()).boxed().toList();
        }

        @Override
        public Put put(int index, ByteBuffer bytes) throws IOException {
            if (index < 0 || index >= content.chunks()) {
                return new Put.Wrong("the file has no chunk " + index);
            }
            if (!manifest.verifies(index, bytes)) {
                return new Put.Wrong("chunk " + index + " is not what the manifest says");
            }
            if (arriving.isEmpty()) {
                return new Put.Stored();
            }
            if (!turns.enter()) {
                return new Put.Busy();
            }
            try {
                if (arriving.get().put(index, bytes)) {
                    locked(() -> {
                        if (ledger.knows(content)) {
                            ledger.arrived(content, bytes.remaining());
                        }
                        return true;
                    });
                }
                return new Put.Stored();
            } finally {
                turns.leave();
            }
        }

        @Override
        public Seal seal() throws IOException {
            if (locked(() -> isWhole(content))) {
                return new Seal.Whole();
            }
            var missing = arriving.map(Arriving::missing).orElseGet(this::all);
            if (!missing.isEmpty()) {
                return new Seal.Missing(missing);
            }
            if (!turns.enter()) {
                return new Seal.Busy();
            }
            try {
                return settle(arriving.get());
            } finally {
                turns.leave();
            }
        }

        private Seal settle(Arriving complete) throws IOException {
            var damaged = complete.settle(manifest);
            if (!damaged.isEmpty()) {
                LOG.error("{} chunks of {} were damaged while this server was down", damaged.size(), manifest.hash());
                return locked(() -> {
                    damaged.forEach(index -> ledger.lost(content, content.sizeOf(index)));
                    return new Seal.Damaged(damaged);
                });
            }
            contents.sync();
            manifests.write(manifest.hash().hex(), ByteBuffer.wrap(ManifestFormat.encode(manifest)));
            manifests.sync();
            return locked(this::becomeWhole);
        }

        /// The same content twice, under two names or by two uploads: the first one
        /// stays, they differ in nothing that matters.
        private Seal becomeWhole() {
            if (whole.putIfAbsent(manifest.hash(), manifest) == null) {
                ledger.hold(content);
                checked.addAll(content);
            }
            wanted(manifest.hash());
            return new Seal.Whole();
        }

        @Override
        public void close() {
            locked(() -> {
                if (!closed) {
                    closed = true;
                    uploads--;
                    ledger.release(content);
                    if (arriving.isPresent() && arrivals.leave(content)) {
                        left(content);
                    }
                }
                return true;
            });
        }
    }
}
