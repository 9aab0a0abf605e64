// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.Objects;

import justchat.loadbalancer.account.Voters;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.codec.Unwire;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.ProcessName;
import justchat.wire.Address;
import justchat.wire.Operator;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.ServerStatus;
import justchat.wire.Status;

/// What the operator calls. One per connection.
final class OperatorService implements Operator.Iface {
    private final Desk desk;
    private final Caller caller;
    private final Roster roster;

    OperatorService(Desk desk, Caller caller) {
        this.desk = Objects.requireNonNull(desk, "desk");
        this.caller = Objects.requireNonNull(caller, "caller");
        this.roster = new Roster(desk);
    }

    @Override
    public Status status() throws Refused {
        caller.mustBeOperator();
        var standing = desk.accounts().standing();
        var servers = desk.board().servers().stream().map(OperatorService::status).toList();
        var status = new Status(desk.self().name().value(), desk.deployment(), standing.role(), standing.leader(),
                standing.term(), desk.accounts().accounts(), Wire.view(desk.accounts().view()), servers,
                desk.board().fileCount(), desk.everyCounter());
        desk.diary().lastChange().ifPresent(status::setLastChange);
        return status;
    }

    private static ServerStatus status(Board.Watched server) {
        var state = server.state();
        return new ServerStatus(Wire.member(state.member()), state.silentMillis(), server.sessions(), server.users(),
                state.pulse().outboundKiB());
    }

    @Override
    public ByteBuffer invite(long untilMillis, ByteBuffer command) throws Refused {
        caller.mustBeOperator();
        return ByteBuffer.wrap(roster.invite(untilMillis, command).toArray());
    }

    @Override
    public void drain(String server, boolean draining, ByteBuffer command) throws Refused {
        caller.mustBeOperator();
        roster.drain(server, draining, command);
    }

    @Override
    public void removeServer(String server, ByteBuffer command) throws Refused {
        caller.mustBeOperator();
        roster.removeServer(server, command);
    }

    @Override
    public void addBalancer(String name, Address raft) throws Refused {
        caller.mustBeOperator();
        try {
            made(desk.voters().add(new ProcessName(name), Unwire.address(raft)));
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    /// It decides nothing any more before the book has it that it is gone: should the second fail, the operator asks again,
    /// and the first is done already.
    @Override
    public void removeBalancer(String name, ByteBuffer command) throws Refused {
        caller.mustBeOperator();
        try {
            var balancer = new ProcessName(name);
            boolean voted = desk.voters().voters().containsKey(balancer);
            made(desk.voters().remove(balancer));
            // Who was taken in and died before it was in the book need not be taken out of that.
            if (!voted || isInBook(balancer)) {
                roster.removeBalancer(name, command);
            }
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    private boolean isInBook(ProcessName balancer) {
        return desk.accounts().view().balancers().stream().anyMatch(known -> known.name().equals(balancer));
    }

    private void made(Voters.Change change) throws Refused {
        switch (change) {
            case Voters.Change.Made() -> {
                // That is all there is to say.
            }
            case Voters.Change.Refused(String words) -> throw Refusals.of(Reason.INVALID, words);
            case Voters.Change.Undecided(String words) -> {
                desk.counters().count(Counter.NO_MAJORITY);
                throw Refusals.unavailable(words);
            }
        }
    }
}
