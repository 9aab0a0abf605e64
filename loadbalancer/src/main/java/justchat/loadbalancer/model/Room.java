// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;
import java.util.Optional;

/// A room as the book has it: it exists. What is said there, its topic and its members are the servers' matter.
///
/// @param owner
///            who created it; the lobby has nobody
/// @param createdInView
///            number of the view in which it was created; the lobby: 0
/// @param createdAtMillis
///            milliseconds since 1970, by the clock of the balancer that was asked; for display
/// @param lock
///            of a closed room: the one it was created with. A later one is the servers' matter
public record Room(RoomName name, RoomOrder order, Optional<UserName> owner, long createdInView,
        long createdAtMillis, Optional<RoomLock> lock) {
    /// Everybody's room, which has always been there.
    public static final Room LOBBY = new Room(new RoomName("lobby"), RoomOrder.CAUSAL, Optional.empty(), 0, 0,
            Optional.empty());

    public Room {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(lock, "lock");
        if (createdInView < 0) {
            throw new IllegalArgumentException("created in view: " + createdInView);
        }
    }

    /// Whether this user created it.
    public boolean belongsTo(UserName user) {
        return owner.filter(name -> name.key().equals(user.key())).isPresent();
    }
}
