// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A file that everybody in a room may fetch, who shared it when, and the message
/// that tells of it.
public record PublicFile(FileInfo file, String owner, long sharedAtMillis, String room, MessageId message) {
    public PublicFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(message, "message");
    }
}
