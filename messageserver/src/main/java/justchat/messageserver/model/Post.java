// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

import justchat.logs.clock.VectorClock;

/// Something to say in a room, as the author's session hands it over.
///
/// @param seen
///            what the author had been shown when writing
/// @param clock
///            the trace clock that came with it
public record Post(String author, MessageId id, VersionVector seen, Payload payload, VectorClock clock) {
    /// @throws IllegalArgumentException
    ///             if the author's name is empty or too long
    public Post {
        Entry.requireAuthor(author);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(clock, "clock");
    }
}
