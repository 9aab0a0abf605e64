// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Place;

/// Some messages of a room in its linear order, ascending.
///
/// @param before
///            where the next older page ends; empty: there is nothing older. A page
///            of a search may be empty and not the last
/// @param left
///            for unread messages: how many there are beyond these
public record Page(List<Shown> messages, Optional<Place> before, long left) {
    /// Most messages in one page.
    public static final int MAX_MESSAGES = 200;
    /// Most bytes in one page, by [Shown#weight], if it has more than one
    /// message.
    public static final int MAX_WEIGHT = 1 << 19;

    public Page {
        messages = List.copyOf(messages);
        Objects.requireNonNull(before, "before");
    }
}
