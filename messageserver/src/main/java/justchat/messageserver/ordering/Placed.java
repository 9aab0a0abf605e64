// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.Objects;

import justchat.messageserver.model.Entry;

/// An entry that got its place in this server's delivery order, and what
/// becomes of it there.
public record Placed(Entry entry, Fate fate) {
    /// What becomes of a placed entry. Only [#SHOWN] reaches readers.
    public enum Fate {
        /// Readers are shown it.
        SHOWN,
        /// A retry's further copy: its message was shown.
        COPY,
        /// Servers talk among themselves.
        SILENT,
        /// Stamped in an epoch that was closed without it: nobody is shown it,
        /// anywhere, ever.
        VOID,
        /// An earlier message of its author's is missing for good; nobody is shown it,
        /// anywhere.
        GAP
    }

    public Placed {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(fate, "fate");
    }

    public boolean shown() {
        return fate == Fate.SHOWN;
    }
}
