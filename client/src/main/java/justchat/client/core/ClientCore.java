// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Setting;

/// The whole state of a client that somebody chats with. Pure.
///
/// What it was told is sent ([Event.Stored]) is sent; what it has shown it never
/// shows again; what it cannot do it says. What is typed before the first
/// session, or while the room changes, waits for it, in order.
///
/// Here it is only decided who takes what: the state is in [Parts], and what
/// becomes of an input or an event is up to the desk of its subject.
public final class ClientCore implements Core {
    private final Parts parts;
    private final SessionDesk session;
    private final FileDesk files;
    private final RoomDesk room;
    private final TypedAhead typedAhead;
    private final ChoiceDesk choices;
    private final Answers answers;

    /// @param room
    ///            the one to be in at first; joined if need be
    /// @param zone
    ///            of the times that are typed
    /// @param patienceMillis
    ///            how long to try to come in before giving up, and at the end to wait for receipts; 0: for ever, and a moment
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
        this.parts = new Parts(settings);
        this.session = new SessionDesk(parts);
        this.files = new FileDesk(parts);
        this.room = new RoomDesk(parts, session);
        this.typedAhead = new TypedAhead(parts, this::act);
        this.choices = new ChoiceDesk(parts.choosing, parts.ignoring);
        this.answers = new Answers(parts);
    }

    @Override
    public List<Effect> handle(Event event, Now now) {
        var effects = new Effects();
        if (parts.ending.isOver()) {
            return effects.list();
        }
        take(event, now, effects);
        var homeless = parts.rooms.homeless();
        if (homeless.isPresent()) {
            parts.ending.stop(Exit.NOT_PERMITTED, homeless.get(), effects);
        } else {
            tick(now, effects);
        }
        return effects.list();
    }

    private void take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Tick _ -> {
            }
            case Event.Asked asked -> ask(asked.input(), now, effects);
            case Event.InputEnded _ -> end(now, effects);
            case Event.Answered answer -> {
                if (!parts.codes.answered(answer, now, effects)) {
                    parts.accounts.answered(answer, now, effects);
                }
            }
            case Event.LogInAsked asked -> parts.presence.logIn(asked.login(), now, effects);
            case Event.OfSession of -> session.take(of, unsent(), now, effects);
            case Event.OfRoom of -> room.take(of, now, effects);
            case Event.OfMail of -> parts.mail.take(of, now, effects);
            case Event.OfFiles of -> files.take(of, now, effects);
            case Event.OfRequest of -> answers.take(of, now, effects);
        }
    }

    private void ask(Input input, Now now, Effects effects) {
        parts.mail.attended(now);
        typedAhead.ask(input, now, effects);
    }

    private void act(Input input, Now now, Effects effects) {
        switch (input) {
            case Input.InRoom in -> room.ask(in, unsent(), now, effects);
            case Input.Whisper whisper -> parts.requests.ask(new Requests.Kind.Whisper(whisper.user(), whisper.text()),
                    now, effects);
            case Input.OfFiles of -> files.ask(of, now, effects);
            case Input.OfChoice of -> choices.ask(of, parts.rooms.privateSeen(), now, effects);
            case Input.OfAccount of -> parts.accounts.ask(of, parts.rooms.current().name(), now, effects);
            case Input.StopWaiting _ -> parts.requests.impatient().forEach(request -> answers.take(
                    new Event.AskFailed(request, "stopped; nothing was done"), now, effects));
            case Input.Trace _ -> effects.add(new Effect.TellTrace());
            case Input.KeepTrace keep -> effects.add(new Effect.KeepTrace(keep.keeps()));
            case Input.Commands commands -> effects.show(new Notice.CommandList(now.millis(), commands.word()));
            case Input.Quit _ -> end(now, effects);
        }
    }

    private void end(Now now, Effects effects) {
        parts.rooms.ending(now, effects);
        parts.mail.tick(parts.rooms.privateSeen(), true, now, effects);
        parts.ending.begin(now);
    }

    private void tick(Now now, Effects effects) {
        typedAhead.tick(now, effects);
        parts.connection.tick(now, effects);
        parts.requests.tick(now, effects);
        parts.rooms.tick(now, effects);
        parts.mail.tick(parts.rooms.privateSeen(), false, now, effects);
        parts.outbox.tick(now, effects);
        parts.transfers.tick(now, effects);
        parts.ending.tick(new Ending.Situation(parts.connection, unsent(), !parts.outbox.isEmpty(),
                !parts.requests.isEmpty(), parts.requests.isPatient(), parts.transfers.isMoving()), now, effects);
    }

    @Override
    public long wakeAt() {
        return LongStream.of(parts.connection.wakeAt(), parts.outbox.wakeAt(), parts.rooms.wakeAt(), parts.mail
                .wakeAt(), parts.requests.wakeAt(), parts.transfers.wakeAt(), parts.ending.wakeAt()).min().getAsLong();
    }

    /// Posts without a receipt, and what waits for its room.
    @Override
    public int unsent() {
        return typedAhead.unsent();
    }

    @Override
    public Preferences preferences() {
        return parts.choosing.choices().preferences();
    }

    @Override
    public Bar bar(Now now) {
        return new Bar(parts.rooms.current().name(), parts.rooms.current().summary().info().isClosed(),
                session.online(), parts.connection.server(), session
                        .delayMicros(),
                parts.connection.state(), unsent(), unread(), parts.transfers.waiting(),
                parts.transfers
                        .moving(now),
                new Bar.Attention(session.balancersAnswer() ? "" : "no balancer answers", parts.requests.isPatient(),
                        parts.connection.isEnded(), parts.accounts.dialogue().question()));
    }

    private List<Bar.Unread> unread() {
        return Stream.concat(parts.rooms.joined().stream().map(joined -> new Bar.Unread(joined.name(), joined.reading()
                .unread(), joined.reading().mentioned())), parts.mail.unanswered().stream()).toList();
    }
}
