// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// One entry of the room as it was delivered.
///
/// @param stampedAtMillis
///            when the author's server stamped it; for display only
/// @param after
///            what its author had been shown of the room when writing it
public record Entry(Origin origin, long sequence, MessageId id, String author, long stampedAtMillis, Payload payload,
        Seen after) {
    public Entry {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(after, "after");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence);
        }
    }

    /// By an author who had been shown nothing.
    public Entry(Origin origin, long sequence, MessageId id, String author, long stampedAtMillis, Payload payload) {
        this(origin, sequence, id, author, stampedAtMillis, payload, Seen.nothing());
    }

    /// The same entry, which says something else.
    public Entry saying(Payload other) {
        return new Entry(origin, sequence, id, author, stampedAtMillis, other, after);
    }
}
