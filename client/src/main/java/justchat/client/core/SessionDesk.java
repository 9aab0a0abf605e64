// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.OptionalLong;

import justchat.client.model.Figures;
import justchat.client.model.Notice;

/// What the network tells of the login and of the session. Pure; owned
/// by [ClientCore].
final class SessionDesk {
    private final Parts parts;
    private boolean balancersAnswer = true;
    private int online;
    private OptionalLong delayMicros = OptionalLong.empty();

    SessionDesk(Parts parts) {
        this.parts = parts;
    }

    /// Whether any balancer answers.
    boolean balancersAnswer() {
        return balancersAnswer;
    }

    /// Sessions on all servers, as far as it was heard.
    int online() {
        return online;
    }

    /// The round trip to the server; empty: not measured in this session.
    OptionalLong delayMicros() {
        return delayMicros;
    }

    Notice.StatusReport status(int unsent, Now now) {
        return new Notice.StatusReport(now.millis(), parts.connection.name(), parts.connection.link(), delayMicros,
                online, parts.rooms.current().summary().info().order(), unsent, parts.outbox.stored(), parts.rooms
                        .shown(),
                parts.outbox.lastReceipt(), parts.mail.standing());
    }

    /// @param unsent
    ///            messages that wait
    void take(Event.OfSession event, int unsent, Now now, Effects effects) {
        switch (event) {
            case Event.LoggedIn in -> parts.presence.loggedIn(in, effects);
            case Event.LoginRefused refused -> {
                if (!parts.accounts.asksWhetherToTakeOver(refused)) {
                    parts.presence.loginRefused(refused, now, effects);
                }
            }
            case Event.Searching searching -> parts.presence.searching(searching.sentence(), unsent, now, effects);
            case Event.Balancers balancers -> balancers(balancers.answer(), now, effects);
            case Event.Attached attached -> {
                parts.presence.attached(attached, now, effects);
                parts.transfers.attached(effects);
            }
            case Event.Moved moved -> parts.presence.moved(moved.to(), now, effects);
            case Event.Detached detached -> {
                delayMicros = OptionalLong.empty();
                parts.presence.detached(detached, now, effects);
            }
            case Event.Ended ended -> ended(ended.sentence(), unsent, now, effects);
            case Event.People people -> online = people.online();
            case Event.Delay delay -> delayMicros = OptionalLong.of(delay.micros());
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

    /// Who deletes the account wants no session any more.
    private void ended(String sentence, int unsent, Now now, Effects effects) {
        delayMicros = OptionalLong.empty();
        parts.accounts.ended();
        if (parts.accounts.isDeleting()) {
            parts.connection.ended();
        } else if (parts.settings.attended()) {
            parts.presence.ended(sentence, unsent, now, effects);
        } else {
            parts.ending.stop(Exit.NOT_PERMITTED, "your session was ended: " + sentence + (unsent == 0
                    ? ""
                    : "; " + Figures.count(unsent, "message") + (unsent == 1 ? " was" : " were") + " not sent"),
                    effects);
        }
    }
}
