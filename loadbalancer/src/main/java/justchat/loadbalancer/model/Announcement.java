// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Comparator;
import java.util.Objects;

/// The message of a room that tells of a file: the room, and the message's id over all retries.
///
/// @param sequence
///            within the client instance that wrote it, from 1
public record Announcement(RoomName room, Bytes instance, long sequence) implements Comparable<Announcement> {
    private static final Comparator<Announcement> ORDER = Comparator.comparing(Announcement::room)
            .thenComparing(Announcement::instance).thenComparingLong(Announcement::sequence);

    public Announcement {
        Objects.requireNonNull(room, "room");
        if (instance.length() != ClientSession.INSTANCE_BYTES || sequence < 1) {
            throw new IllegalArgumentException("message " + instance + " " + sequence);
        }
    }

    @Override
    public int compareTo(Announcement other) {
        return ORDER.compare(this, other);
    }
}
