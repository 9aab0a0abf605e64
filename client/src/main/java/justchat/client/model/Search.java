// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Messages of a room that are looked for, backwards from a place.
///
/// @param words
///            all of them, or beginnings of words; may be empty if there is
///            another condition
/// @param filesOnly
///            files, by their names
/// @param before
///            empty: from the newest
/// @param limit
///            1 to 200
public record Search(String room, List<String> words, Optional<String> author, boolean filesOnly,
        OptionalLong sinceMillis, Optional<Place> before, int limit) {
    public Search {
        Objects.requireNonNull(room, "room");
        words = List.copyOf(words);
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(sinceMillis, "sinceMillis");
        Objects.requireNonNull(before, "before");
    }
}
