// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;

import justchat.client.model.Input;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Ref;
import justchat.client.model.RoomName;
import justchat.client.model.Told;

/// What the person does in rooms, and what the network tells of them and of the
/// posts there. Pure; owned by [ClientCore].
final class RoomDesk {
    private final Rooms rooms;
    private final Requests requests;
    private final Pages pages;
    private final Amendments amendments;
    private final Transfers transfers;
    private final Choosing choosing;
    private final Presence presence;
    private final Outbox outbox;
    private final Connection connection;
    private final AccountDesk accounts;
    private final CodeDesk codes;
    private final Mail mail;
    private final Recall recall;
    private final SessionDesk session;

    RoomDesk(Parts parts, SessionDesk session) {
        this.rooms = parts.rooms;
        this.requests = parts.requests;
        this.pages = parts.pages;
        this.amendments = parts.amendments;
        this.transfers = parts.transfers;
        this.choosing = parts.choosing;
        this.presence = parts.presence;
        this.outbox = parts.outbox;
        this.connection = parts.connection;
        this.accounts = parts.accounts;
        this.codes = parts.codes;
        this.mail = parts.mail;
        this.recall = parts.recall;
        this.session = session;
    }

    /// @param unsent
    ///            messages that wait
    void ask(Input.InRoom input, int unsent, Now now, Effects effects) {
        var room = rooms.current();
        switch (input) {
            case Input.Speech speech -> amendments.ask(speech, room, now, effects);
            case Input.Share share -> transfers.share(Path.of(share.path()), room.name(), now, effects);
            case Input.Going going -> go(going, now, effects);
            case Input.Reading reading -> read(reading, now, effects);
            case Input.Rooms list -> requests.ask(new Requests.Kind.Rooms(list.pattern()), now, effects);
            case Input.Who _ -> requests.ask(new Requests.Kind.Who(room.name()), now, effects);
            case Input.Status _ -> effects.show(session.status(unsent, now));
        }
    }

    private void go(Input.Going going, Now now, Effects effects) {
        switch (going) {
            case Input.Create create -> codes.create(create, now, effects);
            case Input.Code code -> codes.ask(code, now, effects);
            case Input.Join join -> rooms.join(join.room(), now, effects);
            case Input.Leave leave -> rooms.leave(leave.room(), now, effects);
            case Input.Switch to -> rooms.switchTo(to.number(), now, effects);
            case Input.NextUnread _ -> nextUnread(now, effects);
        }
    }

    private void read(Input.Reading reading, Now now, Effects effects) {
        switch (reading) {
            case Input.History history -> pages.history(history, now, effects);
            case Input.Find find -> pages.find(find, now, effects);
            case Input.Why why -> why(why.target(), now, effects);
            case Input.Inbox inbox -> pages.inbox(inbox.count().orElse(choosing.choices().inbox()), now, effects);
        }
    }

    private void why(Ref target, Now now, Effects effects) {
        var room = rooms.current();
        recall.find(room.name(), target).ifPresentOrElse(
                message -> effects.show(Causes.of(room.summary().info(), room.shown().folded(), message, recall.all(room
                        .name()), now)),
                () -> Amendments.unknown(room, now, effects));
    }

    private void nextUnread(Now now, Effects effects) {
        var next = rooms.nextUnread();
        if (next.isEmpty()) {
            effects.info(now, "nothing is unread");
        } else if (next.get() == rooms.current()) {
            pages.inbox(choosing.choices().inbox(), now, effects);
        } else {
            rooms.switchTo(next.get(), now, effects);
        }
    }

    void take(Event.OfRoom event, Now now, Effects effects) {
        switch (event) {
            case Event.Opened opened -> {
                presence.welcome(opened.room().name(), now, effects);
                rooms.opened(opened, now, effects);
            }
            case Event.OpenRefused refused -> {
                presence.welcome(refused.room(), now, effects);
                rooms.openRefused(refused, now, effects);
            }
            case Event.Delivered delivered -> rooms.delivered(delivered, now, effects);
            case Event.Stored stored -> stored(stored, now, effects);
            case Event.PostRefused refused -> postRefused(refused, now, effects);
            case Event.CodeWanted wanted -> {
                presence.welcome(wanted.refused().room(), now, effects);
                codes.wanted(wanted, now, effects);
            }
        }
    }

    private void stored(Event.Stored stored, Now now, Effects effects) {
        if (outbox.stored(stored)) {
            effects.tell(new Told.Receipt(now.millis(), stored.room(), stored.id(), stored.copies(), stored.servers()));
        }
        connection.settled(new Posted(stored.room(), stored.id()));
        accounts.stored(stored.room(), stored.id(), now, effects);
        codes.stored(stored.room(), stored.id(), now, effects);
        if (stored.room().equals(RoomName.PRIVATE)) {
            mail.stored(stored.id(), effects);
        } else {
            rooms.stored(stored.room(), stored.id(), now, effects);
        }
    }

    private void postRefused(Event.PostRefused refused, Now now, Effects effects) {
        if (outbox.refused(refused, now) instanceof Lane.Refused.GivenUp(var posts)) {
            posts.forEach((id, payload) -> givenUp(refused, id, payload, now, effects));
        }
    }

    private void givenUp(Event.PostRefused refused, MessageId id, Payload payload, Now now, Effects effects) {
        if (Lane.isQuiet(payload)) {
            return;
        }
        connection.givenUp(new Posted(refused.room(), id));
        if (refused.room().equals(RoomName.PRIVATE)) {
            mail.refused(id, refused.sentence(), now, effects);
        } else if (!rooms.notJoined(refused, now, effects) && !codes.refused(refused, now, effects)
                && !accounts.refused(refused.room(), id, refused.sentence(),
                        now, effects)) {
            recall.forget(refused.room(), id);
            amendments.refused(refused.room(), payload, refused.sentence(), now, effects);
        }
    }
}
