// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;

/// A letter that waits for its recipient; what it says stands in the history only.
///
/// @param bytes
///            of the envelope
public record Waiting(MessageId id, Place place, String sender, int bytes, long stampedAtMillis) {
    /// Where the letter is in the history.
    public Position position() {
        return place.position();
    }
}
