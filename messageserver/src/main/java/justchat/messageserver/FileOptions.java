// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Option;

import justchat.messageserver.file.FileLimits;

/// The options about files: what they may take of this server, and how long they
/// stay when nobody tells of them any more.
final class FileOptions {
    @Option(names = "--file-quota-mib", defaultValue = "65536", description = "Disk for public files and parcels, MiB (default ${DEFAULT-VALUE}).")
    private long quotaMib;

    @Option(names = "--user-quota-mib", defaultValue = "16384", description = "Public files of one user, MiB (default ${DEFAULT-VALUE}).")
    private long userMib;

    @Option(names = "--parcel-quota-mib", defaultValue = "8192", description = "Private files of one sender that wait here for their recipients, MiB (default ${DEFAULT-VALUE}).")
    private long parcelMib;

    @Option(names = "--max-file-mib", defaultValue = "4096", description = "Largest file, MiB, at most 4096 (default ${DEFAULT-VALUE}).")
    private long maxFileMib;

    @Option(names = "--file-reserve-mib", defaultValue = "256", description = "Disk that files leave free, MiB (default ${DEFAULT-VALUE}).")
    private long reserveMib;

    @Option(names = "--file-grace-minutes", defaultValue = "60", description = "How long a file stays after the last message that told of it was deleted (default ${DEFAULT-VALUE}).")
    private long graceMinutes;

    /// @throws IllegalArgumentException
    ///             if a limit is out of range
    FileLimits limits() {
        return new FileLimits(quotaMib << 20, userMib << 20, parcelMib << 20, maxFileMib << 20, reserveMib << 20,
                FileLimits.DEFAULT.maxUploads(), TimeUnit.MINUTES.toMillis(graceMinutes));
    }
}
