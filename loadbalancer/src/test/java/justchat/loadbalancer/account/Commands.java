// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Arrays;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// Commands out of so small a world that they collide all the time.
final class Commands {
    private Commands() {}

    static Arbitrary<Command> any() {
        var ids = Arbitraries.integers().between(1, 25).map(Commands::id);
        var names = Arbitraries.of("elon", "Elon", "ELON", "tony", "robert", "Зоя");
        Arbitrary<Command> signUp = Combinators.combine(ids, names, Arbitraries.integers().between(1, 2))
                .as((id, name, key) -> new Command.SignUp(id, account(name, key)));
        Arbitrary<Command> server = Combinators
                .combine(ids, Arbitraries.of("ms-1", "ms-2", "ms-3", "ms-4"), Arbitraries.of(true, false))
                .as((id, name, blank) -> new Command.RegisterServer(id, new ProcessName(name),
                        new HostPort("127.0.0.1", 4000), new HostPort("127.0.0.1", 5000), blank));
        Arbitrary<Command> balancer = Combinators
                .combine(ids, Arbitraries.of("lb-1", "lb-2", "lb-3"), Arbitraries.integers().between(1, 2))
                .as((id, name, key) -> new Command.RegisterBalancer(id, new BalancerMember(new ProcessName(name),
                        new HostPort("localhost", 1), new HostPort("localhost", 2), bytes(32, key))));
        Arbitrary<Command> expel = Combinators
                .combine(ids, Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 3))
                .as((id, number, incarnation) -> new Command.Expel(id, ServerOrigin.of(number, incarnation)));
        return Arbitraries.oneOf(signUp, server, balancer, expel, createRoom());
    }

    private static Arbitrary<Command> createRoom() {
        return Combinators.combine(Arbitraries.integers().between(1, 25).map(Commands::id),
                Arbitraries.of("go", "chess", "tea", "x.y", "lobby"), Arbitraries.of(RoomOrder.FIFO, RoomOrder.TOTAL),
                Arbitraries.of("elon", "Elon", "tony"), Arbitraries.longs().between(5, 6))
                .as((id, name, order, owner, at) -> new Command.CreateRoom(id, new RoomName(name), order,
                        UserName.of(owner), at));
    }

    static CommandId id(int seed) {
        return new CommandId(bytes(CommandId.BYTES, seed));
    }

    static Account account(String name, int key) {
        return new Account(UserName.of(name), bytes(32, key), bytes(32, key), bytes(60, key));
    }

    static Bytes bytes(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.copyOf(bytes);
    }
}
