// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Entry;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Source;

/// The whole state of a client: an event and a moment in, effects out. Pure,
/// and owned by whoever calls it: [ClientLoop], or a test.
///
/// What it was told is sent ([Event.Stored]) is sent; what it has shown it never
/// shows again; what it cannot do it says.
public final class ClientCore {
    private static final int LOGIN_RETRY_MILLIS = 1_000;

    private final Settings settings;
    private final Outbox outbox;
    private final Shown shown = new Shown();
    private final Connection connection = new Connection();
    private final Transfers transfers;
    private final Requests requests = new Requests();
    private final Ending ending = new Ending();
    private int online;
    private OptionalLong delayMicros = OptionalLong.empty();

    /// @param patienceMillis
    ///            how long to try to come in before giving up; 0: for ever
    public record Settings(String room, Instance instance, Path downloads, long patienceMillis) {
        public Settings {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(instance, "instance");
            Objects.requireNonNull(downloads, "downloads");
        }
    }

    public ClientCore(Settings settings) {
        this.settings = settings;
        this.outbox = new Outbox(settings.room(), settings.instance());
        this.transfers = new Transfers(settings.downloads());
    }

    /// Takes one event.
    ///
    /// @return what is to be done, in order
    public List<Effect> handle(Event event, Now now) {
        var effects = new Effects();
        if (ending.isOver()) {
            return effects.list();
        }
        take(event, now, effects);
        connection.tick(now, effects);
        outbox.tick(now, effects);
        transfers.tick(now, effects);
        ending.tick(new Ending.Situation(connection, outbox.unsent(), !requests.isEmpty(), transfers.isMoving()), now,
                effects);
        return effects.list();
    }

    /// When to call again with a [Event.Tick] at the latest: nanoseconds,
    /// `Long.MAX_VALUE` for never.
    public long wakeAt() {
        return Math.min(Math.min(connection.wakeAt(), outbox.wakeAt()),
                Math.min(transfers.wakeAt(), ending.wakeAt()));
    }

    /// Posts without a receipt.
    int unsent() {
        return outbox.unsent();
    }

    /// The state of things, for the bar.
    public Bar bar(Now now) {
        return new Bar(settings.room(), online, connection.server(), delayMicros, connection.state(),
                outbox.unsent(), transfers.waiting(), transfers.moving(now));
    }

    private void take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Tick _ -> {
            }
            case Event.Asked asked -> ask(asked.input(), now, effects);
            case Event.InputEnded _ -> ending.begin(now);
            case Event.LogInAsked asked -> connection.entering(asked.login(), now, effects);
            case Event.LoggedIn in -> loggedIn(in, effects);
            case Event.LoginRefused refused -> loginRefused(refused, now, effects);
            case Event.Searching _ -> connection.searching();
            case Event.Attached attached -> attached(attached, now, effects);
            case Event.Opened opened -> opened(opened, effects);
            case Event.OpenRefused refused -> effects.problem(now, refused.sentence());
            case Event.Detached detached -> detached(detached, now, effects);
            case Event.Delivered delivered -> delivered.entries().forEach(entry -> show(entry, now, effects));
            case Event.People people -> online = people.online();
            case Event.Delay delay -> delayMicros = OptionalLong.of(delay.micros());
            case Event.Stored stored -> {
                outbox.stored(stored.id(), stored.copies(), stored.servers());
                connection.settled(stored.id());
            }
            case Event.PostRefused refused -> postRefused(refused, now, effects);
            case Event.WhisperReceived whisper -> effects.show(new Notice.Whispered(now.millis(), whisper.from(),
                    whisper.text(), whisper.via(), false));
            case Event.OfferReceived offer -> transfers.offered(offer.offer().user(), offer.file(), offer.offer(),
                    Math.min(Limits.OFFER_MILLIS, Math.max(0, offer.expiresAtMillis() - now.millis())), now, effects);
            case Event.OfferSent sent -> transfers.offerSent(sent.transfer(), sent.file(), now, effects);
            case Event.OfferAnswered answer -> transfers.answered(answer.transfer(), answer.accepted(), now, effects);
            case Event.Progress progress -> transfers.progress(progress, now);
            case Event.Uploaded uploaded -> {
                if (transfers.uploaded(uploaded.transfer(), uploaded.file(), now, effects)) {
                    post(new Payload.Shared(uploaded.file()), now, effects);
                }
            }
            case Event.TransferDone done -> transfers.done(done, now, effects);
            case Event.TransferFailed failed -> transfers.failed(failed.transfer(), failed.sentence(), now, effects);
            case Event.Whispered _,Event.WhisperFailed _,Event.WhisperSealed _,Event.Files _,Event.Online _,Event.AskFailed _ ->
                answer(
                        event, now, effects);
            case Event.RoomCreated _,Event.Rooms _,Event.Members _,Event.PageRead _,Event.LetterOpened _,Event.LetterUnreadable _ ->
                {
                }
        }
    }

    private void ask(Input input, Now now, Effects effects) {
        switch (input) {
            case Input.Say say -> post(new Payload.Text(say.text()), now, effects);
            case Input.Whisper whisper -> request(new Requests.Kind.Whisper(whisper.user(), whisper.text()), now,
                    effects);
            case Input.Offer offer -> transfers.offer(offer.user(), Path.of(offer.path()), now, effects);
            case Input.Share share -> transfers.share(Path.of(share.path()), now, effects);
            case Input.ListFiles _ -> request(new Requests.Kind.ListFiles(), now, effects);
            case Input.Get get -> request(new Requests.Kind.GetFile(get.name()), now, effects);
            case Input.Accept accept -> transfers.accept(accept, now, effects);
            case Input.Decline decline -> transfers.decline(decline.offer(), now, effects);
            case Input.Transfers _ -> effects.show(new Notice.TransferList(now.millis(), transfers.list(now)));
            case Input.Cancel cancel -> transfers.cancel(cancel.transfer(), now, effects);
            case Input.Who _ -> request(new Requests.Kind.Who(), now, effects);
            case Input.Status _ -> effects.show(new Notice.StatusReport(now.millis(), connection.name(),
                    connection.server(), delayMicros, online, outbox.unsent(), outbox.stored(), shown.count(),
                    outbox.lastReceipt()));
            case Input.Commands _ -> effects.show(new Notice.CommandList(now.millis()));
            case Input.Quit _ -> ending.begin(now);
        }
    }

    private void post(Payload payload, Now now, Effects effects) {
        if (outbox.isFull()) {
            effects.problem(now, Limits.OUTBOX + " messages wait for a server already; this one is not sent");
            return;
        }
        outbox.add(shown.seen(), payload, connection.attached(), effects);
        if (connection.tellsOffline()) {
            effects.info(now, "you are offline: queued, it goes out by itself");
        }
    }

    private void request(Requests.Kind kind, Now now, Effects effects) {
        var number = requests.add(kind);
        if (number.isEmpty()) {
            effects.problem(now, Requests.WAITING + " questions wait for their answer already; ask again later");
            return;
        }
        effects.add(switch (kind) {
            case Requests.Kind.Whisper whisper -> new Effect.Whisper(number.get(), whisper.user(), whisper.text());
            case Requests.Kind.ListFiles _,Requests.Kind.GetFile _ -> new Effect.AskFiles(number.get());
            case Requests.Kind.Who _ -> new Effect.AskOnline(number.get());
        });
    }

    private void answer(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Whispered whispered -> requests.answered(whispered.request()).ifPresent(_ -> effects
                    .show(new Notice.Whispered(now.millis(), whispered.user(), whispered.text(), whispered.via(),
                            true)));
            case Event.WhisperFailed failed -> requests.answered(failed.request()).ifPresent(_ -> effects.problem(now,
                    "not sent to " + failed.user() + ": " + failed.sentence()));
            case Event.WhisperSealed sealed -> requests.answered(sealed.request()).ifPresent(_ -> effects.problem(now,
                    "not sent to " + sealed.user() + ": there is no direct way"));
            case Event.Files files -> requests.answered(files.request()).ifPresent(kind -> files(kind, files, now,
                    effects));
            case Event.Online users -> requests.answered(users.request()).ifPresent(_ -> effects
                    .show(new Notice.UserList(now.millis(), users.users())));
            case Event.AskFailed failed -> requests.answered(failed.request()).ifPresent(_ -> effects.problem(now,
                    failed.sentence()));
            default -> throw new IllegalArgumentException("no answer: " + event);
        }
    }

    private void files(Requests.Kind kind, Event.Files files, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.GetFile get) {
            Requests.named(get.name(), files.files()).ifPresentOrElse(file -> transfers.fetch(file, now, effects),
                    () -> effects.problem(now, "there is no file " + get.name() + "; #available files lists them"));
        } else {
            effects.show(new Notice.FileList(now.millis(), files.files()));
        }
    }

    private void loggedIn(Event.LoggedIn in, Effects effects) {
        connection.loggedIn(in.name());
        effects.add(new Effect.Admitted(in.name()));
        effects.add(new Effect.Attach());
    }

    private void loginRefused(Event.LoginRefused refused, Now now, Effects effects) {
        boolean passing = refused.reason() == Refusal.UNAVAILABLE || refused.reason() == Refusal.BUSY;
        long tried = connection.triedFor(now);
        if (passing && (settings.patienceMillis() == 0 || tried < settings.patienceMillis())) {
            if (connection.unanswered(now, Math.max(LOGIN_RETRY_MILLIS, refused.retryAfterMillis()))) {
                effects.info(now, refused.sentence() + "; trying again");
            }
            return;
        }
        connection.out();
        effects.add(new Effect.Denied(refused.reason(), refused.sentence()));
    }

    private void attached(Event.Attached attached, Now now, Effects effects) {
        boolean first = connection.attached(attached, now);
        if (first) {
            effects.show(new Notice.Entered(now.millis(), connection.name(), attached.server(), attached.balancer(),
                    0, 0));
        }
        effects.add(new Effect.Open(settings.room(), first ? Optional.empty() : Optional.of(shown.seen()),
                Limits.RECENT));
    }

    private void opened(Event.Opened opened, Effects effects) {
        shown.base(opened.base());
        outbox.attached(effects).forEach(connection::resent);
    }

    private void detached(Event.Detached detached, Now now, Effects effects) {
        connection.lost(detached.server(), now);
        outbox.detached();
        delayMicros = OptionalLong.empty();
        effects.show(new Notice.Lost(now.millis(), detached.server(), detached.sentence()));
        effects.add(new Effect.Attach());
    }

    private void show(Entry entry, Now now, Effects effects) {
        connection.shown();
        if (!shown.isNew(entry)) {
            return;
        }
        boolean mine = entry.id().instance().equals(settings.instance());
        switch (entry.payload()) {
            case Payload.Text text -> effects.show(new Notice.Said(entry.stampedAtMillis(), entry.author(),
                    text.text(), mine));
            case Payload.Shared shared -> {
                if (!mine) {
                    transfers.offered(entry.author(), shared.file(), new Source.Servers(), Limits.OFFER_MILLIS, now,
                            effects);
                }
            }
            case Payload.Reply _,Payload.Edit _,Payload.Erase _,Payload.Reaction _,Payload.Topic _,Payload.Membership _,Payload.Sanction _,Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.Erased _,Payload.Fold _,Payload.Control _ ->
                {
                }
            case Payload.Unknown _ -> effects.info(now, entry.author()
                    + " sent something that this version of JustChat cannot show");
        }
    }

    private void postRefused(Event.PostRefused refused, Now now, Effects effects) {
        switch (outbox.refused(refused.id(), refused.reason(), refused.retryAfterMillis(), now)) {
            case Outbox.Refused.Later _ -> {
            }
            case Outbox.Refused.GivenUp given -> {
                connection.givenUp(refused.id());
                effects.problem(now, "not sent: " + refused.sentence() + brief(given.payload()).map(text -> " (\""
                        + text + "\")").orElse(""));
            }
        }
    }

    private static Optional<String> brief(Payload payload) {
        return switch (payload) {
            case Payload.Text text -> Optional.of(text.text().length() <= 40
                    ? text.text()
                    : text.text().substring(0, text.text().offsetByCodePoints(0, Math.min(40,
                            text.text().codePointCount(0, text.text().length())))) + "...");
            case Payload.Shared shared -> Optional.of(shared.file().name());
            case Payload.Reply _,Payload.Edit _,Payload.Erase _,Payload.Reaction _,Payload.Topic _,Payload.Membership _,Payload.Sanction _,Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.Erased _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                Optional.empty();
        };
    }
}
