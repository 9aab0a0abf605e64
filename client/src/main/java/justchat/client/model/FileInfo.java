// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// A file as its author named it. The name comes from outside: for display it
/// goes through [Display], for a disk through `file.SafeName`.
///
/// @param seal
///            of a file of a closed room: servers have its content sealed
public record FileInfo(String name, long size, ContentHash hash, Optional<FileSeal> seal) {
    public FileInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(seal, "seal");
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
    }

    /// One that is not sealed.
    public FileInfo(String name, long size, ContentHash hash) {
        this(name, size, hash, Optional.empty());
    }
}
