// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.messageserver.model.Place;

/// What to look for, backwards from a place.
///
/// @param words
///            beginnings of words that all have to be in the text, or in the name
///            of the file; none: every text will do
/// @param before
///            only what is before this place; empty: from the newest
/// @param sinceMillis
///            nothing stamped before this moment
public record Search(List<String> words, Optional<String> author, boolean filesOnly, OptionalLong sinceMillis,
        Optional<Place> before, int limit) {
    /// More words than this are refused.
    public static final int MAX_WORDS = 32;
    /// Longer words than this are refused.
    public static final int MAX_WORD_CHARACTERS = 256;

    /// @throws IllegalArgumentException
    ///             if there are too many words, one is too long, or the limit is out of
    ///             range
    public Search {
        words = List.copyOf(words);
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(sinceMillis, "sinceMillis");
        Objects.requireNonNull(before, "before");
        if (words.size() > MAX_WORDS || words.stream().anyMatch(word -> word.length() > MAX_WORD_CHARACTERS)) {
            throw new IllegalArgumentException("search for " + words.size() + " words, or a very long one");
        }
        requireLimit(limit);
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > Page.MAX_MESSAGES) {
            throw new IllegalArgumentException("page of " + limit);
        }
    }

    /// Everything: a page of history.
    static Search all(Optional<Place> before, int limit, OptionalLong sinceMillis) {
        return new Search(List.of(), Optional.empty(), false, sinceMillis, before, limit);
    }
}
