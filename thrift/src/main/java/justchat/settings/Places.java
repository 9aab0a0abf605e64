// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where files of settings are looked for, unless `--config` names one.
///
/// @param project
///            a file in the directory where the person happens to be; empty: of no
///            interest
/// @param barred
///            options that it must not set: whoever wrote it may be a stranger
/// @param standard
///            a directory with a file in it, or above it, if `--directory` is not given
/// @param user
///            the person's own file, which counts least
public record Places(Optional<Path> project, Set<String> barred, Optional<Path> standard, Optional<Path> user) {
    public Places {
        Objects.requireNonNull(project, "project");
        barred = Set.copyOf(barred);
        Objects.requireNonNull(standard, "standard");
        Objects.requireNonNull(user, "user");
    }

    /// Of a process that is nobody's in particular.
    public static Places of(Optional<Path> standard) {
        return new Places(Optional.empty(), Set.of(), standard, Optional.empty());
    }
}
