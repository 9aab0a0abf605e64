// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.likeness.Likeness;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.Cluster;
import justchat.wire.LogIn;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.SignUp;
import justchat.wire.Welcome;
import justchat.wire.chatConstants;

/// The way in: what a client must know first, new accounts, logins. One per connection.
///
/// Clocks of callers are taken in only after the caller has proved to be somebody: a stranger cannot write in the trace.
final class LogIns {
    static final int AUTH_KEY_BYTES = 32;

    private final Visitor visitor;
    private final Desk desk;
    private final OwnSessions sessions;

    LogIns(Visitor visitor, OwnSessions sessions) {
        this.visitor = Objects.requireNonNull(visitor, "visitor");
        this.desk = visitor.desk();
        this.sessions = Objects.requireNonNull(sessions, "sessions");
    }

    Cluster cluster() {
        var argon = desk.argon();
        var cluster = new Cluster(chatConstants.PROTOCOL_VERSION, desk.deployment(), argon.memoryKiB(), argon.passes(),
                argon.lanes(), Wire.balancers(balancers()));
        return mustBeInvited() ? cluster.setInviteOnly(true) : cluster;
    }

    private boolean mustBeInvited() {
        return desk.policy().signUps() == Policy.SignUps.INVITE;
    }

    /// Those in the book, and this one even before it is there.
    private List<BalancerMember> balancers() {
        List<BalancerMember> all = new ArrayList<>(desk.accounts().view().balancers());
        if (all.stream().noneMatch(other -> other.name().equals(desk.self().name()))) {
            all.add(desk.self());
        }
        return all;
    }

    Welcome signUp(SignUp request) throws Refused {
        desk.guard().slowDownSignUps(visitor.from());
        var command = command(request);
        var outcome = visitor.decided(command);
        desk.guard().signUpAnswered(visitor.from());
        return switch (outcome) {
            case Outcome.SignedUp() -> {
                desk.counters().count(Counter.SIGN_UPS);
                yield welcome(command.account(), Verb.RECEIVES_SIGN_UP, request.getClock());
            }
            case Outcome.NameTaken() -> throw refused(Reason.NAME_TAKEN,
                    "this name is taken, or looks like one that is; choose another");
            case Outcome.NotInvited() ->
                throw refused(Reason.NOT_PERMITTED, "this invitation was used, or is not good any more");
            case Outcome.IdReused() -> throw refused(Reason.INVALID, "this sign-up was used for another name");
            case Outcome.Full() -> throw refused(Reason.TOO_LARGE, "there is no room for more accounts");
        };
    }

    private Command.SignUp command(SignUp request) throws Refused {
        var name = Visitor.name(request.getName());
        var complaint = Likeness.complaintAbout(name);
        if (complaint.isPresent()) {
            throw refused(Reason.INVALID, complaint.get());
        }
        try {
            var authKey = Bytes.exactly(AUTH_KEY_BYTES, request.getAuthKey(), "authentication key").toArray();
            var account = new Account(name, Likeness.looksOf(name), LoginGuard.verifier(authKey),
                    Bytes.copyOf(request.getIdentityKey()), Bytes.copyOf(request.getSealedIdentity()), 1,
                    visitor.now());
            return new Command.SignUp(CommandId.copyOf(request.getCommand()), account, token(request));
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    /// Where everybody may sign up, invitations are not used up.
    private Optional<Bytes> token(SignUp request) throws Refused {
        if (!mustBeInvited()) {
            return Optional.empty();
        }
        if (!request.isSetToken()) {
            throw refused(Reason.NOT_PERMITTED, "an account takes an invitation here");
        }
        return Optional.of(InvitationTokens.hash(request.getToken()));
    }

    private Refused refused(Reason reason, String sentence) {
        desk.counters().count(Counter.SIGN_UPS_REFUSED);
        return Refusals.of(reason, sentence);
    }

    Welcome logIn(LogIn request) throws Refused {
        var name = Visitor.name(request.getName());
        if (desk.accounts().view().balancer(desk.self().name().value()).isEmpty()) {
            throw Refusals.unavailable("this balancer has not joined the others yet");
        }
        var account = desk.guard().check(name, request.getAuthKey(), visitor.from());
        if (desk.policy().sessions() == Policy.Sessions.ONE) {
            sessions.makeRoom(account.name(), request.isTakeOver());
        }
        desk.counters().count(Counter.LOGINS);
        return welcome(account, Verb.RECEIVES_JOIN, request.getClock());
    }

    private Welcome welcome(Account account, Verb request, Map<String, Long> clock) {
        UserName name = account.name();
        desk.journal().record(() -> Saying.of(request).with(Key.USER, name.display()), clock);
        var ticket = desk.tickets().issue(name, account.generation());
        var place = Places.place(desk, name, Set.of());
        var sent = desk.journal()
                .record(() -> Saying.of(Verb.ADMITS).with(Key.USER, name.display()).with(Key.SERVER,
                        place.map(found -> found.getServer().getName()).orElse("none")))
                .entries();
        var welcome = new Welcome(name.display(), ByteBuffer.wrap(ticket.ticket()), ticket.expiresAtMillis(),
                ByteBuffer.wrap(account.identityKey().toArray()), ByteBuffer.wrap(account.sealedIdentity().toArray()),
                Wire.balancers(balancers()));
        place.ifPresent(found -> welcome.setAssignment(found.setClock(sent)));
        return welcome.setClock(sent);
    }
}
