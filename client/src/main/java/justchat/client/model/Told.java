// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a program is told besides [Notice]s, with all that it takes to tell one
/// message from another. A person is told the same in words.
public sealed interface Told {

    /// An entry of a room, delivered or asked for.
    ///
    /// @param shown
    ///            as it stands; of one that was just delivered the place has neither
    ///            epoch nor time, for nobody said them
    /// @param mention
    ///            its text names the reader
    /// @param mine
    ///            this client posted it
    /// @param asked
    ///            empty: it was just delivered
    record Heard(String room, ShownEntry shown, boolean mention, boolean mine, Optional<Notice.Listed.Source> asked)
            implements
                Told {
        public Heard {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(shown, "shown");
            Objects.requireNonNull(asked, "asked");
        }

        /// Delivered.
        public static Heard delivered(String room, Entry entry, boolean mention, boolean mine) {
            return new Heard(room, new ShownEntry(entry, new Place(0, 0, entry.origin(), entry.sequence()), false, Map
                    .of()), mention, mine, Optional.empty());
        }
    }

    /// A post of this client's is stored.
    ///
    /// @param copies
    ///            on so many of `servers`
    record Receipt(long atMillis, String room, MessageId id, int copies, int servers) implements Told {
        public Receipt {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(id, "id");
        }
    }
}
