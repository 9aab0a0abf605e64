// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;

/// The rooms of the book. They are created and never go; the lobby is always among them. Pure; owned by the book.
final class RoomShelf {
    private final BookLimits limits;
    /// All but the lobby, sorted, so that snapshots of equal books are equal.
    private final SortedMap<RoomName, Room> created = new TreeMap<>();

    RoomShelf(BookLimits limits) {
        this.limits = limits;
    }

    Outcome.OfCreateRoom create(Command.CreateRoom command, long view) {
        if (room(command.name()).isPresent()) {
            return new Outcome.NameTaken();
        }
        if (created.size() >= limits.rooms()) {
            return new Outcome.Full();
        }
        if (created.values().stream().filter(room -> room.belongsTo(command.owner())).count() >= limits.ownRooms()) {
            return new Outcome.OwnerFull();
        }
        put(new Room(command.name(), command.order(), Optional.of(command.owner()), view, command.createdAtMillis(),
                command.lock()));
        return new Outcome.RoomCreated(view);
    }

    /// From a snapshot.
    void put(Room room) {
        created.put(room.name(), room);
    }

    Optional<Room> room(RoomName name) {
        return name.equals(Room.LOBBY.name()) ? Optional.of(Room.LOBBY) : Optional.ofNullable(created.get(name));
    }

    /// All but the lobby, by name.
    List<Room> created() {
        return List.copyOf(created.values());
    }

    /// All of them, by name.
    List<Room> all() {
        List<Room> all = new ArrayList<>(created.values());
        all.add(Room.LOBBY);
        all.sort(Comparator.comparing(Room::name));
        return List.copyOf(all);
    }

    int count() {
        return created.size() + 1;
    }
}
