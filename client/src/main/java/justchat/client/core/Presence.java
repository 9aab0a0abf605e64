// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Figures;
import justchat.client.model.Login;
import justchat.client.model.Notice;
import justchat.client.model.Refusal;

/// How the person comes in, is moved, lost, found again and logged out, and what
/// that means for all that is under way. Pure; owned by [ClientCore].
final class Presence {
    private final ClientCore.Settings settings;
    private final Connection connection;
    private final Outbox outbox;
    private final Rooms rooms;
    private final Choosing choosing;
    private boolean entered;
    private boolean loggedOut;
    /// Not told yet.
    private Optional<Notice.Entered> welcome = Optional.empty();

    Presence(ClientCore.Settings settings, Connection connection, Outbox outbox, Rooms rooms, Choosing choosing) {
        this.settings = settings;
        this.connection = connection;
        this.outbox = outbox;
        this.rooms = rooms;
        this.choosing = choosing;
    }

    /// Whether there was a session.
    boolean entered() {
        return entered;
    }

    void logIn(Login login, Now now, Effects effects) {
        connection.entering(login, now, effects);
    }

    void loggedIn(Event.LoggedIn in, Effects effects) {
        connection.loggedIn(in.name());
        effects.add(new Effect.Admitted(in.name()));
        effects.add(new Effect.Attach());
    }

    void loginRefused(Event.LoginRefused refused, Now now, Effects effects) {
        boolean passing = refused.reason() == Refusal.UNAVAILABLE || refused.reason() == Refusal.BUSY;
        long tried = connection.triedFor(now);
        if (passing && (settings.patienceMillis() == 0 || tried < settings.patienceMillis())) {
            if (connection.unanswered(now, refused.sentence(), refused.retryAfterMillis())) {
                delayed(refused.sentence(), now, effects);
            }
            return;
        }
        boolean before = connection.everEnded();
        connection.out();
        if (before) {
            effects.problem(now, refused.sentence() + "; Enter asks again");
        } else {
            effects.add(new Effect.Denied(refused.reason(), refused.sentence()));
        }
    }

    /// Who stands at the door of a terminal does not see the screen yet.
    private void delayed(String sentence, Now now, Effects effects) {
        var waits = "waits: " + sentence + "; tries again by itself";
        if (settings.attended() && !entered) {
            effects.add(new Effect.Delayed(waits + ", Ctrl-C to stop"));
        } else {
            effects.info(now, waits);
        }
    }

    void searching(String sentence, int unsent, Now now, Effects effects) {
        if (connection.searching(sentence)) {
            effects.info(now, sentence + "; " + (unsent == 0
                    ? "what you write is kept and goes out when one comes"
                    : "your " + Figures.count(unsent, "message") + (unsent == 1 ? " is" : " are") + " kept and "
                            + (unsent == 1 ? "goes" : "go") + " out when one comes"));
        }
    }

    void attached(Event.Attached attached, Now now, Effects effects) {
        boolean first = connection.attached(attached, now);
        entered = true;
        if (loggedOut) {
            loggedOut = false;
            effects.show(new Notice.Happened(now.millis(), "welcome back, on " + attached.server()));
        }
        if (first) {
            welcome = Optional.of(new Notice.Entered(now.millis(), connection.name(), attached.server(), attached
                    .balancer()));
        }
        begin(attached, now, effects);
    }

    /// Everything is asked for again beyond what was shown, and what has no receipt goes
    /// out again under its own id: nothing is lost, and nothing is shown twice.
    void moved(Event.Attached to, Now now, Effects effects) {
        outbox.detached();
        rooms.detached(now, effects);
        connection.moved(to.server(), now);
        effects.add(new Effect.Follow());
        effects.show(new Notice.Happened(now.millis(), "moved to " + to.server()));
        begin(to, now, effects);
    }

    private void begin(Event.Attached session, Now now, Effects effects) {
        choosing.begin(session.settings());
        rooms.attached(session, now, effects);
        var resent = outbox.attached(effects);
        resent.forEach(connection::resent);
        connection.queued(outbox.unsent() - resent.size());
    }

    /// Who is told that it is in misses nothing that is said from then on: the room
    /// before its eyes is open.
    void welcome(String opened, Now now, Effects effects) {
        if (opened.equals(rooms.current().name())) {
            welcome.ifPresent(notice -> {
                effects.show(notice);
                choosing.remind(now, effects);
            });
            welcome = Optional.empty();
        }
    }

    void detached(Event.Detached detached, Now now, Effects effects) {
        connection.lost(detached.server(), now);
        outbox.detached();
        rooms.detached(now, effects);
        effects.show(new Notice.Lost(now.millis(), detached.server(), detached.sentence()));
        effects.add(new Effect.Attach());
    }

    /// Nobody comes back by itself: what is unsent waits for the person.
    void ended(String sentence, int unsent, Now now, Effects effects) {
        loggedOut = true;
        connection.ended();
        outbox.detached();
        rooms.detached(now, effects);
        effects.problem(now, "your session was ended: " + sentence + "; Enter (or #login) asks for your password, to go"
                + " on here" + (unsent == 0
                        ? ""
                        : "; " + Figures.count(unsent, "message") + (unsent == 1 ? " is" : " are") + " kept"));
    }
}
