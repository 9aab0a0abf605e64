// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Objects;

/// A member of a room, and what it may do there.
public record RoomMember(String user, boolean owner, boolean moderator, boolean muted) {
    public RoomMember {
        Objects.requireNonNull(user, "user");
    }
}
