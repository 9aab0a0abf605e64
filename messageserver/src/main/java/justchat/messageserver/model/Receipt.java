// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// An entry is durable on `copies` of `servers` servers, which are enough, and
/// the room shows it at this position, whichever retry it came from.
public record Receipt(MessageId id, int copies, int servers, Position position) {
    public Receipt {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(position, "position");
    }
}
