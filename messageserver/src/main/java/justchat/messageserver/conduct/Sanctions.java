// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Optional;

import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;

/// What a moderator may do to whom.
final class Sanctions {
    private Sanctions() {}

    /// @param author
    ///            a moderator of the room
    static Optional<Outcome> refusal(RoomConduct room, String author, Payload.Sanction sanction, long atMillis) {
        var user = sanction.user();
        return RoomConduct.first(mayTouch(room, author, sanction), isSensible(sanction, atMillis),
                hasEffect(room, user, sanction.measure(), atMillis));
    }

    private static Optional<Outcome> mayTouch(RoomConduct room, String author, Payload.Sanction sanction) {
        var user = sanction.user();
        if (author.equals(user)) {
            return RoomConduct.refused("that is for others to do");
        }
        if (room.isOwner(user)) {
            return RoomConduct.refused(room.name() + " is " + user + "'s room");
        }
        return switch (sanction.measure()) {
            case PROMOTE, DEMOTE -> ownerOnly(room, author, "make moderators, and unmake them");
            case MUTE, UNMUTE, KICK, BAN, UNBAN -> room.isModerator(user)
                    ? ownerOnly(room, author, "act against a moderator")
                    : RoomConduct.allowed();
        };
    }

    private static Optional<Outcome> ownerOnly(RoomConduct room, String author, String action) {
        return room.isOwner(author) ? RoomConduct.allowed() : RoomConduct.refused("only the owner may " + action);
    }

    private static Optional<Outcome> isSensible(Payload.Sanction sanction, long atMillis) {
        if (sanction.untilMillis().isEmpty()) {
            return RoomConduct.allowed();
        }
        return switch (sanction.measure()) {
            case MUTE, BAN -> sanction.untilMillis().getAsLong() > atMillis
                    ? RoomConduct.allowed()
                    : RoomConduct.invalid("that would be over already");
            case UNMUTE, KICK, UNBAN, PROMOTE, DEMOTE -> RoomConduct.invalid("only mutes and bans end by themselves");
        };
    }

    private static Optional<Outcome> hasEffect(RoomConduct room, String name, Payload.Measure measure,
            long atMillis) {
        var user = room.user(name);
        return switch (measure) {
            case MUTE, BAN -> RoomConduct.allowed();
            case UNMUTE -> user.mutedFor(atMillis).isPresent() ? RoomConduct.allowed() : notSo(name, "not muted");
            case UNBAN -> user.bannedFor(atMillis).isPresent() ? RoomConduct.allowed() : notSo(name, "not banned");
            case KICK -> user.isMember() ? RoomConduct.allowed() : notSo(name, "not in " + room.name());
            case PROMOTE -> user.isMember() ? RoomConduct.allowed() : notSo(name, "not in " + room.name());
            case DEMOTE -> room.isModerator(name) ? RoomConduct.allowed() : notSo(name, "no moderator");
        };
    }

    private static Optional<Outcome> notSo(String name, String what) {
        return RoomConduct.invalid(name + " is " + what);
    }
}
