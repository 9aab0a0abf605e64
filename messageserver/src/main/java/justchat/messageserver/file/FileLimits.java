// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.concurrent.TimeUnit;

/// What files may take of this server.
///
/// @param quotaBytes
///            of all chunks together, whole files, parcels and uploads alike
/// @param userBytes
///            of what one user's messages tell of, and has just uploaded
/// @param parcelBytes
///            of the parcels of one sender
/// @param maxFileBytes
///            of one file
/// @param reserveBytes
///            of the disk that are left free
/// @param maxUploads
///            open at once
/// @param graceMillis
///            how long a file stays that no message tells of
public record FileLimits(long quotaBytes, long userBytes, long parcelBytes, long maxFileBytes, long reserveBytes,
        int maxUploads, long graceMillis) {
    /// 64 GiB of files of at most 4 GiB; 16 GiB of one user, and 8 GiB of parcels.
    public static final FileLimits DEFAULT = new FileLimits(64L << 30, 16L << 30, 8L << 30, 4L << 30, 256L << 20, 256,
            TimeUnit.HOURS.toMillis(1));

    /// @throws IllegalArgumentException
    ///             if a limit is not positive (the reserve and the time may be 0)
    public FileLimits {
        if (quotaBytes < 1 || userBytes < 1 || parcelBytes < 1 || maxFileBytes < 1 || maxUploads < 1
                || reserveBytes < 0 || graceMillis < 0) {
            throw new IllegalArgumentException("limits: " + quotaBytes + ", " + userBytes + ", " + parcelBytes + ", "
                    + maxFileBytes + ", " + reserveBytes + ", " + maxUploads + ", " + graceMillis);
        }
    }
}
