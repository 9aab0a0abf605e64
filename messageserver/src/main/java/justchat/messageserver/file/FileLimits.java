// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

/// What public files may take of this server.
///
/// @param quotaBytes
///            of all chunks together, whole files and uploads alike
/// @param maxFileBytes
///            of one file
/// @param maxUploads
///            open at once
public record FileLimits(long quotaBytes, long maxFileBytes, int maxUploads) {
    /// 10 GiB of files of at most 1 GiB.
    public static final FileLimits DEFAULT = new FileLimits(10L << 30, 1L << 30, 256);

    /// @throws IllegalArgumentException
    ///             if a limit is not positive
    public FileLimits {
        if (quotaBytes < 1 || maxFileBytes < 1 || maxUploads < 1) {
            throw new IllegalArgumentException("limits: " + quotaBytes + ", " + maxFileBytes + ", " + maxUploads);
        }
    }
}
