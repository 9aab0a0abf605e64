// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
    private final Durable chunks;
    private final Durable manifests;
    private final Semaphore parallel = new Semaphore(PARALLEL, true);
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like the two fields below.
    private final Ledger ledger;
    private final Map<ContentHash, Manifest> whole = new HashMap<>();
    private int uploads;

    private FileStore(Path directory, FileLimits limits) throws IOException {
        this.limits = limits;
        this.chunks = new Durable(directory.resolve("chunks"));
        this.manifests = new Durable(directory.resolve("whole"));
        this.ledger = new Ledger(limits.quotaBytes());
    }

    /// Opens the store, made if needed. Whatever is damaged is left out and said.
    ///
    /// @throws IOException
    ///             if the directory cannot be read or made
    public static FileStore open(Path directory, FileLimits limits) throws IOException {
        var store = new FileStore(directory, limits);
        store.recover();
        return store;
    }

    /// The manifest of a file that is whole here.
    public Optional<Manifest> manifest(ContentHash file) {
        return locked(() -> Optional.ofNullable(whole.get(file)));
    }

    /// Bytes that count against the quota.
    public long usedBytes() {
        return locked(ledger::used);
    }

    /// Begins or resumes an upload. No byte was sent yet.
    public Begun begin(Manifest manifest) {
        if (manifest.file().size() > limits.maxFileBytes()) {
            return new Begun.TooLarge("files of at most " + limits.maxFileBytes() + " bytes are taken here");
        }
        return locked(() -> {
            if (uploads >= limits.maxUploads()) {
                return new Begun.Busy();
            }
            var leaving = ledger.hold(Chunk.allOf(manifest));
            if (leaving.isEmpty()) {
                return new Begun.TooLarge("this server's quota for files is reached");
            }
            leaving.get().forEach(this::delete);
            uploads++;
            return new Begun.Open(new Incoming(manifest));
        });
    }

    /// One chunk of a file that is whole here; checked against its hash. A file
    /// that turns out to be damaged is not whole any more.
    ///
    /// @return empty if the file is not whole here or has no such chunk
    /// @throws IOException
    ///             if the disk fails, or too much is being read for too long
    public Optional<byte[]> chunk(ContentHash file, int index) throws IOException {
        var manifest = manifest(file).filter(known -> 0 <= index && index < known.chunks().size());
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        if (!enter()) {
            throw new IOException("too many reads of files at once");
        }
        try {
            var bytes = read(Chunk.of(manifest.get(), index));
            if (bytes.isEmpty()) {
                forget(manifest.get());
            }
            return bytes;
        } finally {
            parallel.release();
        }
    }

    private void recover() throws IOException {
        try (var found = Files.newDirectoryStream(chunks.path(""))) {
            for (var file : found) {
                recoverChunk(file);
            }
        }
        try (var found = Files.newDirectoryStream(manifests.path(""))) {
            for (var file : found) {
                recoverManifest(file);
            }
        }
    }

    private void recoverChunk(Path file) throws IOException {
        long size = Files.size(file);
        try {
            var hash = new ContentHash(file.getFileName().toString());
            if (0 < size && size <= Manifest.CHUNK_BYTES) {
                ledger.stored(new Chunk(hash, (int) size));
                return;
            }
        } catch (IllegalArgumentException _) {
            LOG.warn("{} is no chunk; left alone", file);
            return;
        }
        LOG.warn("{} is damaged; removed", file);
        Files.delete(file);
    }

    private void recoverManifest(Path file) throws IOException {
        try {
            var manifest = ManifestFormat.decode(Files.readAllBytes(file));
            var parts = Chunk.allOf(manifest);
            if (file.endsWith(manifest.hash().hex()) && parts.stream().allMatch(ledger::isStored)) {
                ledger.hold(parts);
                whole.put(manifest.hash(), manifest);
                return;
            }
            LOG.warn("{} lacks chunks or is not under its own name; removed, other servers have the file", file);
        } catch (IOException e) {
            LOG.warn("{}: {}; removed, other servers have the file", file, e.getMessage());
        }
        Files.delete(file);
    }

    /// The bytes of a chunk on disk, if they have its hash; else it is gone.
    private Optional<byte[]> read(Chunk chunk) throws IOException {
        try {
            var bytes = Files.readAllBytes(chunks.path(chunk.hash().hex()));
            if (bytes.length == chunk.size() && Digest.of(bytes).equals(chunk.hash())) {
                return Optional.of(bytes);
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
        return Optional.empty();
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
        public Put put(int index, byte[] bytes) throws IOException {
            if (index < 0 || index >= parts.size()) {
                return new Put.Wrong("the file has no chunk " + index);
            }
            var chunk = parts.get(index);
            if (bytes.length != chunk.size() || !Digest.of(bytes).equals(chunk.hash())) {
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
            var digest = Digest.start();
            for (var chunk : parts) {
                var bytes = read(chunk);
                if (bytes.isEmpty()) {
                    return new Seal.Missing(locked(() -> indices(false)));
                }
                digest.update(bytes.get());
            }
            if (!ContentHash.of(digest.digest()).equals(manifest.hash())) {
                return new Seal.WrongHash();
            }
            chunks.sync();
            manifests.write(manifest.hash().hex(), ManifestFormat.encode(manifest));
            manifests.sync();
            return locked(this::becomeWhole);
        }

        /// The same content twice, under two names or by two uploads: the first one
        /// stays, they differ in nothing that matters.
        private Seal becomeWhole() {
            if (whole.putIfAbsent(manifest.hash(), manifest) == null) {
                ledger.hold(parts);
            }
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
