// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.crypto.Identity;
import justchat.client.session.Identities;

/// The identity keys of those we ever spoke to, pinned on first use in
/// `identities.txt` of the data directory, for its owner only: lines of name,
/// blank, key in hex digits, and `verified` if the person compared the safety
/// number, else `pinned`, and the time when the line was written. Of a name, the last line counts, and the ones
/// before it have the keys that were current until then. A user whose key differs from the
/// pinned one is not spoken to until the person takes the new key.
///
/// Thread-safe. A disk that cannot be written costs the memory of this run only.
final class Pins {
    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);
    private static final String FILE = "identities.txt";
    private static final String VERIFIED = "verified";
    private static final String PINNED = "pinned";
    private static final int CHANGES = 256;
    /// Of one user.
    private static final int EARLIER = 16;

    private final Path file;
    /// Guarded by `this`, like the next one.
    private final Map<String, Pin> pins = new HashMap<>();
    /// Keys that were pinned before, oldest first.
    private final Map<String, List<Identities.Earlier>> earlier = new HashMap<>();
    /// Keys that the directory gave instead of pinned ones, oldest first.
    private final Map<String, byte[]> changed = new LinkedHashMap<>();

    /// @param key
    ///            the identity's public form
    /// @param verified
    ///            the person compared the safety number
    record Pin(byte[] key, boolean verified) {}

    Pins(Path directory) {
        this.file = directory.resolve(FILE);
        load();
    }

    /// @throws KeyChanged
    ///             if another key is pinned for this user
    synchronized void check(String user, byte[] key) throws KeyChanged {
        if (!pins.containsKey(user) || !isPinned(user, key)) {
            // Another client of the same user may have met them, or taken the key, meanwhile.
            load();
        }
        if (!pins.containsKey(user)) {
            set(user, new Pin(key.clone(), false));
        } else if (isPinned(user, key)) {
            changed.remove(user);
        } else {
            var before = changed.put(user, key.clone());
            if (changed.size() > CHANGES) {
                changed.remove(changed.keySet().iterator().next());
            }
            throw new KeyChanged(user, pins.get(user).verified(),
                    before == null || !MessageDigest.isEqual(before, key));
        }
    }

    private boolean isPinned(String user, byte[] key) {
        return MessageDigest.isEqual(pins.get(user).key(), key);
    }

    /// The pin of a user of exactly this name.
    synchronized Optional<Pin> pin(String user) {
        return Optional.ofNullable(pins.get(user));
    }

    /// What the directory gave instead of the pinned key, as the person was told.
    synchronized Optional<byte[]> changed(String user) {
        return Optional.ofNullable(changed.get(user));
    }

    /// The person takes this key for the user's, and compared it or not.
    synchronized void set(String user, Pin pin) {
        var now = System.currentTimeMillis();
        put(user, pin, now, pins, earlier);
        changed.remove(user);
        append(user + " " + HexFormat.of().formatHex(pin.key()) + " " + (pin.verified() ? VERIFIED : PINNED) + " " + now
                + "\n");
    }

    private static void put(String user, Pin pin, long atMillis, Map<String, Pin> pins,
            Map<String, List<Identities.Earlier>> earlier) {
        var before = pins.put(user, pin);
        if (before != null && !MessageDigest.isEqual(before.key(), pin.key())) {
            var all = earlier.computeIfAbsent(user, _ -> new ArrayList<>());
            all.add(new Identities.Earlier(before.key(), atMillis));
            if (all.size() > EARLIER) {
                all.removeFirst();
            }
        }
    }

    /// The keys of this user that were pinned before the one of today, oldest first.
    synchronized List<Identities.Earlier> earlier(String user) {
        return List.copyOf(earlier.getOrDefault(user, List.of()));
    }

    /// Our own key of today: there is nobody to ask whether to take it.
    synchronized void own(String user, byte[] key) {
        load();
        if (!pins.containsKey(user) || !isPinned(user, key)) {
            set(user, new Pin(key.clone(), false));
        }
    }

    /// Whom the person verified.
    synchronized Set<String> verified() {
        return pins.entrySet().stream().filter(entry -> entry.getValue().verified() && !changed.containsKey(entry
                .getKey())).map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    private void load() {
        try {
            if (Files.exists(file)) {
                var read = new HashMap<String, Pin>();
                var before = new HashMap<String, List<Identities.Earlier>>();
                Files.readAllLines(file, StandardCharsets.UTF_8).forEach(line -> read(line, read, before));
                pins.putAll(read);
                earlier.putAll(before);
            }
        } catch (IOException e) {
            LOG.warn("cannot read the identities in {}: {}", file, e.toString());
        }
    }

    /// A line that makes no sense was written by somebody else, and says nothing.
    private static void read(String line, Map<String, Pin> pins, Map<String, List<Identities.Earlier>> earlier) {
        var parts = line.split(" ", 4);
        try {
            var key = parts.length < 2 ? new byte[0] : HexFormat.of().parseHex(parts[1]);
            if (key.length == Identity.PUBLIC_BYTES) {
                put(parts[0], new Pin(key, parts.length > 2 && parts[2].equals(VERIFIED)), parts.length > 3
                        ? Long.parseLong(parts[3])
                        : 0, pins, earlier);
            }
        } catch (IllegalArgumentException _) {
            // See above.
        }
    }

    private void append(String line) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                Files.createFile(file, forItsOwner());
            }
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("cannot remember an identity in {}: {}", file, e.toString());
        }
    }

    private FileAttribute<?>[] forItsOwner() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                        "rw-------"))}
                : new FileAttribute<?>[0];
    }
}
