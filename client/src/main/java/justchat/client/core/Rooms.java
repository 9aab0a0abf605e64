// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;

import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// The rooms that the person is in, and which of them is before the eyes. Pure;
/// owned by [ClientCore].
///
/// What is delivered in the current room is shown; elsewhere it is counted. A
/// switch to a room that is still to be made, joined or opened is `switching`
/// until it is open or refused; what is typed meanwhile waits, see
/// [ClientCore].
final class Rooms {
    private final Outbox outbox;
    private final Connection connection;
    private final Markers markers;
    private final Choosing choosing;
    private final Viewing viewing;
    private final CatchingUp catchingUp;
    private final Delivering delivering;
    private final Roster roster;
    private boolean everEntered;
    private Optional<String> homeless = Optional.empty();

    Rooms(ClientCore.Settings settings, Outbox outbox, Connection connection, Mail mail, Choosing choosing,
            Requests requests, Viewing viewing, Listing listing) {
        this.outbox = outbox;
        this.connection = connection;
        this.markers = new Markers(outbox, connection);
        this.choosing = choosing;
        this.viewing = viewing;
        this.catchingUp = new CatchingUp(requests, choosing, viewing, listing);
        this.roster = new Roster(settings.room());
        this.delivering = new Delivering(roster, settings.instance(), connection, mail, choosing, requests, viewing);
    }

    /// The room before the eyes.
    Room current() {
        return roster.get(roster.current()).orElse(null);
    }

    boolean isSwitching() {
        return roster.switching().isPresent();
    }

    /// A switch that has failed; what was typed for that room is for no other one.
    Optional<String> missedRoom() {
        return roster.missedRoom();
    }

    /// The person knows, or wants to be elsewhere by now.
    void forgetMissedRoom() {
        roster.forgetMissedRoom();
    }

    Optional<Room> get(String name) {
        return roster.get(name);
    }

    Seen privateSeen() {
        return roster.privateSeen();
    }

    /// Rooms for people, as Alt and a digit number them.
    List<Room> joined() {
        return roster.joined();
    }

    /// Messages that wait to be read, in all rooms.
    long unread() {
        return joined().stream().mapToLong(room -> room.reading().unread()).sum();
    }

    long shown() {
        return joined().stream().mapToLong(room -> room.shown().count()).sum();
    }

    /// A new session: everything is opened, the room before the eyes first.
    void attached(Event.Attached attached, Now now, Effects effects) {
        attached.rooms().forEach(summary -> roster.learn(summary.name()).learn(summary));
        boolean joined = attached.rooms().stream().anyMatch(room -> room.name().equals(roster.current()));
        if (roster.isSwitchingTo(roster.current()) && !joined && !current().isJoining()) {
            roster.remove(roster.current());
            join(roster.current(), now, effects);
        }
        get(roster.current()).ifPresent(room -> room.beginHere(choosing.choices()));
        get(roster.current()).ifPresent(room -> open(room, effects));
        roster.all().stream().filter(room -> !room.name().equals(roster.current()))
                .forEach(room -> open(room, effects));
    }

    private void open(Room room, Effects effects) {
        if (!room.isJoining()) {
            connection.opening(room.name());
            room.open(effects);
        }
    }

    void detached(Now now, Effects effects) {
        roster.all().forEach(room -> viewing.giveUp(room, now, effects));
        roster.all().forEach(Room::lost);
    }

    void opened(Event.Opened opened, Now now, Effects effects) {
        var name = opened.room().name();
        connection.opened(name, opened.missed());
        var room = roster.get(name).orElse(null);
        if (room == null) {
            effects.add(new Effect.Close(name));
            return;
        }
        boolean first = room.opened(opened, now);
        if (roster.isSwitchingTo(name)) {
            roster.arrived();
            enter(room, first ? opened.missed() : 0, now, effects);
        } else if (name.equals(roster.current())) {
            if (first) {
                announce(room, opened.missed(), now, effects);
            } else {
                catchingUp.unread(room, now, effects);
            }
        }
    }

    void openRefused(Event.OpenRefused refused, Now now, Effects effects) {
        var room = roster.get(refused.room()).orElse(null);
        if (room == null || room.refused(refused, now)) {
            return;
        }
        connection.opened(refused.room(), 0);
        if (refused.room().equals(RoomName.LOBBY) || refused.room().equals(RoomName.PRIVATE)) {
            effects.problem(now, refused.room() + " cannot be read: " + refused.sentence());
        } else {
            drop(room, room.refusal().map(sentence -> "you did not join " + refused.room() + ": " + sentence)
                    .orElse("you are not in " + refused.room() + ": " + refused.sentence()), now, effects);
        }
    }

    void delivered(Event.Delivered delivered, Now now, Effects effects) {
        for (var entry : delivered.entries()) {
            connection.delivered(delivered.room(), viewing.counts(entry));
            get(delivered.room()).filter(room -> delivering.take(room, entry, now, effects))
                    .ifPresent(room -> leave(room, now, effects));
        }
    }

    private void leave(Room room, Now now, Effects effects) {
        effects.add(new Effect.Close(room.name()));
        drop(room, "you are not in " + room.name() + " any more", now, effects);
    }

    /// Shows what was delivered while a page was awaited.
    void release(String name, int hold, Now now, Effects effects) {
        get(name).ifPresent(room -> catchingUp.release(room, hold, now, effects));
    }

    /// A room that the balancers are asked to make.
    void creating(String name) {
        roster.switchTo(name);
    }

    /// They did not.
    void notCreated() {
        roster.missed();
    }

    /// A room was made, whose owner is in it.
    void created(String name, Now now, Effects effects) {
        var room = roster.learn(name);
        room.joined(now);
        roster.switchTo(name);
        if (connection.attached()) {
            room.open(effects);
        }
    }

    void join(String name, Now now, Effects effects) {
        roster.forgetMissedRoom();
        var known = roster.get(name).orElse(null);
        if (known != null && !known.isJoining()) {
            roster.arrived();
            switchTo(known, now, effects);
        } else if (roster.size() > Limits.ROOMS) {
            roster.arrived();
            effects.problem(now, "you are in " + Limits.ROOMS + " rooms already; #leave one first");
        } else {
            outbox.say(name, Seen.nothing(), new Payload.Membership(true), now, effects).ifPresent(post -> {
                var room = Room.named(name);
                room.join(post);
                roster.put(room);
                roster.switchTo(name);
            });
        }
    }

    /// A post has its receipt.
    void stored(String name, MessageId post, Now now, Effects effects) {
        get(name).filter(room -> room.isJoin(post)).ifPresent(room -> {
            room.joined(now);
            room.open(effects);
        });
    }

    /// Who may not join may be in it already, unheard by this client: opening it
    /// will tell.
    ///
    /// @return whether the post was to join a room, which it did not
    boolean notJoined(Event.PostRefused refused, Now now, Effects effects) {
        var room = get(refused.room()).filter(here -> here.isJoin(refused.id()));
        room.ifPresent(here -> {
            if (refused.reason() == Refusal.NOT_PERMITTED) {
                here.notJoined(refused.sentence());
                here.open(effects);
            } else {
                drop(here, "you did not join " + here.name() + ": " + refused.sentence(), now, effects);
            }
        });
        return room.isPresent();
    }

    /// What this room holds that could not be read for want of its code; from now on
    /// none.
    int lacked(String name) {
        return viewing.lacked(name);
    }

    /// The room that was to be joined takes a code, which is asked for next.
    ///
    /// @param attended
    ///            there is somebody to be asked
    void notJoinedForCode(String name, boolean attended, Now now, Effects effects) {
        everEntered |= attended;
        get(name).ifPresent(room -> drop(room, name + " is closed: joining takes its code", now, effects));
    }

    void leave(Optional<String> asked, Now now, Effects effects) {
        var name = asked.orElse(roster.current());
        var room = roster.get(name).orElse(null);
        if (name.equals(RoomName.LOBBY)) {
            effects.problem(now, "everybody is in the lobby; #quit leaves JustChat");
        } else if (room == null) {
            effects.problem(now, "you are not in " + name);
        } else {
            markers.say(room, privateSeen(), now, effects);
            if (outbox.say(name, room.shown().seen(), new Payload.Membership(false), now, effects).isPresent()) {
                leave(room, now, effects);
            }
        }
    }

    /// The person is not in it any more. Who cannot have the very first room is in
    /// none.
    private void drop(Room room, String sentence, Now now, Effects effects) {
        roster.remove(room.name());
        if (roster.isSwitchingTo(room.name())) {
            roster.missed();
        }
        if (roster.current().equals(room.name())) {
            roster.show(RoomName.LOBBY);
            if (!everEntered) {
                homeless = Optional.of(sentence);
                return;
            }
            effects.info(now, sentence);
            announce(current(), 0, now, effects);
        } else {
            effects.info(now, sentence);
        }
    }

    /// Why the person could not be in the room to begin with; empty: all is well.
    Optional<String> homeless() {
        return homeless;
    }

    void switchTo(int number, Now now, Effects effects) {
        var list = joined();
        if (number > list.size()) {
            effects.problem(now, "you are in " + list.size() + (list.size() == 1 ? " room" : " rooms")
                    + " only; #rooms lists them");
        } else {
            switchTo(list.get(number - 1), now, effects);
        }
    }

    /// The room after this one that has something unread; this one comes last.
    Optional<Room> nextUnread() {
        return roster.nextUnread();
    }

    void switchTo(Room room, Now now, Effects effects) {
        if (room.name().equals(roster.current())) {
            effects.info(now, "you are in " + roster.current());
        } else {
            enter(room, 0, now, effects);
        }
    }

    private void enter(Room room, long recent, Now now, Effects effects) {
        roster.forgetMissedRoom();
        var before = current();
        if (before != null && before != room) {
            viewing.giveUp(before, now, effects);
            markers.say(before, privateSeen(), now, effects);
        }
        roster.show(room.name());
        announce(room, recent, now, effects);
    }

    /// Says where the person is now, and what there is to read: a little unread is
    /// shown at once; a room never read before begins with its latest messages.
    private void announce(Room room, long recent, Now now, Effects effects) {
        boolean before = room.entered();
        everEntered = true;
        catchingUp.announce(room, recent, now, effects);
        if (room.reading().unread() > 0) {
            catchingUp.unread(room, now, effects);
        } else if (!before && room.beginsElsewhere() && room.isOpen()) {
            catchingUp.context(room, now, effects);
        }
    }

    /// The person goes: the last markers.
    void ending(Now now, Effects effects) {
        roster.all().forEach(room -> markers.say(room, privateSeen(), now, effects));
    }

    void tick(Now now, Effects effects) {
        roster.all().forEach(room -> room.tick(now, effects));
        roster.all().forEach(room -> markers.tick(room, privateSeen(), now, effects));
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return roster.all().stream().mapToLong(room -> Math.min(room.wakeAt(), markers.dueAt(room))).min()
                .orElse(Long.MAX_VALUE);
    }
}
