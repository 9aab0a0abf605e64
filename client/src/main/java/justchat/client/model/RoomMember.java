// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A member of a room.
public record RoomMember(String user, boolean owner, boolean moderator, boolean muted) {
    public RoomMember {
        Objects.requireNonNull(user, "user");
    }
}
