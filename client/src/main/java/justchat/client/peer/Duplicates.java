// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.model.Instance;
import justchat.client.model.MessageId;

/// Which envelopes were taken already, by whatever road they came: the latest
/// 4,096. What was shown is remembered in `received.txt` of the data directory
/// too, a line per envelope, oldest first: instance, sequence, sender.
///
/// Thread-safe. A disk that cannot be written costs the memory of this run only.
final class Duplicates {
    static final int REMEMBERED = 4_096;
    private static final Logger LOG = LoggerFactory.getLogger(Duplicates.class);
    private static final String FILE = "received.txt";

    private final Path file;
    /// Guarded by `this`, like the next one; oldest first.
    private final LinkedHashSet<Key> taken = new LinkedHashSet<>();
    /// Lines of the file.
    private int lines;

    /// An envelope. Its id is sealed with its sender's key, so nobody can use up
    /// another's.
    record Key(String sender, MessageId id) {

        String line() {
            return id.instance().hex() + " " + id.sequence() + " " + sender;
        }

        static Optional<Key> parse(String line) {
            var parts = line.split(" ", 3);
            try {
                return Optional.of(new Key(parts[2], new MessageId(new Instance(parts[0]), Long.parseLong(parts[1]))));
            } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
                return Optional.empty();
            }
        }
    }

    Duplicates(Path directory) {
        this.file = directory.resolve(FILE);
        load();
    }

    /// @return false if it was taken before
    synchronized boolean take(Key key) {
        if (!taken.add(key)) {
            return false;
        }
        if (taken.size() > REMEMBERED) {
            taken.removeFirst();
        }
        return true;
    }

    /// It came to nothing after all; a repetition is welcome.
    synchronized void release(Key key) {
        taken.remove(key);
    }

    /// It was shown; a later run is to know.
    synchronized void settle(Key key) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (lines >= 2 * REMEMBERED) {
                shorten();
            } else {
                Files.writeString(file, key.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                lines++;
            }
        } catch (IOException e) {
            LOG.warn("cannot remember a private message in {}: {}", file, e.toString());
        }
    }

    private void load() {
        try {
            if (Files.exists(file)) {
                var all = Files.readAllLines(file, StandardCharsets.UTF_8);
                lines = all.size();
                all.subList(Math.max(0, lines - REMEMBERED), lines)
                        .forEach(line -> Key.parse(line).ifPresent(taken::add));
            }
        } catch (IOException e) {
            LOG.warn("cannot read which private messages were shown in {}: {}", file, e.toString());
        }
    }

    /// The file anew, with what is remembered.
    private void shorten() throws IOException {
        var fresh = file.resolveSibling(FILE + ".new");
        List<String> all = taken.stream().map(Key::line).toList();
        Files.write(fresh, all);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = all.size();
    }
}
