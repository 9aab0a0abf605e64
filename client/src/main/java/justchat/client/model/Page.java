// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A page of what a room holds, in its linear order, ascending.
///
/// @param before
///            where the next older page ends; empty: there is nothing older
/// @param left
///            for unread messages: how many are left
public record Page(List<ShownEntry> entries, Optional<Place> before, long left) {
    public Page {
        entries = List.copyOf(entries);
        Objects.requireNonNull(before, "before");
    }
}
