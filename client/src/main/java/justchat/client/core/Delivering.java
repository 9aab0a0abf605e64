// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// What becomes of the entries that are delivered: those of rooms for people go
/// to [Viewing], those of the room of private entries to the part that they are
/// for. Pure; owned by [Rooms].
final class Delivering {
    private final Roster roster;
    private final Instance instance;
    private final Connection connection;
    private final Mail mail;
    private final Choosing choosing;
    private final Requests requests;
    private final Viewing viewing;

    Delivering(Roster roster, Instance instance, Connection connection, Mail mail, Choosing choosing, Requests requests,
            Viewing viewing) {
        this.roster = roster;
        this.instance = instance;
        this.connection = connection;
        this.mail = mail;
        this.choosing = choosing;
        this.requests = requests;
        this.viewing = viewing;
    }

    /// @param room
    ///            the one that the entry was delivered in, if the person is in it
    /// @return whether the person is in it no more
    boolean take(Room room, Entry entry, Now now, Effects effects) {
        boolean sinceOpened = room.isSinceOpened();
        if (!room.isOpen() || !room.shown().isNew(entry)) {
            return false;
        }
        if (room.name().equals(RoomName.PRIVATE)) {
            privately(entry, now, effects);
            return false;
        }
        viewing.take(room, room.name().equals(roster.current()), entry, now, effects);
        return sinceOpened && viewing.endsMembership(entry);
    }

    private void privately(Entry entry, Now now, Effects effects) {
        if (entry.payload() instanceof Payload.Marker marker) {
            if (entry.author().equals(connection.name()) && !entry.id().instance().equals(instance)) {
                roster.get(marker.room()).ifPresent(room -> readElsewhere(room, marker.read(), now, effects));
            }
        } else {
            choosing.take(entry);
            mail.take(entry, effects);
        }
    }

    private void readElsewhere(Room room, Seen read, Now now, Effects effects) {
        room.reading().elsewhere(read, room.shown().seen());
        if (room.reading().isBacklog()) {
            requests.ask(new Requests.Kind.Count(room.name(), room.reading().read()), now, effects);
        }
    }
}
