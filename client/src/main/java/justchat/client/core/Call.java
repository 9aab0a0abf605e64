// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Objects;

/// Something has just come that the person may want to be called for. Of what was
/// said before this client came, and of what was shown before, there is no call.
///
/// @param from
///            whose message or file it is
/// @param room
///            where; empty: in private
/// @param text
///            of the message, or the name of the file, as it came
public record Call(Reason reason, String from, String room, String text) {
    public Call {
        Objects.requireNonNull(reason, "reason");
    }

    /// What it is.
    public enum Reason {
        /// A message like any other.
        MESSAGE,
        /// It names the person.
        MENTION, PRIVATE,
        /// A file, offered to the person or to the room.
        OFFER
    }
}
