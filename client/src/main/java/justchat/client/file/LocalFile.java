// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// A file of this machine that is about to be sent: read once to make its
/// manifest, then again chunk by chunk, never whole. Immutable; may be read by
/// several threads at once.
public final class LocalFile {
    private final Path path;
    private final FileManifest manifest;

    private LocalFile(Path path, FileManifest manifest) {
        this.path = path;
        this.manifest = manifest;
    }

    /// What came of looking at a path that somebody typed.
    public sealed interface Scan {
        record Ready(LocalFile file) implements Scan {}

        /// @param sentence
        ///            for the person who typed it
        record Unusable(String sentence) implements Scan {}
    }

    /// Reads the file and makes its manifest; takes as long as reading it takes. A
    /// path that cannot be shared is an answer, and nobody else hears of it.
    public static Scan scan(String typed) {
        final Path path;
        try {
            path = Path.of(typed);
        } catch (InvalidPathException _) {
            return new Scan.Unusable("Not a path: " + typed);
        }
        if (typed.isBlank()) {
            return new Scan.Unusable("Which file? Give its path");
        }
        if (!Files.exists(path)) {
            return new Scan.Unusable("No such file: " + typed);
        }
        if (Files.isDirectory(path)) {
            return new Scan.Unusable(typed + " is a directory; only files can be shared");
        }
        if (!Files.isRegularFile(path)) {
            return new Scan.Unusable(typed + " is not a regular file");
        }
        if (!Files.isReadable(path)) {
            return new Scan.Unusable("No permission to read " + typed);
        }
        try {
            var size = Files.size(path);
            if (size == 0) {
                return new Scan.Unusable(typed + " is empty");
            }
            if (size > Chunks.MAX_FILE_BYTES) {
                return new Scan.Unusable(typed + " is too large: at most 4 GiB can be shared");
            }
            return new Scan.Ready(new LocalFile(path, read(path, size)));
        } catch (IOException e) {
            return new Scan.Unusable("Cannot read " + typed + ": " + e.getMessage());
        }
    }

    /// A file that was read in an earlier run, if it is the same still, as its size and
    /// the time of its last change say. Its chunks are checked when they are read.
    public static Scan again(Path path, long modifiedMillis, FileManifest manifest) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == manifest.size()
                    && modifiedMillis(path) == modifiedMillis
                            ? new Scan.Ready(new LocalFile(path, manifest))
                            : new Scan.Unusable(path + " has changed since it was shared");
        } catch (IOException _) {
            return new Scan.Unusable(path + " cannot be read any more");
        }
    }

    private static long modifiedMillis(Path path) throws IOException {
        return Files.getLastModifiedTime(path).toMillis();
    }

    /// When it was last changed, in milliseconds since 1970.
    public long modifiedMillis() throws IOException {
        return modifiedMillis(path);
    }

    private static FileManifest read(Path path, long size) throws IOException {
        var whole = Chunks.sha256();
        var hashes = new ArrayList<byte[]>();
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var other = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hashes").factory())) {
            for (var index = 0; index < Chunks.count(size); index++) {
                var bytes = readChunk(channel, size, index);
                // Beside each other: of the chunk, and of the whole.
                var hash = other.submit(() -> Chunks.sha256().digest(bytes));
                whole.update(bytes);
                hashes.add(hash.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        } catch (ExecutionException e) {
            throw new IllegalStateException("no SHA-256 of a chunk", e);
        }
        var name = Objects.requireNonNullElse(path.getFileName(), path).toString();
        return new FileManifest(name, size, whole.digest(), hashes);
    }

    static byte[] readChunk(FileChannel channel, long size, int index) throws IOException {
        var buffer = ByteBuffer.allocate(Chunks.length(size, index));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, Chunks.offset(index) + buffer.position()) < 0) {
                return Arrays.copyOf(buffer.array(), buffer.position());
            }
        }
        return buffer.array();
    }

    public FileManifest manifest() {
        return manifest;
    }

    public Path path() {
        return path;
    }

    /// The bytes of one chunk.
    ///
    /// @throws IOException
    ///             if they cannot be read, or are no longer those of the manifest
    public byte[] chunk(int index) throws IOException {
        Objects.checkIndex(index, manifest.chunks());
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var bytes = readChunk(channel, manifest.size(), index);
            if (!manifest.verifies(index, bytes)) {
                throw new IOException(path + " has changed since it was shared");
            }
            return bytes;
        }
    }
}
