// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;

import justchat.logs.clock.VectorClock;

/// Something to say in a room, as the author's session hands it over.
///
/// @param seen
///            what the author had been shown when writing
/// @param clock
///            the trace clock that came with it
/// @param admittedBy
///            of an [Payload.Admission]: the lock that its signature was found good for, before it came to the room
public record Post(String author, MessageId id, VersionVector seen, Payload payload, VectorClock clock,
        Optional<Lock> admittedBy) {
    public Post(String author, MessageId id, VersionVector seen, Payload payload, VectorClock clock) {
        this(author, id, seen, payload, clock, Optional.empty());
    }

    /// @throws IllegalArgumentException
    ///             if the author's name is empty or too long
    public Post {
        Entry.requireAuthor(author);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(admittedBy, "admittedBy");
    }

    /// The same, after its signature was looked at.
    public Post admittedBy(Lock lock) {
        return new Post(author, id, seen, payload, clock, Optional.of(lock));
    }
}
