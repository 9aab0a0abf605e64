// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// One entry of a room: what was said, by whom, and its place in the room's
/// partial order.
///
/// @param author
///            empty if, and only if, a server itself says it
/// @param dependencies
///            the room's version vector as the author had seen it when writing
/// @param stampedAtMillis
///            since 1970, by the author's server; for display, nothing is
///            ordered by it
/// @param time
///            the stamping server's Lamport time, from 1: above that of everything
///            it had appended in the room before
/// @param epoch
///            in rooms of total order the view of the epoch in which it was
///            stamped; else 0
public record Entry(Position position, MessageId id, String author, VersionVector dependencies, long stampedAtMillis,
        Payload payload, long time, long epoch) {
    /// Longest name of an author, in characters.
    public static final int MAX_AUTHOR_CHARACTERS = 64;

    private static final int FIXED_WEIGHT = 72;

    /// @throws IllegalArgumentException
    ///             if the author's name is missing or too long, or a number out of
    ///             range
    public Entry {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(dependencies, "dependencies");
        Objects.requireNonNull(payload, "payload");
        if (payload instanceof Payload.Control) {
            if (!author.isEmpty()) {
                throw new IllegalArgumentException("a server's entry with an author");
            }
        } else {
            requireAuthor(author);
        }
        if (time < 1 || epoch < 0) {
            throw new IllegalArgumentException("time " + time + ", epoch " + epoch);
        }
    }

    /// @throws IllegalArgumentException
    ///             if the author's name is empty or too long
    public static void requireAuthor(String author) {
        if (author.isEmpty() || author.length() > MAX_AUTHOR_CHARACTERS) {
            throw new IllegalArgumentException("author of " + author.length() + " characters");
        }
    }

    /// Where it stands in the room's linear order.
    public Place place() {
        return new Place(epoch, time, position);
    }

    /// The same entry with other words.
    public Entry with(Payload other) {
        return new Entry(position, id, author, dependencies, stampedAtMillis, other, time, epoch);
    }

    /// Bytes it takes, roughly and rather too many than too few, on the wire and in
    /// a queue.
    public int weight() {
        return FIXED_WEIGHT + author.length() * 3 + dependencies.entries().size() * VersionVector.ENTRY_BYTES
                + payload.weight();
    }

    /// Place and identity only: what a log may contain.
    @Override
    public String toString() {
        return position + " " + id;
    }
}
