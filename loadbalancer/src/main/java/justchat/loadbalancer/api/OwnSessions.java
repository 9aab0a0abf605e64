// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.UserName;
import justchat.loadbalancer.presence.Presence.Located;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.EndSession;
import justchat.wire.OwnSession;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// The sessions of the user who asks: which there are, and their end. One per connection.
final class OwnSessions {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Visitor visitor;
    private final Desk desk;

    OwnSessions(Visitor visitor) {
        this.visitor = Objects.requireNonNull(visitor, "visitor");
        this.desk = visitor.desk();
    }

    List<OwnSession> sessions(ByteBuffer ticket) throws Refused {
        return of(visitor.holder(ticket).name()).stream().map(this::wire).toList();
    }

    private OwnSession wire(Located located) {
        var session = located.session();
        return new OwnSession(ByteBuffer.wrap(session.instance().toArray()),
                ByteBuffer.wrap(session.login().toArray()), server(located), session.host(), session.device(),
                session.sinceMillis());
    }

    private String server(Located located) {
        return desk.accounts().view().member(located.origin()).map(ServerMember::name).map(Object::toString).orElse("");
    }

    /// Those that were not ended; a server takes a moment to say that one is gone.
    private List<Located> of(UserName user) {
        return desk.board().locate(user).stream().filter(located -> !isEnded(user, located.session().login()))
                .toList();
    }

    private boolean isEnded(UserName user, Bytes login) {
        return desk.accounts().revocation(user, Integer.MAX_VALUE, login).isPresent();
    }

    void end(EndSession request) throws Refused {
        var user = visitor.holder(request.bufferForTicket()).name();
        Bytes login;
        CommandId command;
        try {
            login = Bytes.exactly(ClientSession.LOGIN_BYTES, request.getLogin(), "login");
            command = CommandId.copyOf(request.getCommand());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
        if (isEnded(user, login)) {
            return;
        }
        if (of(user).stream().noneMatch(located -> located.session().login().equals(login))) {
            throw Refusals.of(Reason.NOT_FOUND, "you have no such session");
        }
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_ACCOUNT_CHANGE).with(Key.USER, user.display())
                .with(Key.REASON, "end a session"), request.getClock());
        revoke(new Command.Revoke(command, user, login, "this session was ended from another one", visitor.now()));
    }

    /// One login may have sessions, and there is to be another.
    ///
    /// @throws Refused
    ///             ELSEWHERE if there is one and it is not to be taken over
    void makeRoom(UserName user, boolean takeOver) throws Refused {
        var elsewhere = of(user);
        if (!takeOver && !elsewhere.isEmpty()) {
            desk.counters().count(Counter.LOGINS_ELSEWHERE);
            throw Refusals.of(Reason.ELSEWHERE, sentence(elsewhere.getFirst()));
        }
        for (var login : elsewhere.stream().map(located -> located.session().login()).distinct().toList()) {
            revoke(new Command.Revoke(CommandId.next(RANDOM), user, login,
                    "taken over from " + visitor.host(), visitor.now()));
        }
    }

    private String sentence(Located located) {
        var session = located.session();
        var since = Duration.ofMillis(Math.max(0, visitor.now() - session.sinceMillis()));
        return "you are logged in from " + session.host()
                + (session.device().isEmpty() ? "" : " (" + session.device() + ")") + ", at " + server(located)
                + ", for " + words(since) + "; only one login at a time is allowed here";
    }

    private static String words(Duration since) {
        if (since.toMinutes() < 1) {
            return "less than a minute";
        }
        return since.toHours() < 1 ? since.toMinutes() + " min" : since.toHours() + " h";
    }

    private void revoke(Command.Revoke command) throws Refused {
        switch (visitor.decided(command)) {
            case Outcome.Revoked() -> {
                desk.counters().count(Counter.LOGINS_REVOKED);
                desk.journal().record(() -> Saying.of(Verb.REVOKES).with(Key.USER, command.user().display()));
            }
            case Outcome.OwnerFull(),Outcome.Full() -> throw Refusals.of(Reason.TOO_LARGE,
                    "too many sessions were ended lately; change your password instead, that ends them all");
            case Outcome.IdReused() ->
                throw Refusals.of(Reason.INVALID, "this command id was used for something else");
        }
    }
}
