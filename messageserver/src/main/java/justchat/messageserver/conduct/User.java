// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Optional;
import java.util.OptionalLong;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;

/// What a room knows of one user: four registers. Immutable.
///
/// Who is sent away or let in again writes the membership too: after KICK, BAN
/// and UNBAN one is no member until one joins. A join that was concurrent to a ban
/// and has the greater place is void as long as the ban stands and was not over
/// when the join was stamped.
record User(Register<Joined> membership, Register<Boolean> moderator, Register<Measured> mute,
        Register<Measured> ban) {
    /// @param stampedAtMillis
    ///            of the entry that says so
    record Joined(boolean in, long stampedAtMillis) {}

    /// A mute or a ban that stands, until it ends or is lifted.
    record Measured(boolean stands, OptionalLong untilMillis) {
        static final Measured NOT = new Measured(false, OptionalLong.empty());

        boolean standsAt(long atMillis) {
            return stands && (untilMillis.isEmpty() || atMillis < untilMillis.getAsLong());
        }
    }

    /// @param isMember
    ///            from the beginning
    static User unknown(boolean isMember) {
        return new User(Register.initially(new Joined(isMember, Long.MIN_VALUE)), Register.initially(false),
                Register.initially(Measured.NOT), Register.initially(Measured.NOT));
    }

    boolean isMember() {
        var joined = membership.value();
        return joined.in() && (membership.writtenAt().isEmpty() || !ban.value().standsAt(joined.stampedAtMillis()));
    }

    User with(Entry entry, Payload.Membership said) {
        return with(entry, said.joined());
    }

    private User with(Entry entry, boolean in) {
        return new User(membership.write(new Joined(in, entry.stampedAtMillis()), entry.place()), moderator, mute, ban);
    }

    User with(Entry entry, Payload.Sanction sanction) {
        var place = entry.place();
        return switch (sanction.measure()) {
            case KICK -> with(entry, false);
            case MUTE -> muted(new Measured(true, sanction.untilMillis()), place);
            case UNMUTE -> muted(Measured.NOT, place);
            case BAN -> with(entry, false).banned(new Measured(true, sanction.untilMillis()), place);
            case UNBAN -> with(entry, false).banned(Measured.NOT, place);
            case PROMOTE -> moderating(true, place);
            case DEMOTE -> moderating(false, place);
        };
    }

    private User muted(Measured measured, Place place) {
        return new User(membership, moderator, mute.write(measured, place), ban);
    }

    private User banned(Measured measured, Place place) {
        return new User(membership, moderator, mute, ban.write(measured, place));
    }

    private User moderating(boolean moderates, Place place) {
        return new User(membership, moderator.write(moderates, place), mute, ban);
    }

    /// Until when it is muted, in words; empty: it is not.
    Optional<String> mutedFor(long atMillis) {
        return inWords(mute.value(), atMillis);
    }

    Optional<String> bannedFor(long atMillis) {
        return inWords(ban.value(), atMillis);
    }

    private static Optional<String> inWords(Measured measured, long atMillis) {
        if (!measured.standsAt(atMillis)) {
            return Optional.empty();
        }
        return Optional.of(measured.untilMillis().isEmpty()
                ? ""
                : " for another " + Durations.inWords(measured.untilMillis().getAsLong() - atMillis));
    }
}
