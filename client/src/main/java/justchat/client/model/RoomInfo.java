// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A room as the book has it.
///
/// @param owner
///            who created it; empty for the lobby
public record RoomInfo(String name, Order order, String owner, long createdAtMillis) {
    public RoomInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(owner, "owner");
    }
}
