// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A file that everybody may fetch, and who shared it when.
public record PublicFile(FileInfo file, String owner, long sharedAtMillis) {
    public PublicFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(owner, "owner");
    }
}
