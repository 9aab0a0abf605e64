// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A room as its user has it.
///
/// @param entries
///            so far
/// @param read
///            how far the user has read it, on whatever device
/// @param unread
///            messages of others beyond that
public record RoomSummary(RoomInfo info, String topic, int members, boolean joined, long entries, Seen read,
        long unread) {
    public RoomSummary {
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(read, "read");
        if (members < 0 || entries < 0 || unread < 0) {
            throw new IllegalArgumentException("room: " + members + " members, " + entries + " entries, " + unread
                    + " unread");
        }
    }

    public String name() {
        return info.name();
    }
}
