// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;

/// Being in the one room of an errand: joins it if need be, and opens it to read
/// it, or to see that the server knows that we have joined. Pure; owned by a
/// [Work].
final class Visit {
    private final Room room;
    private final boolean reads;
    private final Outbox outbox;
    private final Connection connection;
    private boolean joined;
    private boolean in;
    private Optional<Work.End> refusal = Optional.empty();

    /// @param reads
    ///            keeps the room open
    /// @param recent
    ///            what is delivered first
    Visit(String name, boolean reads, int recent, Outbox outbox, Connection connection) {
        this.room = Room.named(name);
        this.reads = reads;
        this.outbox = outbox;
        this.connection = connection;
        room.beginWith(recent);
    }

    Room room() {
        return room;
    }

    /// Whether things can be said there, or read if that is wanted.
    boolean isIn() {
        return in;
    }

    /// Why we are not, for good.
    Optional<Work.End> refusal() {
        return refusal;
    }

    void attached(Event.Attached session, Now now, Effects effects) {
        if (room.isJoining()) {
            return;
        }
        for (var known : session.rooms()) {
            if (known.name().equals(room.name())) {
                joined = true;
            }
        }
        if (!joined) {
            outbox.say(room.name(), Seen.nothing(), new Payload.Membership(true), now, effects).ifPresent(room::join);
        } else if (reads) {
            open(effects);
        } else {
            in = true;
        }
    }

    private void open(Effects effects) {
        connection.opening(room.name());
        room.open(effects);
    }

    void detached() {
        room.lost();
        in = false;
    }

    /// @return whether it was for us
    boolean take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Stored stored when stored.room().equals(room.name()) && room.isJoin(stored.id()) -> {
                joined = true;
                room.joined(now);
                open(effects);
            }
            case Event.PostRefused refused when refused.room().equals(room.name()) && room.isJoin(refused.id()) -> {
                if (outbox.refused(refused, now) instanceof Lane.Refused.GivenUp) {
                    notJoined(refused, effects);
                }
            }
            case Event.CodeWanted wanted when wanted.refused().room().equals(room.name()) -> {
                outbox.refused(wanted.refused(), now);
                refuse(Refusal.NOT_PERMITTED, room.name()
                        + " is closed: joining takes its code, from a file that --code-file names");
            }
            case Event.Opened opened when opened.room().name().equals(room.name()) -> {
                room.opened(opened, now);
                in = true;
                if (!reads) {
                    effects.add(new Effect.Close(room.name()));
                }
            }
            case Event.OpenRefused refused when refused.room().equals(room.name()) -> {
                if (!room.refused(refused, now)) {
                    refuse(refused.reason(), "you are not in " + room.name() + ": " + room.refusal().orElse(refused
                            .sentence()));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Who may not join may be in it already: opening it will tell.
    private void notJoined(Event.PostRefused refused, Effects effects) {
        if (refused.reason() == Refusal.NOT_PERMITTED) {
            room.notJoined(refused.sentence());
            open(effects);
        } else {
            refuse(refused.reason(), "you did not join " + room.name() + ": " + refused.sentence());
        }
    }

    private void refuse(Refusal reason, String sentence) {
        refusal = Optional.of(new Work.End(reason == Refusal.NOT_FOUND ? Exit.NOT_THERE : Exit.NOT_PERMITTED,
                sentence));
    }

    void tick(Now now, Effects effects) {
        room.tick(now, effects);
    }

    long wakeAt() {
        return room.wakeAt();
    }
}
