// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// A file that somebody shared with a room.
public record PublicFile(Payload.FileNotice file, String owner, long sharedAtMillis) {
    public PublicFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(owner, "owner");
    }
}
