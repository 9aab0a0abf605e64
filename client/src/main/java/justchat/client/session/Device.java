// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What this client runs on, for its owner's list of sessions: the name of the
/// machine. No name server is asked.
final class Device {
    private static final int MAX_BYTES = 64;
    private static final String NAME = cut(named().orElse("a terminal"));

    private Device() {}

    static String name() {
        return NAME;
    }

    private static Optional<String> named() {
        try {
            var file = Path.of("/etc/hostname");
            if (Files.isReadable(file)) {
                return Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty());
            }
        } catch (IOException _) {
            // The environment may know.
        }
        return Optional.ofNullable(System.getenv("HOSTNAME")).or(() -> Optional.ofNullable(System.getenv(
                "COMPUTERNAME"))).filter(name -> !name.isBlank());
    }

    /// At most so much that servers take it, and never half a character.
    static String cut(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }
}
