// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.Deque;

import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Notice;

/// What is typed for a room before there is one to do it in, before the first
/// session or while the room changes, and for others before there is a session: it
/// waits, in order. Pure; owned by [ClientCore].
final class TypedAhead {
    private final Presence presence;
    private final Rooms rooms;
    private final Desk desk;
    private final Outbox outbox;
    private final Deque<Input> waiting = new ArrayDeque<>();

    /// Does what was asked.
    interface Desk {
        void ask(Input input, Now now, Effects effects);
    }

    TypedAhead(Parts parts, Desk desk) {
        this.presence = parts.presence;
        this.rooms = parts.rooms;
        this.outbox = parts.outbox;
        this.desk = desk;
    }

    /// Posts without a receipt, and what waits for its room.
    int unsent() {
        return outbox.unsent() + waiting.size();
    }

    void ask(Input input, Now now, Effects effects) {
        if (isDoneAtOnce(input)) {
            desk.ask(input, now, effects);
        } else if (unsent() < Limits.OUTBOX) {
            waiting.add(input);
        } else {
            effects.problem(now, Limits.OUTBOX + " messages wait already; this one is not sent");
        }
    }

    private boolean isDoneAtOnce(Input input) {
        return switch (input) {
            case Input.InRoom in -> !isWaiting() && waiting.isEmpty() || !presence.entered() && !isTyped(in);
            case Input.Whisper _,Input.Offer _,Input.ListFiles _,Input.Get _ -> presence.entered();
            default -> true;
        };
    }

    private boolean isWaiting() {
        return !presence.entered() || rooms.isSwitching();
    }

    /// Not a key, nor the question how things are, which do not wait.
    private static boolean isTyped(Input.InRoom input) {
        return !(input instanceof Input.Status || input instanceof Input.Switch || input instanceof Input.NextUnread);
    }

    /// Does what can be done by now.
    void tick(Now now, Effects effects) {
        while (!isWaiting() && !waiting.isEmpty()) {
            var input = waiting.poll();
            var missed = rooms.missedRoom();
            if (missed.isPresent() && input instanceof Input.InRoom in && Amendments.says(in)) {
                effects.show(new Notice.Refused(now.millis(), "not sent: you are not in " + missed.get(), Amendments
                        .typed(in)));
            } else {
                desk.ask(input, now, effects);
            }
        }
        if (waiting.isEmpty()) {
            rooms.forgetMissedRoom();
        }
    }
}
