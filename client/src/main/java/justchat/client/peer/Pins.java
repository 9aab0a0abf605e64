// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity keys of those we ever spoke to, pinned on first use in
/// `identities.txt` of the data directory: a line per user, name, blank, key in
/// hex digits. A user whose key differs from the pinned one is not spoken to.
///
/// Thread-safe. A disk that cannot be written costs the memory of this run only.
final class Pins {
    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);
    private static final String FILE = "identities.txt";

    private final Path file;
    /// Guarded by `this`.
    private final Map<String, String> keys = new HashMap<>();

    Pins(Path directory) {
        this.file = directory.resolve(FILE);
        load();
    }

    /// @throws KeyChanged
    ///             if another key is pinned for this user
    synchronized void check(String user, byte[] key) throws KeyChanged {
        var digits = HexFormat.of().formatHex(key);
        if (!keys.containsKey(user)) {
            // Another client of the same user may have met them meanwhile.
            load();
        }
        var pinned = keys.putIfAbsent(user, digits);
        if (pinned == null) {
            append(user, digits);
        } else if (!pinned.equals(digits)) {
            throw new KeyChanged("WARNING: the identity key of " + user + " has CHANGED since you first spoke to them."
                    + " Somebody may be posing as " + user + ", so nothing is sent to or taken from them."
                    + " If " + user + " tells you in person that the new key is theirs, remove their line from "
                    + file);
        }
    }

    /// The pinned key of a user of exactly this name.
    synchronized Optional<byte[]> key(String user) {
        try {
            return Optional.ofNullable(keys.get(user)).map(HexFormat.of()::parseHex);
        } catch (IllegalArgumentException _) {
            // Somebody has written into the file.
            return Optional.empty();
        }
    }

    private void load() {
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file, StandardCharsets.UTF_8).forEach(line -> {
                    var blank = line.lastIndexOf(' ');
                    if (blank > 0) {
                        keys.putIfAbsent(line.substring(0, blank), line.substring(blank + 1));
                    }
                });
            }
        } catch (IOException e) {
            LOG.warn("cannot read the pinned identities in {}: {}", file, e.toString());
        }
    }

    private void append(String user, String digits) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, user + " " + digits + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("cannot pin an identity in {}: {}", file, e.toString());
        }
    }
}
