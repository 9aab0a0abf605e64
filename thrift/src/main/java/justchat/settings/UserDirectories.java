// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the operating system's user keeps what belongs to JustChat, as the XDG
/// Base Directory Specification has it: a variable that is not set or empty counts
/// as its default. Nothing is made.
public final class UserDirectories {
    private UserDirectories() {}

    /// For what the person wrote or chose.
    public static Path configuration() {
        return justchat("XDG_CONFIG_HOME", Path.of(".config"));
    }

    /// For what is to stay.
    public static Path data() {
        return justchat("XDG_DATA_HOME", Path.of(".local", "share"));
    }

    /// For what one run leaves to the next.
    public static Path state() {
        return justchat("XDG_STATE_HOME", Path.of(".local", "state"));
    }

    /// The cluster of this machine: where `JUSTCHAT_DIRECTORY` says, else in `run/` of the
    /// checkout that this program was started from, else in [#state].
    public static Path cluster() {
        var named = System.getenv("JUSTCHAT_DIRECTORY");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        var home = System.getProperty("justchat.home");
        return home != null && Files.exists(Path.of(home, "pom.xml")) ? Path.of(home, "run") : state();
    }

    private static Path justchat(String variable, Path standard) {
        var named = System.getenv(variable);
        var base = named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home")).resolve(standard);
        return base.resolve("justchat");
    }
}
