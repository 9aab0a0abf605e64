// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Optional;
import java.util.OptionalLong;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;

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

    User with(Entry entry, Payload.Membership said, boolean copy) {
        return with(entry, said.joined(), copy);
    }

    private User with(Entry entry, boolean in, boolean copy) {
        return new User(membership.write(new Joined(in, entry.stampedAtMillis()), entry, copy), moderator, mute, ban);
    }

    User with(Entry entry, Payload.Sanction sanction, boolean copy) {
        return switch (sanction.measure()) {
            case KICK -> with(entry, false, copy);
            case MUTE -> muted(new Measured(true, sanction.untilMillis()), entry, copy);
            case UNMUTE -> muted(Measured.NOT, entry, copy);
            case BAN -> with(entry, false, copy).banned(new Measured(true, sanction.untilMillis()), entry, copy);
            case UNBAN -> with(entry, false, copy).banned(Measured.NOT, entry, copy);
            case PROMOTE -> moderating(true, entry, copy);
            case DEMOTE -> moderating(false, entry, copy);
        };
    }

    private User muted(Measured measured, Entry entry, boolean copy) {
        return new User(membership, moderator, mute.write(measured, entry, copy), ban);
    }

    private User banned(Measured measured, Entry entry, boolean copy) {
        return new User(membership, moderator, mute, ban.write(measured, entry, copy));
    }

    private User moderating(boolean moderates, Entry entry, boolean copy) {
        return new User(membership, moderator.write(moderates, entry, copy), mute, ban);
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
