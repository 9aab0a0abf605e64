// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.model.ContentHash;
import justchat.client.model.FileSeal;
import justchat.secretfile.SecretFile;

/// The keys of files that are on their way into closed rooms, from the first byte
/// until the room is told: so a file that is shared again after a crash is sealed
/// to the same bytes, and only what is missing is sent. A key is for one room and
/// one content, so it never seals two. In `closed/.uploads` of the account's
/// directory, for its owner only; a line is room, SHA-256 of the file and key.
///
/// Thread-safe; reads and writes its small file where it is asked. A disk that
/// cannot be written costs the memory of this run only.
final class UploadKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UploadKeys.class);
    private static final String FILE = "closed/.uploads";
    /// The oldest are forgotten first, and sealed anew.
    private static final int KEPT = 64;

    /// Empty: nothing is kept.
    private final Optional<Path> file;
    private final SecureRandom random;
    /// The oldest first. Guarded by `this`.
    private List<Kept> kept = List.of();

    private record Kept(String room, ContentHash content, byte[] key) {
        boolean isOf(String where, ContentHash what) {
            return room.equals(where) && content.equals(what);
        }

        String line() {
            return room + " " + content.hex() + " " + HexFormat.of().formatHex(key) + "\n";
        }
    }

    UploadKeys(Optional<Path> directory, SecureRandom random) {
        this.file = directory.map(path -> path.resolve(FILE));
        this.random = random;
    }

    /// The key of this content in this room: a fresh one, unless it is on its way.
    synchronized byte[] of(String room, ContentHash content) {
        var all = new ArrayList<>(read());
        var known = all.stream().filter(one -> one.isOf(room, content)).findFirst();
        if (known.isPresent()) {
            return known.get().key.clone();
        }
        var key = new byte[FileSeal.KEY_BYTES];
        random.nextBytes(key);
        all.add(new Kept(room, content, key));
        keep(all.subList(Math.max(0, all.size() - KEPT), all.size()));
        return key.clone();
    }

    /// The room was told: if it is shared again, that is another file to the servers.
    synchronized void forget(String room, ContentHash content) {
        keep(read().stream().filter(one -> !one.isOf(room, content)).toList());
    }

    private List<Kept> read() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return kept;
        }
        try {
            return Files.readAllLines(file.get(), StandardCharsets.UTF_8).stream().flatMap(line -> parse(line).stream())
                    .toList();
        } catch (IOException e) {
            LOG.warn("cannot read the keys of uploads in {}: {}", file.get(), e.toString());
            return kept;
        }
    }

    private void keep(List<Kept> all) {
        kept = List.copyOf(all);
        if (file.isPresent()) {
            var text = new StringBuilder();
            all.forEach(one -> text.append(one.line()));
            try {
                SecretFile.write(file.get(), text.toString());
            } catch (IOException e) {
                LOG.warn("cannot keep the keys of uploads in {}: {}", file.get(), e.toString());
            }
        }
    }

    /// Empty: somebody has written into the file.
    private static Optional<Kept> parse(String line) {
        var parts = line.split(" ");
        try {
            var one = new Kept(parts[0], new ContentHash(parts[1]), HexFormat.of().parseHex(parts[2]));
            return Optional.of(one).filter(_ -> one.key.length == FileSeal.KEY_BYTES);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
