// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.codec.Wire;
import justchat.wire.Address;
import justchat.wire.Operator;
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
        return new Status(desk.self().name().value(), desk.deployment(), standing.role(), standing.leader(),
                standing.term(), desk.accounts().accounts(), Wire.view(desk.accounts().view()), servers,
                desk.board().fileCount(), counters());
    }

    private static ServerStatus status(Board.Watched server) {
        var state = server.state();
        return new ServerStatus(Wire.member(state.member()), state.silentMillis(), server.sessions(), server.users(),
                state.pulse().outboundKiB());
    }

    private Map<String, Long> counters() {
        var all = new TreeMap<>(desk.moreCounters().get());
        all.putAll(desk.counters().byName());
        all.put("journal-unwritten", desk.journal().unwritten());
        all.put("journal-unmerged", desk.journal().unmerged());
        return all;
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
        throw Refusals.unavailable("balancers cannot be added yet");
    }

    @Override
    public void removeBalancer(String name, ByteBuffer command) throws Refused {
        caller.mustBeOperator();
        roster.removeBalancer(name, command);
    }
}
