// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// Public files on this server's disk, by content: a chunk is a file named by
/// its hash in `chunks/`, a whole file is a manifest named by its hash in
/// `whole/`. Names from outside never reach the disk.
///
/// Thread-safe; methods that read or write block, and belong on virtual threads.
/// At most [#PARALLEL] chunks are in memory at once, however large the files.
///
/// Survives crashes: a chunk is forced to disk before it has its name, a
/// manifest is written when all chunks and their names are on disk. So: a
/// manifest in `whole/` implies that all of its chunks were once here,
/// and whole.
public final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);
    private static final int PARALLEL = 8;
    private static final int PATIENCE_MILLIS = 5_000;

    private final FileLimits limits;
    private final LongSupplier freeBytes;
    private final Durable chunks;
    private final Durable manifests;
    private final Semaphore parallel = new Semaphore(PARALLEL, true);
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like the two fields below.
    private final Ledger ledger;
    private final Map<ContentHash, Manifest> whole = new HashMap<>();
    private int uploads;
    /// When somebody last wanted something of a file, by [System#nanoTime].
    private final Map<ContentHash, Long> wantedNanos = new ConcurrentHashMap<>();

    private FileStore(Path directory, FileLimits limits, LongSupplier freeBytes) throws IOException {
        this.limits = limits;
        this.freeBytes = freeBytes;
        this.chunks = new Durable(directory.resolve("chunks"));
        this.manifests = new Durable(directory.resolve("whole"));
        this.ledger = new Ledger(limits.quotaBytes());
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
        Recovery.run(store.chunks, store.manifests, store.ledger, store.whole);
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

    /// It is not kept any more, nor are those of its chunks that no other file has.
    public void remove(ContentHash file) {
        locked(() -> {
            var manifest = whole.remove(file);
            if (manifest != null) {
                deleteManifest(manifest);
                var parts = Chunk.allOf(manifest);
                ledger.release(parts);
                ledger.dropUnheld(parts).forEach(this::delete);
                wantedNanos.remove(file);
            }
            return true;
        });
    }

    /// Bytes that count against the quota.
    public long usedBytes() {
        return locked(ledger::used);
    }

    /// Begins or resumes an upload. No byte was sent yet.
    public Begun begin(Manifest manifest) {
        if (manifest.file().size() > limits.maxFileBytes()) {
            return new Begun.TooLarge("files of at most " + inMib(limits.maxFileBytes()) + " are taken here");
        }
        return locked(() -> {
            if (uploads >= limits.maxUploads()) {
                return new Begun.Busy();
            }
            var leaving = ledger.hold(Chunk.allOf(manifest));
            if (leaving.isEmpty()) {
                return new Begun.TooLarge("this server's quota for files is reached: it keeps "
                        + inMib(limits.quotaBytes()));
            }
            leaving.get().forEach(this::delete);
            if (ledger.promised() > Math.max(0, freeBytes.getAsLong() - limits.reserveBytes())) {
                ledger.release(Chunk.allOf(manifest));
                return new Begun.TooLarge("this server's disk is too full for this file; ask who runs it for room");
            }
            uploads++;
            return new Begun.Open(new Incoming(manifest));
        });
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
        var bytes = ByteBuffer.allocate(part(file, index).map(Chunk::size).orElse(0));
        return read(file, index, bytes) ? Optional.of(bytes.array()) : Optional.empty();
    }

    /// Likewise.
    ///
    /// @param into
    ///            gets it, and has room for it; what it gets is undefined if there is no such chunk
    public boolean read(ContentHash file, int index, ByteBuffer into) throws IOException {
        var chunk = part(file, index);
        if (chunk.isEmpty()) {
            return false;
        }
        if (!enter()) {
            throw new IOException("too many reads of files at once");
        }
        wanted(file);
        try {
            var isRead = read(chunk.get(), into);
            if (!isRead) {
                manifest(file).ifPresent(this::forget);
            }
            return isRead;
        } finally {
            parallel.release();
        }
    }

    private Optional<Chunk> part(ContentHash file, int index) {
        return manifest(file).filter(known -> 0 <= index && index < known.chunks().size()).map(known -> Chunk.of(known,
                index));
    }

    /// The bytes of a chunk on disk.
    ///
    /// @return false if they do not have its hash: it is gone
    private boolean read(Chunk chunk, ByteBuffer into) throws IOException {
        try {
            var begin = into.position();
            chunks.read(chunk.hash().hex(), into);
            var bytes = into.duplicate().position(begin).limit(into.position());
            if (bytes.remaining() == chunk.size() && Digest.of(bytes).equals(chunk.hash())) {
                return true;
            }
            LOG.error("chunk {} is damaged on disk; removed", chunk.hash());
        } catch (NoSuchFileException e) {
            LOG.error("chunk {} is gone from disk", chunk.hash(), e);
        }
        locked(() -> {
            ledger.lost(chunk);
            delete(chunk);
            return true;
        });
        return false;
    }

    private void forget(Manifest manifest) {
        locked(() -> {
            if (whole.remove(manifest.hash()) != null) {
                ledger.release(Chunk.allOf(manifest));
                deleteManifest(manifest);
            }
            return true;
        });
    }

    private void delete(Chunk chunk) {
        try {
            chunks.delete(chunk.hash().hex());
        } catch (IOException e) {
            LOG.error("chunk {} cannot be removed", chunk.hash(), e);
        }
    }

    private void deleteManifest(Manifest manifest) {
        try {
            manifests.delete(manifest.hash().hex());
        } catch (IOException e) {
            LOG.error("manifest {} cannot be removed", manifest.hash(), e);
        }
    }

    private boolean enter() {
        try {
            return parallel.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T locked(java.util.function.Supplier<T> step) {
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
        private final List<Chunk> parts;
        /// Guarded by the store's lock.
        private boolean closed;

        Incoming(Manifest manifest) {
            this.manifest = Objects.requireNonNull(manifest, "manifest");
            this.parts = Chunk.allOf(manifest);
        }

        @Override
        public Manifest manifest() {
            return manifest;
        }

        @Override
        public List<Integer> present() {
            return locked(() -> indices(true));
        }

        @Override
        public Put put(int index, ByteBuffer bytes) throws IOException {
            if (index < 0 || index >= parts.size()) {
                return new Put.Wrong("the file has no chunk " + index);
            }
            var chunk = parts.get(index);
            if (bytes.remaining() != chunk.size() || !Digest.of(bytes).equals(chunk.hash())) {
                return new Put.Wrong("chunk " + index + " is not what the manifest says");
            }
            if (locked(() -> ledger.isStored(chunk))) {
                return new Put.Stored();
            }
            if (!enter()) {
                return new Put.Busy();
            }
            try {
                chunks.write(chunk.hash().hex(), bytes);
                return locked(() -> {
                    ledger.stored(chunk);
                    return new Put.Stored();
                });
            } finally {
                parallel.release();
            }
        }

        @Override
        public Seal seal() throws IOException {
            if (manifest.equals(locked(() -> whole.get(manifest.hash())))) {
                return new Seal.Whole();
            }
            var absent = locked(() -> indices(false));
            if (!absent.isEmpty()) {
                return new Seal.Missing(absent);
            }
            if (!enter()) {
                return new Seal.Busy();
            }
            try {
                return check();
            } finally {
                parallel.release();
            }
        }

        private Seal check() throws IOException {
            var buffer = ByteBuffer.allocate(Manifest.CHUNK_BYTES + Manifest.SEAL_BYTES);
            if (!isWhole(buffer)) {
                // Either a chunk was damaged on disk, or the manifest lies.
                for (var chunk : parts) {
                    read(chunk, buffer.clear());
                }
                var absent = locked(() -> indices(false));
                return absent.isEmpty() ? new Seal.WrongHash() : new Seal.Missing(absent);
            }
            chunks.sync();
            manifests.write(manifest.hash().hex(), ByteBuffer.wrap(ManifestFormat.encode(manifest)));
            manifests.sync();
            return locked(this::becomeWhole);
        }

        /// Each byte is hashed once: if the whole is right, so are its chunks.
        private boolean isWhole(ByteBuffer buffer) throws IOException {
            var digest = Digest.start();
            for (var chunk : parts) {
                try {
                    chunks.read(chunk.hash().hex(), buffer.clear());
                    digest.update(buffer.flip());
                } catch (NoSuchFileException _) {
                    return false;
                }
            }
            return ContentHash.of(digest.digest()).equals(manifest.hash());
        }

        /// The same content twice, under two names or by two uploads: the first one
        /// stays, they differ in nothing that matters.
        private Seal becomeWhole() {
            if (whole.putIfAbsent(manifest.hash(), manifest) == null) {
                ledger.hold(parts);
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
                    ledger.release(parts);
                }
                return true;
            });
        }

        private List<Integer> indices(boolean stored) {
            var found = new ArrayList<Integer>();
            IntStream.range(0, parts.size()).filter(index -> ledger.isStored(parts.get(index)) == stored).forEach(
                    found::add);
            return found;
        }
    }
}
