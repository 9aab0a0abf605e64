// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import justchat.client.model.Code;
import justchat.client.model.Errand;
import justchat.client.model.Figures;
import justchat.client.model.Instance;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Refusal;
import justchat.client.model.Told;

/// A client that comes for one [Errand] and goes. Pure.
///
/// It is nobody at a screen: it moves no read marker, and opens no letter unless
/// that was asked for. Lost servers are left to the network, which finds the
/// next one; what has no receipt goes out again under its own id. While
/// something is due, it gives up when nothing has come of it for the time that
/// is given.
public final class ErrandCore implements Core {
    /// The request that enters the code; others are counted from 1.
    private static final long CODE = -1;

    private final Settings settings;
    private final Connection connection = new Connection();
    private final Outbox outbox;
    private final Work work;
    private Optional<Now> lastProgress = Optional.empty();
    /// The code of the room was given, and is not taken yet.
    private boolean codeIsDue;
    /// Waits for that.
    private Optional<Event.Attached> held = Optional.empty();
    private boolean over;

    /// @param zone
    ///            of the times that are typed and shown
    /// @param timeoutMillis
    ///            without any progress
    /// @param code
    ///            of the room, if it is closed
    public record Settings(Errand errand, Instance instance, ZoneId zone, long timeoutMillis, Optional<Code> code) {
        public Settings(Errand errand, Instance instance, ZoneId zone, long timeoutMillis) {
            this(errand, instance, zone, timeoutMillis, Optional.empty());
        }

        public Settings {
            Objects.requireNonNull(errand, "errand");
            Objects.requireNonNull(instance, "instance");
            Objects.requireNonNull(zone, "zone");
            Objects.requireNonNull(code, "code");
            if (timeoutMillis < 1) {
                throw new IllegalArgumentException("timeout: " + timeoutMillis + " ms");
            }
        }
    }

    public ErrandCore(Settings settings) {
        this.settings = settings;
        this.outbox = new Outbox(settings.instance(), connection);
        this.work = work(settings);
        this.codeIsDue = settings.code().isPresent() && room(settings.errand()).isPresent();
    }

    private static Optional<String> room(Errand errand) {
        return switch (errand) {
            case Errand.Send send -> Optional.of(send.room());
            case Errand.Tail tail -> Optional.of(tail.room());
            case Errand.Share share -> Optional.of(share.room());
            case Errand.History history -> Optional.of(history.room());
            case Errand.Offer _,Errand.Get _,Errand.Accounts _,Errand.Rooms _ -> Optional.empty();
        };
    }

    private Work work(Settings settings) {
        return switch (settings.errand()) {
            case Errand.Send send -> new Sending(send, outbox, connection);
            case Errand.Tail tail -> new Tailing(tail, settings, outbox, connection);
            case Errand.Share share -> new Sharing(share, outbox, connection);
            case Errand.Offer offer -> new Offering(offer);
            case Errand.Get get -> new Getting(get);
            case Errand.Accounts accounts -> new Asking.Accounts(accounts.pattern());
            case Errand.Rooms rooms -> new Asking.Rooms(rooms.pattern());
            case Errand.History history -> new Asking.History(history, settings.zone());
        };
    }

    @Override
    public List<Effect> handle(Event event, Now now) {
        var effects = new Effects();
        if (over) {
            return effects.list();
        }
        if (lastProgress.isEmpty() || !work.waits()) {
            lastProgress = Optional.of(now);
        }
        take(event, now, effects);
        connection.tick(now, effects);
        outbox.tick(now, effects);
        work.tick(now, effects);
        if (!over) {
            work.end().ifPresent(end -> stop(end.exit(), end.sentence(), effects));
        }
        if (!over && work.waits() && deadline() - now.nanos() <= 0) {
            giveUp(effects);
        }
        return effects.list();
    }

    private void take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Tick _ -> {
            }
            case Event.LogInAsked asked -> connection.entering(asked.login(), now, effects);
            case Event.LoggedIn in -> {
                connection.loggedIn(in.name());
                effects.add(new Effect.Admitted(in.name()));
                effects.add(new Effect.Attach());
            }
            case Event.LoginRefused refused -> refused(refused, now, effects);
            case Event.Searching searching -> connection.searching(searching.sentence());
            case Event.Attached attached -> {
                lastProgress = Optional.of(now);
                connection.attached(attached, now);
                begin(attached, now, effects);
            }
            case Event.Moved moved -> {
                outbox.detached();
                work.detached(now, effects);
                connection.moved(moved.to().server(), now);
                effects.add(new Effect.Follow());
                begin(moved.to(), now, effects);
            }
            case Event.Detached detached -> {
                connection.lost(detached.server(), now);
                outbox.detached();
                held = Optional.empty();
                work.detached(now, effects);
                effects.show(new Notice.Lost(now.millis(), detached.server(), detached.sentence()));
                effects.add(new Effect.Attach());
            }
            case Event.Ended ended ->
                stop(Exit.NOT_PERMITTED, "the session was ended: " + ended.sentence() + whatIsUnsent(),
                        effects);
            case Event.InputEnded _ -> work.inputEnded(now, effects);
            case Event.CodeTaken _ -> {
                codeIsDue = false;
                var session = held;
                held = Optional.empty();
                session.ifPresent(known -> begin(known, now, effects));
            }
            case Event.AskFailed failed when failed.request() == CODE -> stop(Exit.NOT_PERMITTED, failed.sentence()
                    + whatIsUnsent(), effects);
            case Event.Stored stored -> {
                if (outbox.stored(stored)) {
                    effects.tell(new Told.Receipt(now.millis(), stored.room(), stored.id(), stored.copies(), stored
                            .servers()));
                }
                connection.settled(new Posted(stored.room(), stored.id()));
                progress(stored, now, effects);
            }
            case Event.Opened opened -> {
                connection.opened(opened.room().name(), opened.missed());
                progress(opened, now, effects);
            }
            case Event.Delivered delivered -> {
                delivered.entries().forEach(entry -> connection.delivered(delivered.room(), Telling.isMessage(entry
                        .payload()) && !entry.author().equals(connection.name())));
                progress(delivered, now, effects);
            }
            default -> progress(event, now, effects);
        }
    }

    private void begin(Event.Attached session, Now now, Effects effects) {
        if (codeIsDue) {
            held = Optional.of(session);
            effects.add(new Effect.EnterCode(CODE, room(settings.errand()).orElseThrow(), settings.code()
                    .orElseThrow()));
            return;
        }
        work.attached(session, now, effects);
        outbox.attached(effects).forEach(connection::resent);
    }

    private void progress(Event event, Now now, Effects effects) {
        boolean refusal = event instanceof Event.PostRefused || event instanceof Event.OpenRefused;
        if (work.take(event, now, effects) && !refusal) {
            lastProgress = Optional.of(now);
        }
    }

    private void refused(Event.LoginRefused refused, Now now, Effects effects) {
        if (refused.reason() == Refusal.UNAVAILABLE || refused.reason() == Refusal.BUSY) {
            connection.unanswered(now, refused.sentence(), refused.retryAfterMillis());
        } else {
            stop(Exit.NOT_PERMITTED, refused.sentence() + (refused.reason() == Refusal.ELSEWHERE
                    ? "; --take-over ends that session"
                    : "") + whatIsUnsent(), effects);
        }
    }

    private void giveUp(Effects effects) {
        var within = " within " + Figures.duration(settings.timeoutMillis());
        if (connection.everAttached()) {
            stop(Exit.UNSENT, (connection.attached() ? "" : connection.state() + "; ") + work.waitsFor() + within
                    + whatIsUnsent(), effects);
        } else {
            stop(Exit.UNAVAILABLE, "nobody could be reached" + within + ": " + connection.state() + whatIsUnsent(),
                    effects);
        }
    }

    private String whatIsUnsent() {
        int unsent = work.unsent();
        return unsent == 0
                ? ""
                : "; " + Figures.count(unsent, "message") + (unsent == 1 ? " was" : " were") + " not sent";
    }

    private void stop(Exit exit, String sentence, Effects effects) {
        over = true;
        effects.add(new Effect.Stop(exit, sentence));
    }

    private long deadline() {
        return lastProgress.map(since -> since.nanos() + settings.timeoutMillis() * Now.NANOS_PER_MILLI)
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public long wakeAt() {
        return LongStream.of(connection.wakeAt(), outbox.wakeAt(), work.wakeAt(), work.waits()
                ? deadline()
                : Long.MAX_VALUE).min().getAsLong();
    }

    @Override
    public int unsent() {
        return work.unsent();
    }

    @Override
    public Bar bar(Now now) {
        return new Bar("", 0, connection.server(), OptionalLong.empty(), connection.state(), work.unsent(), List.of(),
                List.of(), work.moving(now).stream().toList(), Bar.Attention.NONE);
    }

    /// There is nobody to have any.
    @Override
    public Preferences preferences() {
        return Preferences.DEFAULT;
    }
}
