// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.crypto.RoomKeys;
import justchat.client.model.RoomLock;
import justchat.secretfile.SecretFile;

/// The keys of closed rooms whose codes were ever entered here: a file for each
/// room in `closed` of the data directory, for its owner only. A line is a lock:
/// number, public half of its admission key and keys, the latter two in hex digits,
/// separated by blanks. Codes are not kept.
///
/// Thread-safe; reads and writes its small files where it is asked. A disk that
/// cannot be written costs the memory of this run only.
final class KeyShelf {
    private static final Logger LOG = LoggerFactory.getLogger(KeyShelf.class);
    private static final String FOLDER = "closed";
    private static final String ENDING = ".keys";

    /// Empty: nothing is kept.
    private final Optional<Path> folder;
    /// By room. Guarded by `this`.
    private final Map<String, List<Kept>> kept = new HashMap<>();

    private record Kept(int lock, String admissionKey, RoomKeys keys) {
        String line() {
            return lock + " " + admissionKey + " " + HexFormat.of().formatHex(keys.encoded()) + "\n";
        }
    }

    KeyShelf(Optional<Path> directory) {
        this.folder = directory.map(path -> path.resolve(FOLDER));
    }

    /// Whether this room is one that is closed for all that was ever known here.
    synchronized boolean knows(String room) {
        return !of(room).isEmpty();
    }

    /// The keys of just this lock.
    synchronized Optional<RoomKeys> of(String room, RoomLock lock) {
        return of(room).stream().filter(one -> one.lock == lock.number() && one.admissionKey.equals(lock
                .admissionKey())).map(Kept::keys).findFirst();
    }

    /// The keys of all locks of this number: two that were made at the same moment may
    /// have the same.
    synchronized List<RoomKeys> of(String room, int lock) {
        return of(room).stream().filter(one -> one.lock == lock).map(Kept::keys).toList();
    }

    synchronized void put(String room, int lock, RoomKeys keys) {
        var admissionKey = HexFormat.of().formatHex(keys.admissionKey());
        var all = new ArrayList<>(of(room));
        // Another client of the same user may have kept some meanwhile.
        folder.ifPresent(path -> read(path.resolve(room + ENDING)).forEach(one -> add(all, one)));
        add(all, new Kept(lock, admissionKey, keys));
        kept.put(room, List.copyOf(all));
        folder.ifPresent(path -> write(path.resolve(room + ENDING), all));
    }

    private static void add(List<Kept> all, Kept one) {
        if (all.stream().noneMatch(other -> other.lock == one.lock && other.admissionKey.equals(one.admissionKey))) {
            all.add(one);
        }
    }

    private List<Kept> of(String room) {
        return kept.computeIfAbsent(room, name -> folder.map(path -> read(path.resolve(name + ENDING))).orElseGet(
                List::of));
    }

    private static void write(Path file, List<Kept> all) {
        var text = new StringBuilder();
        all.forEach(one -> text.append(one.line()));
        try {
            SecretFile.write(file, text.toString());
        } catch (IOException e) {
            LOG.warn("cannot keep the keys of a room in {}: {}", file, e.toString());
        }
    }

    private static List<Kept> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file, StandardCharsets.UTF_8).stream().flatMap(line -> parse(line).stream())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("cannot read the keys of a room in {}: {}", file, e.toString());
            return List.of();
        }
    }

    /// Empty: somebody has written into the file.
    private static Optional<Kept> parse(String line) {
        var parts = line.split(" ");
        try {
            return parts.length == 3
                    ? Optional.of(new Kept(Integer.parseInt(parts[0]), parts[1], RoomKeys.of(HexFormat.of().parseHex(
                            parts[2]))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
