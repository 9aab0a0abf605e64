// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// One entry of the room as it was delivered.
///
/// @param stampedAtMillis
///            when the author's server stamped it; for display only
public record Entry(Origin origin, long sequence, MessageId id, String author, long stampedAtMillis, Payload payload) {
    public Entry {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(payload, "payload");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence);
        }
    }
}
