// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.Objects;

import justchat.messageserver.model.Entry;

/// An entry that got its place in this server's delivery order.
///
/// @param shown
///            false for a retry's further copy: it takes its place and nobody is
///            shown it again
public record Placed(Entry entry, boolean shown) {
    public Placed {
        Objects.requireNonNull(entry, "entry");
    }
}
