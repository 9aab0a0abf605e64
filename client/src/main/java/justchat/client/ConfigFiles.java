// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.nio.file.Path;
import java.util.Optional;

import justchat.settings.Places;
import justchat.settings.Settings;
import justchat.settings.UserDirectories;

/// Where a person keeps what commands of clients need each time, and where a
/// project says which room and the like.
public final class ConfigFiles {
    private ConfigFiles() {}

    /// Where options of a client's command may be set.
    ///
    /// @param standard
    ///            the directory of the cluster on this machine
    public static Places places(Path standard) {
        return new Places(Optional.of(Path.of(Settings.FILE)), ClientOptions.PERSONAL, Optional.of(standard), Optional
                .of(user()));
    }

    /// `justchat/client.conf` in the configuration directory that XDG says.
    public static Path user() {
        return UserDirectories.configuration().resolve("client.conf");
    }
}
