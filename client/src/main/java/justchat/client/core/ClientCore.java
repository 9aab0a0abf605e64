// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import justchat.client.model.Figures;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Preferences;
import justchat.client.model.RoomName;
import justchat.client.model.Setting;
import justchat.client.model.Source;
import justchat.client.model.Told;

/// The whole state of a client that somebody chats with. Pure.
///
/// What it was told is sent ([Event.Stored]) is sent; what it has shown it never
/// shows again; what it cannot do it says. What is typed before the first
/// session, or while the room changes, waits for it, in order.
public final class ClientCore implements Core {
    private final Settings settings;
    private final Connection connection = new Connection();
    private final Outbox outbox;
    private final Recall recall = new Recall();
    private final Requests requests = new Requests();
    private final Transfers transfers;
    private final Mail mail;
    private final Choosing choosing;
    private final Ignoring ignoring;
    private final ChoiceDesk choices;
    private final Rooms rooms;
    private final Pages pages;
    private final Amendments amendments;
    private final AccountDesk desk;
    private final Answers answers;
    private final Presence presence;
    private final Ending ending = new Ending();
    private final Deque<Input.InRoom> typedAhead = new ArrayDeque<>();
    private boolean balancersAnswer = true;
    private int online;
    private OptionalLong delayMicros = OptionalLong.empty();

    /// @param room
    ///            the one to be in at first; joined if need be
    /// @param zone
    ///            of the times that are typed
    /// @param patienceMillis
    ///            how long to try to come in before giving up; 0: for ever
    /// @param attended
    ///            there is a person who can be asked
    /// @param here
    ///            what was chosen on this machine, by the key of the [Setting]
    public record Settings(String room, Instance instance, Path downloads, ZoneId zone, long patienceMillis,
            boolean attended, Map<String, String> here) {
        public Settings {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(instance, "instance");
            Objects.requireNonNull(downloads, "downloads");
            Objects.requireNonNull(zone, "zone");
            here = Map.copyOf(here);
        }
    }

    public ClientCore(Settings settings) {
        this.settings = settings;
        this.outbox = new Outbox(settings.instance(), connection);
        this.transfers = new Transfers(settings.downloads());
        this.choosing = new Choosing(outbox, connection, settings.here());
        this.ignoring = new Ignoring(choosing, connection);
        this.choices = new ChoiceDesk(choosing, ignoring);
        this.mail = new Mail(outbox, connection, ignoring);
        var listing = new Listing(recall, connection, ignoring);
        this.rooms = new Rooms(settings, outbox, connection, mail, choosing, requests, new Viewing(connection, recall,
                new Telling(settings.instance(), connection, recall,
                        (author, file, now, effects) -> transfers.offered(author, file,
                                new Source.Servers(), Limits.OFFER_MILLIS, now, effects),
                        ignoring, settings.zone())),
                listing);
        this.pages = new Pages(rooms, requests, recall, connection, listing, settings
                .zone());
        this.amendments = new Amendments(outbox, recall, connection);
        this.desk = new AccountDesk(settings, requests, connection, new Erasing(rooms, requests, outbox, connection),
                ending);
        this.answers = new Answers(requests, rooms, pages, mail, transfers, ignoring, desk);
        this.presence = new Presence(settings, connection, outbox, rooms, choosing);
    }

    @Override
    public List<Effect> handle(Event event, Now now) {
        var effects = new Effects();
        if (ending.isOver()) {
            return effects.list();
        }
        take(event, now, effects);
        if (rooms.homeless().isPresent()) {
            ending.stop(Exit.NOT_PERMITTED, rooms.homeless().get(), effects);
            return effects.list();
        }
        takeTypedAhead(now, effects);
        connection.tick(now, effects);
        requests.tick(now, effects);
        rooms.tick(now, effects);
        mail.tick(rooms.privateSeen(), false, now, effects);
        outbox.tick(now, effects);
        transfers.tick(now, effects);
        ending.tick(new Ending.Situation(connection, unsent(), !outbox.isEmpty(), !requests.isEmpty(), requests
                .isPatient(),
                transfers
                        .isMoving()),
                now, effects);
        return effects.list();
    }

    @Override
    public long wakeAt() {
        return LongStream.of(connection.wakeAt(), outbox.wakeAt(), rooms.wakeAt(), mail.wakeAt(), requests.wakeAt(),
                transfers.wakeAt(), ending.wakeAt()).min().getAsLong();
    }

    /// Posts without a receipt, and what waits for its room.
    @Override
    public int unsent() {
        return outbox.unsent() + typedAhead.size();
    }

    @Override
    public Preferences preferences() {
        return choosing.choices().preferences();
    }

    @Override
    public Bar bar(Now now) {
        return new Bar(rooms.current().name(), online, connection.server(), delayMicros, connection.state(),
                unsent(), unread(), transfers.waiting(), transfers.moving(now),
                new Bar.Attention(balancersAnswer ? "" : "no balancer answers", requests.isPatient(), connection
                        .isEnded(), desk.dialogue().question()));
    }

    private List<Bar.Unread> unread() {
        return Stream.concat(rooms.joined().stream().map(room -> new Bar.Unread(room.name(), room.reading().unread(),
                room.reading().mentioned())), mail.unanswered().stream()).toList();
    }

    private void take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Tick _ -> {
            }
            case Event.Asked asked -> ask(asked.input(), now, effects);
            case Event.InputEnded _ -> end(now, effects);
            case Event.Answered answer -> desk.answered(answer, now, effects);
            case Event.LogInAsked asked -> presence.logIn(asked.login(), now, effects);
            case Event.LoggedIn in -> presence.loggedIn(in, effects);
            case Event.LoginRefused refused -> {
                if (!desk.asksWhetherToTakeOver(refused)) {
                    presence.loginRefused(refused, now, effects);
                }
            }
            case Event.Searching searching -> presence.searching(searching.sentence(), unsent(), now, effects);
            case Event.Balancers balancers -> balancers(balancers.answer(), now, effects);
            case Event.Attached attached -> {
                presence.attached(attached, now, effects);
                transfers.attached(effects);
            }
            case Event.Moved moved -> presence.moved(moved.to(), now, effects);
            case Event.Detached detached -> {
                delayMicros = OptionalLong.empty();
                presence.detached(detached, now, effects);
            }
            case Event.Ended ended -> ended(ended.sentence(), now, effects);
            case Event.Opened opened -> {
                presence.welcome(opened.room().name(), now, effects);
                rooms.opened(opened, now, effects);
            }
            case Event.OpenRefused refused -> {
                presence.welcome(refused.room(), now, effects);
                rooms.openRefused(refused, now, effects);
            }
            case Event.Delivered delivered -> rooms.delivered(delivered, now, effects);
            case Event.People people -> online = people.online();
            case Event.Delay delay -> delayMicros = OptionalLong.of(delay.micros());
            case Event.Stored stored -> stored(stored, now, effects);
            case Event.PostRefused refused -> postRefused(refused, now, effects);
            case Event.WhisperReceived whisper -> mail.received(whisper.from(), whisper.text(), whisper.via(), now,
                    effects);
            case Event.LetterOpened letter -> mail.opened(letter, now, effects);
            case Event.LetterUnreadable letter -> mail.unreadable(letter, now, effects);
            case Event.OfferReceived offer -> {
                if (!ignoring.hides(offer.offer().user())) {
                    transfers.offered(offer.offer().user(), offer.file(), offer.offer(), Math.min(Limits.OFFER_MILLIS,
                            Math.max(0, offer.expiresAtMillis() - now.millis())), now, effects);
                    effects.add(new Effect.Ring(new Call(Call.Reason.OFFER, offer.offer().user(), "", offer.file()
                            .name())));
                }
            }
            case Event.OfferWithdrawn gone -> transfers.withdrawn(gone.offer(), gone.left(), now, effects);
            case Event.OfferSent sent -> transfers.offerSent(sent.transfer(), sent.file(), now, effects);
            case Event.OfferAnswered answer -> transfers.answered(answer.transfer(), answer.accepted(), now, effects);
            case Event.Progress progress -> transfers.progress(progress, now);
            case Event.Uploaded uploaded -> transfers.uploaded(uploaded.transfer(), uploaded.file(), now, effects)
                    .ifPresent(room -> rooms.get(room).ifPresentOrElse(here -> amendments.say(here,
                            new Payload.Shared(uploaded.file()), now, effects),
                            () -> effects.problem(now,
                                    "you are not in " + room + " any more; nobody is told of " + uploaded.file()
                                            .name())));
            case Event.TransferDone done -> transfers.done(done, now, effects);
            case Event.TransferHeld held -> transfers.held(held.transfer(), held.sentence(), now, effects);
            case Event.TransferStopped stopped -> transfers.stopped(stopped.transfer(), stopped.sentence(), now,
                    effects);
            case Event.Unfinished found -> transfers.unfinished(found, now, effects);
            case Event.AskPostponed postponed -> requests.postponed(postponed, now, effects);
            case Event.TransferFailed failed -> transfers.failed(failed.transfer(), failed.sentence(), now, effects);
            case Event.Whispered _,Event.WhisperFailed _,Event.WhisperSealed _,Event.Files _,Event.Online _,Event.RoomCreated _,Event.Rooms _,Event.Members _,Event.WhoIsAway _,Event.PageRead _,Event.AccountAnswered _,Event.AskFailed _ ->
                answers
                        .take(event, now, effects);
        }
    }

    private void ask(Input input, Now now, Effects effects) {
        mail.attended();
        switch (input) {
            case Input.InRoom inRoom -> {
                if (!isWaiting() && typedAhead.isEmpty() || !presence.entered() && !isTyped(inRoom)) {
                    inRoom(inRoom, now, effects);
                } else if (unsent() < Limits.OUTBOX) {
                    typedAhead.add(inRoom);
                } else {
                    effects.problem(now, Limits.OUTBOX + " messages wait already; this one is not sent");
                }
            }
            case Input.Whisper whisper -> requests.ask(new Requests.Kind.Whisper(whisper.user(), whisper.text()), now,
                    effects);
            case Input.Offer offer -> transfers.offer(offer.user(), Path.of(offer.path()), now, effects);
            case Input.ListFiles _ -> requests.ask(new Requests.Kind.ListFiles(), now, effects);
            case Input.Get get -> requests.ask(new Requests.Kind.GetFile(get.name()), now, effects);
            case Input.Accept accept -> transfers.accept(accept, now, effects);
            case Input.Decline decline -> transfers.decline(decline.offer(), now, effects);
            case Input.Transfers _ -> effects.show(new Notice.TransferList(now.millis(), transfers.list(now)));
            case Input.Cancel cancel -> transfers.cancel(cancel.transfer(), now, effects);
            case Input.Pause pause -> transfers.pause(pause.transfer(), now, effects);
            case Input.Resume resume -> transfers.resume(resume.transfer(), now, effects);
            case Input.OfChoice choice -> choices.ask(choice, rooms.privateSeen(), now, effects);
            case Input.StopWaiting _ ->
                requests.impatient().forEach(request -> answers.take(new Event.AskFailed(request,
                        "stopped; nothing was done"), now, effects));
            case Input.OfAccount account -> desk.ask(account, rooms.current().name(), now, effects);
            case Input.Trace _ -> effects.add(new Effect.TellTrace());
            case Input.Commands commands -> effects.show(new Notice.CommandList(now.millis(), commands.word()));
            case Input.Quit _ -> end(now, effects);
        }
    }

    /// Whether there is no room yet to do something in.
    private boolean isWaiting() {
        return !presence.entered() || rooms.isSwitching();
    }

    /// Not a key, nor the question how things are, which do not wait.
    private static boolean isTyped(Input.InRoom input) {
        return !(input instanceof Input.Status || input instanceof Input.Switch || input instanceof Input.NextUnread);
    }

    private void takeTypedAhead(Now now, Effects effects) {
        while (!isWaiting() && !typedAhead.isEmpty()) {
            var input = typedAhead.poll();
            var missed = rooms.missedRoom().filter(_ -> Amendments.says(input));
            if (missed.isPresent()) {
                effects.show(new Notice.Refused(now.millis(), "not sent: you are not in " + missed.get(), Amendments
                        .typed(input)));
            } else {
                inRoom(input, now, effects);
            }
        }
        if (typedAhead.isEmpty()) {
            rooms.forgetMissedRoom();
        }
    }

    private void inRoom(Input.InRoom input, Now now, Effects effects) {
        var room = rooms.current();
        switch (input) {
            case Input.Say say -> amendments.say(room, new Payload.Text(say.text()), now, effects);
            case Input.Reply reply -> amendments.reply(room, reply, now, effects);
            case Input.React react -> amendments.react(room, react, now, effects);
            case Input.Edit edit -> amendments.edit(room, edit.text(), now, effects);
            case Input.Delete delete -> amendments.delete(room, delete, now, effects);
            case Input.Punish punish -> amendments.punish(room, punish, now, effects);
            case Input.Topic topic -> amendments.topic(room, topic, now, effects);
            case Input.Share share -> transfers.share(Path.of(share.path()), room.name(), now, effects);
            case Input.Create create -> {
                rooms.forgetMissedRoom();
                if (requests.ask(new Requests.Kind.Create(create.room(), create.order()), now, effects)) {
                    rooms.creating(create.room());
                }
            }
            case Input.Join join -> rooms.join(join.room(), now, effects);
            case Input.Leave leave -> rooms.leave(leave.room(), now, effects);
            case Input.Switch to -> rooms.switchTo(to.number(), now, effects);
            case Input.NextUnread _ -> nextUnread(room, now, effects);
            case Input.Rooms list -> requests.ask(new Requests.Kind.Rooms(list.pattern()), now, effects);
            case Input.Who _ -> requests.ask(new Requests.Kind.Who(room.name()), now, effects);
            case Input.History history -> pages.history(history, now, effects);
            case Input.Find find -> pages.find(find, now, effects);
            case Input.Inbox inbox -> pages.inbox(inbox.count().orElse(choosing.choices().inbox()), now, effects);
            case Input.Status _ -> effects.show(new Notice.StatusReport(now.millis(), connection.name(),
                    connection.link(), delayMicros, online, room.summary().info().order(), unsent(), outbox.stored(),
                    rooms.shown(), outbox.lastReceipt()));
        }
    }

    private void nextUnread(Room room, Now now, Effects effects) {
        var next = rooms.nextUnread();
        if (next.isEmpty()) {
            effects.info(now, "nothing is unread");
        } else if (next.get() == room) {
            pages.inbox(choosing.choices().inbox(), now, effects);
        } else {
            rooms.switchTo(next.get(), now, effects);
        }
    }

    private void end(Now now, Effects effects) {
        rooms.ending(now, effects);
        mail.tick(rooms.privateSeen(), true, now, effects);
        ending.begin(now);
    }

    /// Who deletes the account wants no session any more.
    private void ended(String sentence, Now now, Effects effects) {
        delayMicros = OptionalLong.empty();
        desk.ended();
        if (desk.isDeleting()) {
            connection.ended();
        } else if (settings.attended()) {
            presence.ended(sentence, unsent(), now, effects);
        } else {
            ending.stop(Exit.NOT_PERMITTED, "your session was ended: " + sentence + (unsent() == 0
                    ? ""
                    : "; " + Figures.count(unsent(), "message") + (unsent() == 1 ? " was" : " were") + " not sent"),
                    effects);
        }
    }

    private void balancers(boolean answer, Now now, Effects effects) {
        if (answer != balancersAnswer) {
            balancersAnswer = answer;
            effects.show(new Notice.Happened(now.millis(), answer
                    ? "a balancer answers again"
                    : "no balancer answers at the moment; the chat goes on, but nobody can sign up, log in or be"
                            + " looked up"));
        }
    }

    private void stored(Event.Stored stored, Now now, Effects effects) {
        if (outbox.stored(stored)) {
            effects.tell(new Told.Receipt(now.millis(), stored.room(), stored.id(), stored.copies(), stored.servers()));
        }
        connection.settled(new Posted(stored.room(), stored.id()));
        desk.stored(stored.room(), stored.id(), now, effects);
        if (stored.room().equals(RoomName.PRIVATE)) {
            mail.stored(stored.id());
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
        } else if (!rooms.notJoined(refused, now, effects) && !desk.refused(refused.room(), id, refused.sentence(), now,
                effects)) {
            recall.forget(refused.room(), id);
            amendments.refused(refused.room(), payload, refused.sentence(), now, effects);
        }
    }
}
