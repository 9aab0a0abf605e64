// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.NameCheck;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.UserName;
import justchat.wire.AccountPage;
import justchat.wire.AccountsRequest;
import justchat.wire.Assignment;
import justchat.wire.ChangePassword;
import justchat.wire.Cluster;
import justchat.wire.CreateRoom;
import justchat.wire.DeleteAccount;
import justchat.wire.EndSession;
import justchat.wire.LoadBalancer;
import justchat.wire.Location;
import justchat.wire.LogIn;
import justchat.wire.OwnSession;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Renewal;
import justchat.wire.RoomInfo;
import justchat.wire.SignUp;
import justchat.wire.Welcome;
import justchat.wire.chatConstants;

/// What clients call. One per connection, without state of its own; every call may run at the same time as others.
///
/// Clocks of callers are taken in only after the caller has proved to be somebody: a stranger cannot write in the trace.
final class ClientService implements LoadBalancer.Iface {
    private static final int AUTH_KEY_BYTES = 32;
    private static final int MAX_AVOID = 64;

    private final Desk desk;

    ClientService(Desk desk) {
        this.desk = Objects.requireNonNull(desk, "desk");
    }

    @Override
    public Cluster cluster() {
        var argon = desk.argon();
        return new Cluster(chatConstants.PROTOCOL_VERSION, desk.deployment(), argon.memoryKiB(), argon.passes(),
                argon.lanes(), Wire.balancers(balancers()));
    }

    /// Those in the book, and this one even before it is there.
    private List<BalancerMember> balancers() {
        List<BalancerMember> all = new ArrayList<>(desk.accounts().view().balancers());
        if (all.stream().noneMatch(other -> other.name().equals(desk.self().name()))) {
            all.add(desk.self());
        }
        return all;
    }

    @Override
    public Welcome signUp(SignUp request) throws Refused {
        var command = command(request);
        var outcome = decided(desk.accounts().submit(command).join());
        return switch (outcome) {
            case Outcome.SignedUp() -> {
                desk.counters().count(Counter.SIGN_UPS);
                yield welcome(command.account(), "received request to sign up", "sign up accepted",
                        request.getClock());
            }
            case Outcome.NameTaken() -> throw refused(Reason.NAME_TAKEN, "this name is taken; choose another");
            case Outcome.IdReused() -> throw refused(Reason.INVALID, "this sign-up was used for another name");
            case Outcome.Full() -> throw refused(Reason.TOO_LARGE, "there is no room for more accounts");
            case Outcome.NotInvited() -> throw refused(Reason.INVALID, "this invitation was used, or has ended");
        };
    }

    private Command.SignUp command(SignUp request) throws Refused {
        var name = name(request.getName());
        try {
            var authKey = Bytes.exactly(AUTH_KEY_BYTES, request.getAuthKey(), "authentication key").toArray();
            return new Command.SignUp(CommandId.copyOf(request.getCommand()), new Account(name,
                    List.of(name.uniqueness()), LoginGuard.verifier(authKey),
                    Bytes.copyOf(request.getIdentityKey()), Bytes.copyOf(request.getSealedIdentity()), 1,
                    System.currentTimeMillis()), Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    private Refused refused(Reason reason, String sentence) {
        desk.counters().count(Counter.SIGN_UPS_REFUSED);
        return Refusals.of(reason, sentence);
    }

    private static UserName name(String typed) throws Refused {
        return switch (UserName.check(typed)) {
            case NameCheck.Good(UserName name) -> name;
            case NameCheck.Bad(String sentence) -> throw Refusals.of(Reason.INVALID, sentence);
        };
    }

    private <O extends Outcome> O decided(Answer<O> answer) throws Refused {
        return Answers.decided(answer, desk.counters());
    }

    @Override
    public Welcome logIn(LogIn request) throws Refused {
        var name = name(request.getName());
        if (desk.accounts().view().balancer(desk.self().name().value()).isEmpty()) {
            throw Refusals.unavailable("this balancer has not joined the others yet");
        }
        var account = desk.guard().check(name, request.getAuthKey());
        desk.counters().count(Counter.LOGINS);
        return welcome(account, "received request to join", "log in accepted", request.getClock());
    }

    private Welcome welcome(Account account, String request, String answer, Map<String, Long> clock) {
        var name = account.name();
        desk.journal().record(request + ": " + name.display(), clock);
        var ticket = desk.tickets().issue(name);
        var place = place(name, Set.of());
        var sent = desk.journal()
                .record(answer + ": " + name.display() + place.map(found -> " at " + found.getServer().getName())
                        .orElse(", no server lives"))
                .entries();
        var welcome = new Welcome(name.display(), ByteBuffer.wrap(ticket.ticket()), ticket.expiresAtMillis(),
                ByteBuffer.wrap(account.identityKey().toArray()), ByteBuffer.wrap(account.sealedIdentity().toArray()),
                Wire.balancers(balancers()));
        place.ifPresent(found -> welcome.setAssignment(found.setClock(sent)));
        return welcome.setClock(sent);
    }

    private Optional<Assignment> place(UserName name, Set<ServerId> avoid) {
        var place = desk.board().assign(name, avoid);
        desk.counters().count(place.isPresent() ? Counter.ASSIGNMENTS : Counter.ASSIGNMENTS_EMPTY);
        return place
                .map(found -> new Assignment(Wire.member(found.server()), Wire.members(found.backups())));
    }

    @Override
    public Assignment assign(ByteBuffer ticket, List<Integer> avoid, Map<String, Long> clock) throws Refused {
        var name = holder(ticket);
        Set<ServerId> avoided = new HashSet<>();
        avoid.stream().limit(MAX_AVOID).filter(number -> number > 0 && number <= ServerId.MAX)
                .forEach(number -> avoided.add(new ServerId(number)));
        desk.journal().record("received request for a server: " + name.display(), clock);
        var found = place(name, avoided)
                .orElseThrow(() -> Refusals.unavailable("no message server lives at the moment"));
        var sent = desk.journal().record("assigned " + name.display() + " to " + found.getServer().getName());
        return found.setClock(sent.entries());
    }

    @Override
    public Location locate(ByteBuffer ticket, String user, Map<String, Long> clock) throws Refused {
        var asking = holder(ticket);
        var account = Optional.of(UserName.check(user)).filter(NameCheck.Good.class::isInstance)
                .flatMap(good -> desk.accounts().account(((NameCheck.Good) good).name()))
                .orElseThrow(() -> Refusals.of(Reason.NOT_FOUND, "there is no such user"));
        desk.journal().record("received request to locate " + account.name().display() + " for " + asking.display(),
                clock);
        var sessions = desk.board().locate(account.name()).stream()
                .map(found -> Wire.session(found.session(), found.origin())).toList();
        return new Location(account.name().display(), ByteBuffer.wrap(account.identityKey().toArray()), sessions);
    }

    @Override
    public List<PublicFile> files(ByteBuffer ticket, Map<String, Long> clock) throws Refused {
        var asking = holder(ticket);
        desk.journal().record("received request for the list of files: " + asking.display(), clock);
        return desk.board().files().stream().map(Wire::file).toList();
    }

    @Override
    public RoomInfo createRoom(CreateRoom request) throws Refused {
        return desk.builder().create(holder(request.bufferForTicket()), request);
    }

    @Override
    public List<String> online(ByteBuffer ticket) throws Refused {
        holder(ticket);
        return desk.board().online();
    }

    @Override
    public AccountPage accounts(AccountsRequest request) throws Refused {
        throw Refusals.unavailable("accounts cannot be listed yet");
    }

    @Override
    public Renewal renew(ByteBuffer ticket) throws Refused {
        throw Refusals.unavailable("tickets cannot be renewed yet");
    }

    @Override
    public List<OwnSession> sessions(ByteBuffer ticket) throws Refused {
        throw Refusals.unavailable("sessions cannot be listed yet");
    }

    @Override
    public void endSession(EndSession request) throws Refused {
        throw Refusals.unavailable("sessions cannot be ended yet");
    }

    @Override
    public Renewal changePassword(ChangePassword request) throws Refused {
        throw Refusals.unavailable("passwords cannot be changed yet");
    }

    @Override
    public void deleteAccount(DeleteAccount request) throws Refused {
        throw Refusals.unavailable("accounts cannot be deleted yet");
    }

    private UserName holder(ByteBuffer ticket) throws Refused {
        try {
            return desk.tickets().holder(ticket);
        } catch (Refused refused) {
            desk.counters().count(Counter.TICKETS_REFUSED);
            throw refused;
        }
    }
}
