// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// A file that somebody shared with a room, and the message that tells of it.
public record PublicFile(Payload.FileNotice file, String owner, long sharedAtMillis, String room, MessageId message) {
    public PublicFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(message, "message");
    }
}
