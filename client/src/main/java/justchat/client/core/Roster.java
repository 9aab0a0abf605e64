// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// Which rooms there are, which one is before the eyes, and which one is wanted
/// there. Pure; owned by [Rooms].
///
/// Invariant: the lobby and the room of private entries are always among them,
/// and so is the current one once something was shown.
final class Roster {
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private String current;
    private Optional<String> switching;
    /// Where the person wanted to be and is not, until it is heard of.
    private Optional<String> missed = Optional.empty();

    /// @param first
    ///            the room to be in at first
    Roster(String first) {
        this.current = first;
        this.switching = first.equals(RoomName.LOBBY) ? Optional.empty() : Optional.of(first);
        for (var name : List.of(RoomName.LOBBY, first, RoomName.PRIVATE)) {
            learn(name);
        }
    }

    Collection<Room> all() {
        return rooms.values();
    }

    Optional<Room> get(String name) {
        return Optional.ofNullable(rooms.get(name));
    }

    int size() {
        return rooms.size();
    }

    /// The room of this name, new if need be.
    Room learn(String name) {
        return rooms.computeIfAbsent(name, Room::named);
    }

    void put(Room room) {
        rooms.put(room.name(), room);
    }

    void remove(String name) {
        rooms.remove(name);
    }

    /// The name of the room before the eyes.
    String current() {
        return current;
    }

    void show(String name) {
        current = name;
    }

    /// The room that is about to be before the eyes: still to be made, joined
    /// or opened.
    Optional<String> switching() {
        return switching;
    }

    boolean isSwitchingTo(String name) {
        return switching.filter(name::equals).isPresent();
    }

    void switchTo(String name) {
        switching = Optional.of(name);
    }

    void arrived() {
        switching = Optional.empty();
    }

    /// It cannot be had.
    void missed() {
        missed = switching;
        switching = Optional.empty();
    }

    /// A switch that has failed; what was typed for that room is for no other one.
    Optional<String> missedRoom() {
        return missed;
    }

    void forgetMissedRoom() {
        missed = Optional.empty();
    }

    /// Rooms for people, as Alt and a digit number them.
    List<Room> joined() {
        return rooms.values().stream().filter(room -> !room.name().equals(RoomName.PRIVATE) && !room.isJoining())
                .toList();
    }

    Seen privateSeen() {
        return rooms.get(RoomName.PRIVATE).shown().seen();
    }

    /// The room after the current one that has something unread; the current one
    /// comes last.
    Optional<Room> nextUnread() {
        var list = joined();
        int here = list.indexOf(rooms.get(current));
        for (int i = 1; i <= list.size(); i++) {
            var room = list.get((here + i) % list.size());
            if (room.reading().unread() > 0) {
                return Optional.of(room);
            }
        }
        return Optional.empty();
    }
}
