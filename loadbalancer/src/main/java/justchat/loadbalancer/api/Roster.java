// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ProcessName;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// What the operator writes in the book: who is invited, which servers drain or go, which balancers go. Each waits for a
/// majority, three seconds at most; a repeated command is carried out once.
final class Roster {
    /// An invitation is not for ever.
    static final Duration LONGEST = Duration.ofDays(90);

    private final Desk desk;

    Roster(Desk desk) {
        this.desk = Objects.requireNonNull(desk, "desk");
    }

    /// The token of a new invitation.
    Bytes invite(long untilMillis, ByteBuffer command) throws Refused {
        long now = desk.time().millis();
        if (untilMillis <= now || untilMillis > now + LONGEST.toMillis()) {
            throw Refusals.of(Reason.INVALID, "an invitation is good for at most " + LONGEST.toDays() + " days");
        }
        var id = id(command);
        var token = desk.invitations().token(id);
        return switch (decided(new Command.Invite(id, InvitationTokens.hash(token.toArray()), untilMillis, now))) {
            case Outcome.Invited() -> {
                desk.counters().count(Counter.INVITATIONS);
                desk.journal().record(() -> Saying.of(Verb.INVITES));
                yield token;
            }
            case Outcome.Full() -> throw Refusals.of(Reason.TOO_LARGE, "too many invitations wait to be used");
            case Outcome.IdReused() -> throw reused();
        };
    }

    void drain(String server, boolean draining, ByteBuffer command) throws Refused {
        switch (decided(new Command.Drain(id(command), process(server), draining))) {
            case Outcome.Drained(long view) -> desk.journal()
                    .record(() -> Saying.of(Verb.CHANGES_VIEW).with(Key.VIEW, view).with(Key.SERVER, server)
                            .with(Key.REASON, draining ? "drains" : "takes sessions"));
            case Outcome.Unknown() -> throw unknown("server", server);
            case Outcome.IdReused() -> throw reused();
        }
    }

    void removeServer(String server, ByteBuffer command) throws Refused {
        switch (decided(new Command.RemoveServer(id(command), process(server)))) {
            case Outcome.ServerRemoved(long view) -> desk.journal().record(() -> Saying
                    .of(Verb.CHANGES_VIEW).with(Key.VIEW, view).with(Key.SERVER, server).with(Key.REASON, "removed"));
            case Outcome.StillServing() ->
                throw Refusals.of(Reason.INVALID, server + " still serves; drain it first");
            case Outcome.Unknown() -> throw unknown("server", server);
            case Outcome.IdReused() -> throw reused();
        }
    }

    /// Out of the list that others call; who votes is another matter.
    void removeBalancer(String balancer, ByteBuffer command) throws Refused {
        switch (decided(new Command.RemoveBalancer(id(command), process(balancer), desk.time().millis()))) {
            case Outcome.BalancerRemoved(long view) -> desk.journal()
                    .record(() -> Saying.of(Verb.CHANGES_VIEW).with(Key.VIEW, view).with(Key.BALANCER, balancer)
                            .with(Key.REASON, "removed"));
            case Outcome.LastBalancer() ->
                throw Refusals.of(Reason.INVALID, balancer + " is the only balancer");
            case Outcome.Full() ->
                throw Refusals.of(Reason.TOO_LARGE, "too many balancers were removed in the last 12 hours");
            case Outcome.Unknown() -> throw unknown("balancer", balancer);
            case Outcome.IdReused() -> throw reused();
        }
    }

    private <O extends Outcome> O decided(Command<O> command) throws Refused {
        return Answers.decided(desk.accounts().submit(command).join(), desk.counters());
    }

    private static CommandId id(ByteBuffer command) throws Refused {
        try {
            return CommandId.copyOf(Wire.array(command).orElse(new byte[0]));
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    private static ProcessName process(String name) throws Refused {
        try {
            return new ProcessName(name);
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    private static Refused unknown(String what, String name) {
        return Refusals.of(Reason.NOT_FOUND, "there is no " + what + " " + name);
    }

    private static Refused reused() {
        return Refusals.of(Reason.INVALID, "this command id was used for something else");
    }
}
