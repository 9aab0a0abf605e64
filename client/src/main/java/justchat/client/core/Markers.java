// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// Says how far the person has read, for the other devices: what moved is said
/// five seconds later, and when the person leaves the room. Pure; owned
/// by [ClientCore].
final class Markers {
    private static final long MILLIS = 5_000;

    private final Outbox outbox;
    private final Connection connection;

    Markers(Outbox outbox, Connection connection) {
        this.outbox = outbox;
        this.connection = connection;
    }

    /// If it is time.
    void tick(Room room, Seen privateSeen, Now now, Effects effects) {
        if (dueAt(room) - now.nanos() <= 0) {
            say(room, privateSeen, now, effects);
        }
    }

    /// At once, if there is something to say.
    void say(Room room, Seen privateSeen, Now now, Effects effects) {
        if (!connection.attached() || room.reading().movedAt() == Long.MAX_VALUE) {
            return;
        }
        boolean said = outbox.note(RoomName.PRIVATE, privateSeen, new Payload.Marker(room.name(),
                room.reading().read()), effects);
        room.reading().marked();
        if (!said) {
            room.reading().moved(now);
        }
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long dueAt(Room room) {
        long moved = room.reading().movedAt();
        return moved == Long.MAX_VALUE || !connection.attached()
                ? Long.MAX_VALUE
                : moved + MILLIS * Now.NANOS_PER_MILLI;
    }
}
