// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A room as the balancers' book has it.
///
/// @param owner
///            who created it; empty for rooms that were always there
/// @param createdInView
///            the view in which it was created; 0 for rooms that were always there
/// @param lock
///            of a closed room: the one it was created with. Later ones are entries
public record RoomInfo(String name, Order order, String owner, long createdInView, long createdAtMillis,
        Optional<Lock> lock) {
    // Before the rooms below, which are checked against it.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    /// Where everybody is.
    public static final RoomInfo LOBBY = new RoomInfo("lobby", Order.CAUSAL, "", 0, 0);
    /// Where letters, markers and settings are: every reader is shown its own only.
    public static final RoomInfo PRIVATE = new RoomInfo("@private", Order.FIFO, "", 0, 0);

    /// An open room.
    public RoomInfo(String name, Order order, String owner, long createdInView, long createdAtMillis) {
        this(name, order, owner, createdInView, createdAtMillis, Optional.empty());
    }

    /// @throws IllegalArgumentException
    ///             if the name is none of a room, or it is closed and nobody's
    public RoomInfo {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(owner, "owner");
        if (!NAME.matcher(name).matches() && !name.equals("@private")) {
            throw new IllegalArgumentException("room name of " + name.length() + " characters");
        }
        if (lock.isPresent() && owner.isEmpty()) {
            throw new IllegalArgumentException("a closed room that nobody owns");
        }
        if (createdInView < 0) {
            throw new IllegalArgumentException("created in view " + createdInView);
        }
    }
}
