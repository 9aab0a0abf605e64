// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.codec.Unwire;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.presence.Presence;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.Origin;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Registration;
import justchat.wire.Registry;
import justchat.wire.Revocation;
import justchat.wire.RoomInfo;
import justchat.wire.ServerHello;
import justchat.wire.ServerReport;
import justchat.wire.View;
import justchat.wire.chatConstants;

/// What message servers call. One per connection, whose certificate must name the server that it speaks for.
final class ServerService implements Registry.Iface {
    private static final int BEHIND_MILLIS = 50;

    private final Desk desk;
    private final Caller caller;

    ServerService(Desk desk, Caller caller) {
        this.desk = Objects.requireNonNull(desk, "desk");
        this.caller = Objects.requireNonNull(caller, "caller");
    }

    @Override
    public Registration registerServer(ServerHello hello) throws Refused {
        caller.mustBeServer(hello.getName());
        if (hello.getProtocolVersion() != chatConstants.PROTOCOL_VERSION) {
            throw Refusals.of(Reason.INVALID, "protocol version " + hello.getProtocolVersion() + " is not spoken here");
        }
        mustNotFlap(hello.getName());
        var outcome = Answers.decided(desk.accounts().submit(command(hello)).join(), desk.counters());
        return switch (outcome) {
            case Outcome.ServerRegistered(ServerOrigin origin, long number) -> {
                desk.counters().count(Counter.REGISTRATIONS);
                desk.journal().record(() -> Saying.of(Verb.RECEIVES_REGISTRATION).with(Key.SERVER, hello.getName())
                        .with(Key.FROM, origin), hello.getClock());
                var sent = desk.journal().record(() -> Saying.of(Verb.CHANGES_VIEW).with(Key.VIEW, number)
                        .with(Key.SERVER, hello.getName()).with(Key.REASON, "registered"));
                yield new Registration(Wire.origin(origin), Wire.view(desk.accounts().view())).setClock(sent.entries());
            }
            case Outcome.Full() -> throw Refusals.of(Reason.TOO_LARGE, "there is no room for more servers");
            case Outcome.IdReused() ->
                throw Refusals.of(Reason.INVALID, "this command id was used for another registration");
            case Outcome.Removed() ->
                throw Refusals.of(Reason.NOT_PERMITTED, "a server of this name was removed; start it under another");
        };
    }

    private void mustNotFlap(String name) throws Refused {
        long held = desk.board().heldMillis(new ProcessName(name));
        if (held > 0) {
            throw Refusals.later(Reason.UNAVAILABLE, name + " was expelled too often of late; it may register again in "
                    + held + " ms", (int) held);
        }
    }

    private static Command.RegisterServer command(ServerHello hello) throws Refused {
        try {
            return new Command.RegisterServer(CommandId.copyOf(hello.getCommand()), new ProcessName(hello.getName()),
                    Unwire.address(hello.getAddress()), Unwire.address(hello.getHeartbeats()), hello.isBlank());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    @Override
    public View announce(Origin origin, String name, Map<String, Long> clock) throws Refused {
        caller.mustBeServer(name);
        var announced = origin(origin);
        mustBeInView(announced, name);
        desk.announced().join(announced, caller.endpoint());
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_ANNOUNCEMENT).with(Key.SERVER, name)
                .with(Key.FROM, announced), clock);
        desk.announced().tellRooms(announced, caller.endpoint());
        desk.announced().tellRevocations(announced, caller.endpoint());
        return Wire.view(desk.accounts().view());
    }

    private void mustBeInView(ServerOrigin origin, String name) throws Refused {
        var view = desk.accounts().view();
        if (view.member(origin).filter(member -> member.name().value().equals(name)).isPresent()) {
            return;
        }
        if (origin.incarnation() > desk.accounts().lastIncarnation(origin.server())) {
            throw Refusals.later(Reason.UNAVAILABLE, "this balancer has not heard of your registration yet",
                    BEHIND_MILLIS);
        }
        // It was expelled while it could not be told.
        desk.announced().tell(caller.endpoint(), view);
        throw Refusals.of(Reason.NOT_PERMITTED,
                name + " " + origin + " is not in view " + view.number() + "; register anew");
    }

    @Override
    public void report(ServerReport report) throws Refused {
        var origin = origin(report.getOrigin());
        if (!desk.announced().isOn(origin, caller.endpoint())) {
            throw Refusals.of(Reason.NOT_PERMITTED, "announce the server on this connection first");
        }
        Presence.Report taken;
        try {
            taken = new Presence.Report(origin, report.isComplete(),
                    Unwire.list(report.getAttached(), Unwire::session),
                    new HashSet<>(Unwire.list(report.getDetached(), Unwire::instance)),
                    Unwire.list(report.getFiles(), Unwire::file),
                    report.isSetErased() ? Unwire.list(report.getErased(), Unwire::announcement) : List.of());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
        // Reports come every second all day; a journal tells of those that have something to say.
        if (!taken.attached().isEmpty() || !taken.detached().isEmpty() || !taken.files().isEmpty()
                || !taken.erased().isEmpty()) {
            desk.journal().record(() -> Saying.of(Verb.RECEIVES_REPORT).with(Key.FROM, origin)
                    .with(Key.ATTACHED, taken.attached().size()).with(Key.DETACHED, taken.detached().size())
                    .with(Key.FILES, taken.files().size()).with(Key.ERASED, taken.erased().size()), report.getClock());
        }
        desk.counters().count(Counter.REPORTS);
        if (!desk.board().report(taken)) {
            throw Refusals.of(Reason.TOO_LARGE, "too many sessions or files; the rest was left out");
        }
    }

    @Override
    public List<RoomInfo> rooms() throws Refused {
        caller.mustBeServer();
        return Wire.rooms(desk.accounts().rooms());
    }

    @Override
    public List<Revocation> revocations() throws Refused {
        caller.mustBeServer();
        return Wire.revocations(desk.accounts().revocations());
    }

    private static ServerOrigin origin(Origin origin) throws Refused {
        try {
            return Unwire.origin(origin);
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }
}
