// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The histories of all rooms of one server: a directory with a directory for
/// each room in which something was said. They share their writers. Thread-safe.
public final class Histories implements AutoCloseable {
    private static final String PREFIX = "room-";
    private static final String DOT = "=";

    private final Path directory;
    private final Writers writers = new Writers();

    /// @param directory
    ///            made when the first entry is written
    public Histories(Path directory) {
        this.directory = directory;
    }

    /// The history of this room; takes nothing of the disk before something is said.
    /// To be opened once at a time.
    ///
    /// @param room
    ///            a name as `RoomInfo` allows it
    public SegmentHistory open(String room) {
        return new SegmentHistory(room, new DirectoryDisk(directory.resolve(directoryOf(room))), writers,
                Growth.USUAL);
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
            if (!new DirectoryDisk(directory.resolve(directoryOf(room))).segments().isEmpty()) {
                return false;
            }
        }
        return true;
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
    }
}
