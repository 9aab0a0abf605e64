// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.chunkfile.ChunkFile;

/// The folder of contents, each one file under its [Content#name], whole or
/// [Arriving]. Thread-safe; methods block on the disk.
final class ContentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFolder.class);
    /// What the numbers of the chunks that have arrived end with.
    private static final String ARRIVED = ".arrived";

    private final Path folder;

    /// Opens it, made if needed.
    ContentFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    private Path bytes(Content content) {
        return folder.resolve(content.name());
    }

    private Path numbers(Content content) {
        return folder.resolve(content.name() + ARRIVED);
    }

    /// What an earlier life left, whole or not.
    Set<Content> found() throws IOException {
        var found = new HashSet<Content>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                Content.named(name.endsWith(ARRIVED) ? name.substring(0, name.length() - ARRIVED.length()) : name)
                        .ifPresentOrElse(found::add, () -> LOG.warn("{} is no content; left alone", file));
            }
        }
        return found;
    }

    boolean hasAllBytes(Content content) throws IOException {
        return Files.exists(bytes(content)) && Files.size(bytes(content)) == content.size();
    }

    /// How many bytes of it have arrived, if it is not whole.
    long arrivedBytes(Content content) throws IOException {
        if (!Files.exists(bytes(content)) || !Files.exists(numbers(content))) {
            return 0;
        }
        try (var numbers = FileChannel.open(numbers(content), StandardOpenOption.READ)) {
            return Arriving.read(content, numbers).stream().mapToLong(content::sizeOf).sum();
        }
    }

    /// Begins, or goes on with what is there.
    Arriving arriving(Content content) throws IOException {
        return Arriving.open(content, bytes(content), numbers(content));
    }

    /// One chunk, or as much of it as there is.
    ///
    /// @throws java.nio.file.NoSuchFileException
    ///             if there is no such content
    void read(Content content, int index, ByteBuffer into) throws IOException {
        try (var channel = FileChannel.open(bytes(content), StandardOpenOption.READ)) {
            ChunkFile.read(channel, content.offset(index), content.sizeOf(index), into);
        }
    }

    /// Makes the names survive a crash of the machine.
    void sync() throws IOException {
        Durable.sync(folder);
    }

    /// It is whole, and a manifest says so.
    void settled(Content content) {
        delete(numbers(content));
    }

    void delete(Content content) {
        delete(numbers(content));
        delete(bytes(content));
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.error("{} cannot be removed", path, e);
        }
    }
}
