// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Comparator;
import java.util.Objects;

/// A public file, who shared it, and the message that tells of it. The name is for display only; the content
/// is what the hash says.
public record SharedFile(String name, long size, Bytes hash, UserName owner, long sharedAtMillis,
        Announcement told) {
    /// Longest name of a file, in characters.
    public static final int MAX_NAME = 255;
    /// SHA-256.
    public static final int HASH_BYTES = 32;

    /// Oldest first; files of one millisecond by name. Two announcements are never equal.
    public static final Comparator<SharedFile> BY_AGE = Comparator.comparingLong(SharedFile::sharedAtMillis)
            .thenComparing(SharedFile::name).thenComparing(SharedFile::told);

    public SharedFile {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(told, "told");
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("file name: " + name.length() + " characters");
        }
        if (size < 0) {
            throw new IllegalArgumentException("file size: " + size);
        }
        if (hash.length() != HASH_BYTES) {
            throw new IllegalArgumentException("file hash: " + hash);
        }
    }
}
