// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// A room as the book has it.
///
/// @param owner
///            who created it; empty for the lobby
/// @param lock
///            of a closed room the newest that is known
public record RoomInfo(String name, Order order, String owner, long createdAtMillis, Optional<RoomLock> lock) {
    /// An open room.
    public RoomInfo(String name, Order order, String owner, long createdAtMillis) {
        this(name, order, owner, createdAtMillis, Optional.empty());
    }

    public RoomInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(lock, "lock");
    }

    /// Whether what is said there only its members can read.
    public boolean isClosed() {
        return lock.isPresent();
    }
}
