// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

import justchat.chunkfile.ChunkFile;

/// A file of this machine that is about to be sent: read once to make its
/// manifest, then again chunk by chunk, never whole. Immutable; may be read by
/// several threads at once.
public final class LocalFile implements Chest {
    private final Path path;
    /// Milliseconds since 1970.
    private final long modifiedAtScan;
    private final FileManifest manifest;

    private LocalFile(Path path, long modifiedAtScan, FileManifest manifest) {
        this.path = path;
        this.modifiedAtScan = modifiedAtScan;
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
            var modified = modifiedMillis(path);
            return new Scan.Ready(new LocalFile(path, modified, read(path, size)));
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
                            ? new Scan.Ready(new LocalFile(path, modifiedMillis, manifest))
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

    /// Reads a file that nothing is known of yet.
    private record Unread(FileChannel channel, long size) implements Chest {
        @Override
        public int chunks() {
            return Chunks.count(size);
        }

        @Override
        public void read(int index, ByteBuffer into) throws IOException {
            readChunk(channel, size, index, into);
        }
    }

    private static FileManifest read(Path path, long size) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var contents = new Unread(channel, size).contents(() -> {});
            if (contents.size() != size) {
                throw new IOException("it became shorter while it was read");
            }
            var name = Objects.requireNonNullElse(path.getFileName(), path).toString();
            return new FileManifest(name, size, contents.chunkHashes());
        }
    }

    private static void readChunk(FileChannel channel, long size, int index, ByteBuffer into) throws IOException {
        ChunkFile.read(channel, Chunks.offset(index), Chunks.length(size, index), into);
    }

    public FileManifest manifest() {
        return manifest;
    }

    public Path path() {
        return path;
    }

    @Override
    public int chunks() {
        return manifest.chunks();
    }

    /// @throws IOException
    ///             also if the bytes are no longer those of the manifest
    @Override
    public void read(int index, ByteBuffer into) throws IOException {
        Objects.checkIndex(index, manifest.chunks());
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var begin = into.position();
            readChunk(channel, manifest.size(), index, into);
            if (!manifest.verifies(index, into.slice(begin, into.position() - begin))) {
                throw changed();
            }
        }
    }

    /// Likewise, for who checks the bytes: here only size and time of the last change are looked at.
    public void readUnchecked(int index, ByteBuffer into) throws IOException {
        if (Files.size(path) != manifest.size() || modifiedMillis() != modifiedAtScan) {
            throw changed();
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            readChunk(channel, manifest.size(), index, into);
        }
    }

    private IOException changed() {
        return new IOException(path + " has changed since it was shared");
    }

    /// Likewise, the caller's own.
    public byte[] chunk(int index) throws IOException {
        var bytes = ByteBuffer.allocate(manifest.length(index));
        read(index, bytes);
        return bytes.array();
    }
}
