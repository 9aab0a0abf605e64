// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/// A directory of the file system. Files are readable by their owner only, as
/// far as the system knows owners.
final class DirectoryDisk implements Disk {
    /// This much is left free for others, and for reading on.
    static final long RESERVE_BYTES = 32L << 20;

    private static final String SUFFIX = ".log";
    private static final int ZEROS = 1 << 20;

    private final Path directory;

    /// @param directory
    ///            made when the first file is
    DirectoryDisk(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<Long> segments() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[0-9]{8}\\.log"))
                    .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length()))).sorted().toList();
        }
    }

    @Override
    public File open(long number) throws IOException {
        return new ChannelFile(
                FileChannel.open(path(number), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public File create(long number, int bytes) throws IOException {
        Files.createDirectories(directory);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < RESERVE_BYTES + bytes) {
            throw new FullException(directory + ": only " + free + " bytes free", null);
        }
        var unfinished = directory.resolve("segment.tmp");
        Files.deleteIfExists(unfinished);
        var channel = FileChannel.open(unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW);
        try {
            ownerOnly(unfinished);
            var file = new ChannelFile(channel);
            for (int at = 0; at < bytes; at += ZEROS) {
                file.write(ByteBuffer.allocate(Math.min(ZEROS, bytes - at)), at);
            }
            channel.force(true);
            Files.move(unfinished, path(number), StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            return file;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    @Override
    public byte[] readSmall(String name) throws IOException {
        var file = directory.resolve(name);
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    @Override
    public void writeSmall(String name, byte[] content) throws IOException {
        Files.createDirectories(directory);
        var unfinished = directory.resolve(name + ".tmp");
        Files.write(unfinished, content);
        ownerOnly(unfinished);
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path path(long number) {
        return directory.resolve(String.format("%08d%s", number, SUFFIX));
    }

    private static void ownerOnly(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void forceDirectory() throws IOException {
        // Windows cannot open a directory, and its file systems do not need it.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private record ChannelFile(FileChannel channel) implements File {
        @Override
        public int size() throws IOException {
            return Math.toIntExact(channel.size());
        }

        @Override
        public void read(ByteBuffer into, long at) throws IOException {
            long from = at;
            while (into.hasRemaining()) {
                int count = channel.read(into, from);
                if (count < 0) {
                    throw new EOFException("segment ends at " + from);
                }
                from += count;
            }
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            long to = at;
            try {
                while (from.hasRemaining()) {
                    to += channel.write(from, to);
                }
            } catch (IOException e) {
                var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
                throw message.contains("no space") || message.contains("quota") ? new FullException(message, e) : e;
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
