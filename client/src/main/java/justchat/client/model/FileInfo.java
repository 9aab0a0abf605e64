// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A file as its author named it. The name comes from outside: for display it
/// goes through [Display], for a disk through `file.SafeName`.
public record FileInfo(String name, long size, ContentHash hash) {
    public FileInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hash, "hash");
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
    }
}
