// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Code;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Payload;

/// The codes of closed rooms: asked for, shown once when they are made, changed.
/// Keys are made and kept by the [Network]; a code is nowhere but in what the
/// person types and reads. Pure; owned by [ClientCore].
final class CodeDesk {
    private final ClientCore.Settings settings;
    private final Dialogue dialogue;
    private final Requests requests;
    private final Rooms rooms;
    private final Outbox outbox;
    /// New locks that have no receipt yet, with the code if it was made.
    private final Map<MessageId, Optional<Code>> changing = new HashMap<>();

    CodeDesk(ClientCore.Settings settings, Dialogue dialogue, Requests requests, Rooms rooms, Outbox outbox) {
        this.settings = settings;
        this.dialogue = dialogue;
        this.requests = requests;
        this.rooms = rooms;
        this.outbox = outbox;
    }

    void create(Input.Create create, Now now, Effects effects) {
        switch (create.closing()) {
            case OPEN -> create(create.room(), create.order(), Optional.empty(), now, effects);
            case CLOSED -> create(create.room(), create.order(), Optional.of(Code.TO_BE_MADE), now, effects);
            case OWN_CODE -> ask(new Dialogue.Step.OwnCode(create.room(), Optional.of(create.order())), now, effects);
        }
    }

    private void create(String room, Order order, Optional<Code> code, Now now, Effects effects) {
        rooms.forgetMissedRoom();
        if (requests.ask(new Requests.Kind.Create(room, order, code), now, effects)) {
            rooms.creating(room);
        }
    }

    /// Of the room the person is in.
    void ask(Input.Code input, Now now, Effects effects) {
        var room = rooms.current();
        if (!room.summary().info().isClosed()) {
            effects.problem(now, room.name() + " is an open room and has no code; #create #room closed makes a closed"
                    + " one");
            return;
        }
        switch (input.wish()) {
            case ENTER -> ask(new Dialogue.Step.EnterCode(room.name(), false), now, effects);
            case NEW -> requests.ask(new Requests.Kind.MakeCode(room.name(), Code.TO_BE_MADE), now, effects);
            case OWN -> ask(new Dialogue.Step.OwnCode(room.name(), Optional.empty()), now, effects);
        }
    }

    private void ask(Dialogue.Step.OfCode step, Now now, Effects effects) {
        if (settings.attended()) {
            dialogue.ask(step);
        } else {
            effects.problem(now, "this asks for a code, which takes a terminal (--code-file in commands for scripts)");
        }
    }

    /// Joining takes a code that is not known here.
    void wanted(Event.CodeWanted wanted, Now now, Effects effects) {
        var room = wanted.refused().room();
        outbox.refused(wanted.refused(), now);
        rooms.notJoinedForCode(room, settings.attended(), now, effects);
        if (settings.attended()) {
            ask(new Dialogue.Step.EnterCode(room, true), now, effects);
        }
    }

    /// @return whether this question was ours
    boolean answered(Event.Answered answer, Now now, Effects effects) {
        if (!dialogue.isOfCode(answer.question())) {
            return false;
        }
        dialogue.answered(answer.question()).ifPresent(step -> answer.text().filter(text -> !text.isBlank())
                .ifPresentOrElse(text -> next((Dialogue.Step.OfCode) step, text, now, effects),
                        () -> effects.info(now, "nothing was done")));
        return true;
    }

    private void next(Dialogue.Step.OfCode step, String text, Now now, Effects effects) {
        switch (step) {
            case Dialogue.Step.EnterCode enter -> requests.ask(new Requests.Kind.EnterCode(enter.room(), new Code(text),
                    enter.joins()), now, effects);
            case Dialogue.Step.OwnCode own -> dialogue.ask(new Dialogue.Step.OwnCodeAgain(own, new Dialogue.Secret(
                    text)));
            case Dialogue.Step.OwnCodeAgain again when !again.code().text().equals(text) -> effects.problem(now,
                    "the two codes differ; nothing was done");
            case Dialogue.Step.OwnCodeAgain again -> again.step().order().ifPresentOrElse(
                    order -> create(again.step().room(), order, Optional.of(new Code(text)), now, effects),
                    () -> requests.ask(new Requests.Kind.MakeCode(again.step().room(), new Code(text)), now, effects));
        }
    }

    /// A room is made: its code is shown, once and for all.
    void created(Event.RoomCreated created, Now now, Effects effects) {
        created.code().ifPresent(code -> effects.show(new Notice.NewCode(now.millis(), created.room().name(), code)));
    }

    /// The person may join, or is shown what was missed.
    void taken(Requests.Kind.EnterCode asked, Now now, Effects effects) {
        if (asked.joins()) {
            rooms.join(asked.room(), now, effects);
            return;
        }
        effects.info(now, "that is a code of " + asked.room() + "; it is kept here");
        int missed = rooms.lacked(asked.room());
        requests.ask(new Requests.Kind.History(asked.room(), Optional.empty(), Math.clamp(missed, Limits.RECENT,
                Limits.PAGE), OptionalLong.empty(), 0), now, effects);
    }

    /// The room is told of its new lock.
    void made(Requests.Kind.MakeCode asked, Event.CodeMade made, Now now, Effects effects) {
        rooms.get(asked.room()).ifPresentOrElse(room -> outbox.say(room.name(), room.shown().seen(),
                new Payload.NewLock(made.lock()), now, effects).ifPresent(id -> changing.put(id, made.code())),
                () -> effects.problem(now, "you are not in " + asked.room() + " any more; its code is as it was"));
    }

    /// A post has its receipt.
    void stored(String room, MessageId id, Now now, Effects effects) {
        Optional.ofNullable(changing.remove(id)).ifPresent(code -> code.ifPresentOrElse(made -> effects.show(
                new Notice.NewCode(now.millis(), room, made)),
                () -> effects.info(now, "that is the code of " + room
                        + " from now on")));
    }

    /// A post is given up.
    ///
    /// @return whether it was a new lock
    boolean refused(Event.PostRefused refused, Now now, Effects effects) {
        boolean ours = changing.remove(refused.id()) != null;
        if (ours) {
            effects.problem(now, "the code of " + refused.room() + " is as it was: " + refused.sentence());
        }
        return ours;
    }
}
