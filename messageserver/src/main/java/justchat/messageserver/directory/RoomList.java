// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.RoomInfo;

/// The rooms that were known, in a file of one line each, replaced at once or not
/// at all: a server that starts without balancers has its rooms. Not
/// thread-safe.
///
/// A line: name, order, view and time of creation, owner, and of a closed room its first lock (salt and admission key in
/// hex, memory, passes, lanes, separated by commas), separated by tabs.
final class RoomList {
    private static final Logger LOG = LoggerFactory.getLogger(RoomList.class);
    private static final String HEAD = "JustChat rooms 1";
    private static final int FIELDS = 6;
    /// As it was before rooms could be closed.
    private static final int OLD_FIELDS = 5;

    private final Path file;

    RoomList(Path file) {
        this.file = file;
    }

    /// What was written last; what cannot be read is left out.
    List<RoomInfo> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            LOG.error("{} is no list of rooms; the balancers will tell which there are", file);
            return List.of();
        }
        var rooms = new ArrayList<RoomInfo>();
        for (var line : lines.subList(1, lines.size())) {
            parse(line).ifPresentOrElse(rooms::add, () -> LOG.error("{}: a damaged line is left out", file));
        }
        return rooms;
    }

    private static Optional<RoomInfo> parse(String line) {
        var fields = line.split("\t", -1);
        try {
            return fields.length == FIELDS || fields.length == OLD_FIELDS
                    ? Optional.of(new RoomInfo(fields[0], Order.valueOf(fields[1]), fields[4], Long.parseLong(
                            fields[2]), Long.parseLong(fields[3]),
                            fields.length == FIELDS
                                    ? lock(fields[5])
                                    : Optional.empty()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Lock> lock(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var parts = text.split(",", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("lock of " + parts.length + " parts");
        }
        return Optional.of(new Lock(1, Bytes.of(HexFormat.of().parseHex(parts[0])), Bytes.of(HexFormat.of().parseHex(
                parts[1])), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), Integer.parseInt(parts[4])));
    }

    private static String text(Lock lock) {
        return String.join(",", HexFormat.of().formatHex(lock.salt().toArray()), HexFormat.of().formatHex(lock
                .admissionKey().toArray()), Integer.toString(lock.memoryKiB()), Integer.toString(lock.passes()),
                Integer.toString(lock.lanes()));
    }

    /// Returns when it is durable.
    void write(Collection<RoomInfo> rooms) throws IOException {
        var text = new StringBuilder(HEAD).append('\n');
        for (var room : rooms) {
            text.append(String.join("\t", room.name(), room.order().name(), Long.toString(room.createdInView()), Long
                    .toString(room.createdAtMillis()), room.owner(), room.lock().map(RoomList::text).orElse("")))
                    .append('\n');
        }
        var unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
