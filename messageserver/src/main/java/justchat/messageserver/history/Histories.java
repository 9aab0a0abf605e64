// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// The histories of all rooms of one server: a directory with a directory for
/// each room in which something was said. They share their writers. Thread-safe.
public final class Histories implements AutoCloseable {
    private static final String PREFIX = "room-";
    private static final String DOT = "=";

    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;
    private final Writers writers = new Writers();

    /// @param directory
    ///            made if it is not there
    /// @throws IOException
    ///             if it cannot be had, or another process has it
    public Histories(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.lock = lock(directory)
                .orElseThrow(() -> new IOException(directory + " is in use by another message server"));
    }

    /// Empty if somebody else has it. Closing the channel gives it back, as the end
    /// of the process does.
    private static Optional<FileChannel> lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException _) {
            // Somebody else in this process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /// Whether a message server has this directory now.
    public static boolean isInUse(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(LOCK))) {
            return false;
        }
        var lock = lock(directory);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /// The history of this room; takes nothing of the disk before something is said.
    /// To be opened once at a time.
    ///
    /// @param room
    ///            a name as `RoomInfo` allows it
    public SegmentHistory open(String room) {
        return new SegmentHistory(room, disk(directory, room), writers, Growth.USUAL);
    }

    /// The rooms that have something here, by name.
    public List<String> rooms() throws IOException {
        return rooms(directory);
    }

    /// The same, of this directory.
    public static List<String> rooms(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(Files::isDirectory).map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX)).map(Histories::roomOf).sorted().toList();
        }
    }

    /// Whether there is nothing of an earlier life in this directory.
    public static boolean isBlank(Path directory) throws IOException {
        for (var room : rooms(directory)) {
            if (!disk(directory, room).segments().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    static DirectoryDisk disk(Path directory, String room) {
        return new DirectoryDisk(directory.resolve(directoryOf(room)));
    }

    /// Some systems take no name that ends with a dot, or is one of a device.
    private static String directoryOf(String room) {
        return PREFIX + room.replace(".", DOT);
    }

    private static String roomOf(String directory) {
        return directory.substring(PREFIX.length()).replace(DOT, ".");
    }

    /// To be called when all histories are closed.
    @Override
    public void close() {
        writers.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
