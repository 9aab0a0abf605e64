// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import justchat.chunkfile.ChunkFile;
import justchat.client.model.ContentHash;

/// A file that is arriving. Chunks come in any order; each is checked against
/// its hash before it is written, into `NAME.HASH.part` beside the target. What
/// an earlier attempt left there is checked and kept. When all are there they are
/// flushed to disk and moved to the name at once; a name that is taken is never
/// overwritten but numbered. When every chunk is right the whole is: see
/// [FileManifest].
///
/// Thread-safe: chunks may be written by several threads.
public final class Download implements AutoCloseable {
    private static final int MAX_NUMBER = 9_999;

    private final Path folder;
    private final String name;
    private final FileManifest manifest;
    private final Check check;
    private final Path part;
    private final FileChannel channel;
    private final ChunkFile chunks;
    private final FileLock lock;
    /// Guarded by `this`.
    private final BitSet present = new BitSet();
    /// Of the chunks that are here; guarded by `this`.
    private long presentBytes;

    /// Whether these are the bytes of that chunk.
    public interface Check {
        /// @param bytes
        ///            stay there
        boolean isRight(int index, ByteBuffer bytes);

        /// When every chunk was right: whether the file is what was announced. Where the
        /// hashes of the chunks are those of the file it cannot be another.
        default boolean isWhole() {
            return true;
        }
    }

    private Download(Path folder, String name, FileManifest manifest, Check check, Path part, FileChannel channel,
            FileLock lock) {
        this.folder = folder;
        this.name = name;
        this.manifest = manifest;
        this.check = check;
        this.part = part;
        this.channel = channel;
        this.chunks = new ChunkFile(channel);
        this.lock = lock;
    }

    /// Begins, or goes on with what is there. Creates the folder if need be.
    ///
    /// @param name
    ///            what to save it as; made safe here
    /// @throws IOException
    ///             if the part file cannot be made, is a link, or is being written
    ///             by another client; with a sentence
    public static Download open(Path folder, String name, FileManifest manifest) throws IOException {
        return open(folder, name, manifest, manifest::verifies);
    }

    /// Likewise; chunks are checked in another way than by the hashes of the manifest.
    public static Download open(Path folder, String name, FileManifest manifest, Check check) throws IOException {
        Files.createDirectories(folder);
        var real = folder.toRealPath();
        var safe = SafeName.of(name);
        var part = Unfinished.part(real, safe, ContentHash.of(manifest.hash()));
        var channel = FileChannel.open(part, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            return resumed(new Download(real, safe, manifest, check, part, channel, lock(channel, part)));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Download resumed(Download download) throws IOException {
        try {
            download.resume();
            return download;
        } catch (IOException | RuntimeException e) {
            download.close();
            throw e;
        }
    }

    private static FileLock lock(FileChannel channel, Path part) throws IOException {
        try {
            return Objects.requireNonNull(channel.tryLock());
        } catch (OverlappingFileLockException | NullPointerException _) {
            throw new IOException(part.getFileName() + " is being written by another download already");
        }
    }

    /// Whether it is being written, by whichever process.
    static boolean isBusy(Path part) {
        try (var channel = FileChannel.open(part, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private synchronized void resume() throws IOException {
        var length = channel.size();
        var bytes = ByteBuffer.allocate(Chunks.BYTES);
        for (var index = 0; index < manifest.chunks() && Chunks.offset(index) < length; index++) {
            chunks.read(Chunks.offset(index), manifest.length(index), bytes.clear());
            if (check.isRight(index, bytes.flip())) {
                mark(index);
            }
        }
    }

    private synchronized void mark(int index) {
        if (!present.get(index)) {
            present.set(index);
            presentBytes += manifest.length(index);
        }
    }

    /// Where it will be, if that name is still free then.
    public Path target() {
        return folder.resolve(name);
    }

    /// The chunks that are not here yet, ascending.
    public synchronized int[] missing() {
        return IntStream.range(0, manifest.chunks()).filter(index -> !present.get(index)).toArray();
    }

    /// How many bytes are here, for a progress bar.
    public synchronized long presentBytes() {
        return presentBytes;
    }

    /// Writes one chunk; one that is here already changes nothing.
    ///
    /// @return false if these are not the bytes of that chunk: nothing was written
    public boolean write(int index, ByteBuffer bytes) throws IOException {
        if (!check.isRight(index, bytes)) {
            return false;
        }
        chunks.write(Chunks.offset(index), bytes);
        mark(index);
        return true;
    }

    /// The end: all chunks are here; checks the whole, and gives it its name.
    ///
    /// @return the path that it has now
    /// @throws IOException
    ///             if the whole is not what was announced (the part file is removed
    ///             then: its chunks were right, so who announced it lied), or the
    ///             disk fails
    public synchronized Path finish() throws IOException {
        if (present.cardinality() < manifest.chunks()) {
            throw new IllegalStateException("chunks missing: " + (manifest.chunks() - present.cardinality()));
        }
        channel.truncate(manifest.size());
        if (!check.isWhole()) {
            discard();
            throw new IOException(name + " is not what was announced: its hash differs");
        }
        chunks.force();
        close();
        var saved = moveToFreeName();
        Unfinished.forget(folder, name, ContentHash.of(manifest.hash()));
        return saved;
    }

    /// An empty file of that name is made first, which fails if there is any; then
    /// the part file takes its place in one step.
    private Path moveToFreeName() throws IOException {
        for (var number = 1; number <= MAX_NUMBER; number++) {
            var target = folder.resolve(number == 1 ? name : SafeName.numbered(name, number));
            try {
                Files.createFile(target);
            } catch (FileAlreadyExistsException _) {
                continue;
            }
            try {
                return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        throw new IOException("There are " + MAX_NUMBER + " files named like " + name + " in " + folder);
    }

    /// Stops; what has arrived stays in the part file for the next attempt.
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            lock.release();
            chunks.close();
        }
    }

    /// Stops and removes what has arrived.
    public void discard() throws IOException {
        close();
        Unfinished.discard(folder, name, ContentHash.of(manifest.hash()));
    }
}
