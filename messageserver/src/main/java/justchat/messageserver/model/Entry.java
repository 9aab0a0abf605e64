// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// One entry of a room: what was said, by whom, and its place in the room's
/// partial order.
///
/// @param dependencies
///            the room's version vector as the author had seen it when writing
/// @param stampedAtMillis
///            since 1970, by the author's server; for display, nothing is
///            ordered by it
public record Entry(Position position, MessageId id, String author, VersionVector dependencies, long stampedAtMillis,
        Payload payload) {
    /// Longest name of an author, in characters.
    public static final int MAX_AUTHOR_CHARACTERS = 64;

    private static final int FIXED_WEIGHT = 64;
    private static final int POSITION_WEIGHT = 24;

    /// @throws IllegalArgumentException
    ///             if the author's name is empty or too long
    public Entry {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(dependencies, "dependencies");
        Objects.requireNonNull(payload, "payload");
        requireAuthor(author);
    }

    /// @throws IllegalArgumentException
    ///             if the author's name is empty or too long
    public static void requireAuthor(String author) {
        if (author.isEmpty() || author.length() > MAX_AUTHOR_CHARACTERS) {
            throw new IllegalArgumentException("author of " + author.length() + " characters");
        }
    }

    /// Bytes it takes, roughly and rather too many than too few, on the wire and in
    /// a queue.
    public int weight() {
        return FIXED_WEIGHT + author.length() * 3 + dependencies.entries().size() * POSITION_WEIGHT + payload.weight();
    }

    /// Place and identity only: what a log may contain.
    @Override
    public String toString() {
        return position + " " + id;
    }
}
