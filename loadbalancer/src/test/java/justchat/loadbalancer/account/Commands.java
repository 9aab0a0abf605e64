// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// Commands out of so small a world that they collide all the time.
final class Commands {
    private static final long LIFE = Revocations.LIFE.toMillis();

    private Commands() {}

    static Arbitrary<Command<?>> any() {
        return Arbitraries.frequencyOf(tuple(4, signUp()), tuple(2, invite()), tuple(2, changePassword()),
                tuple(1, changeIdentity()),
                tuple(1, deleteAccount()), tuple(2, revoke()), tuple(3, registerServer()), tuple(2, expel()),
                tuple(2, drain()), tuple(1, removeServer()), tuple(2, registerBalancer()), tuple(2, removeBalancer()),
                tuple(2, createRoom()));
    }

    private static Tuple2<Integer, Arbitrary<? extends Command<?>>> tuple(int weight,
            Arbitrary<Command<?>> commands) {
        return Tuple.of(weight, commands);
    }

    private static Arbitrary<CommandId> ids() {
        return Arbitraries.integers().between(1, 60).map(Commands::id);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("elon", "Elon", "ELON", "tony", "robert", "e1on", "Зоя");
    }

    private static Arbitrary<UserName> users() {
        return Arbitraries.of("elon", "ELON", "tony", "robert").map(UserName::of);
    }

    private static Arbitrary<Long> times() {
        return Arbitraries.of(0L, 5L, LIFE - 1, LIFE, LIFE + 5, 2 * LIFE);
    }

    private static Arbitrary<Integer> keys() {
        return Arbitraries.integers().between(1, 2);
    }

    private static Arbitrary<ProcessName> servers() {
        return Arbitraries.of("ms-1", "ms-2", "ms-3", "ms-4").map(ProcessName::new);
    }

    private static Arbitrary<ProcessName> balancers() {
        return Arbitraries.of("lb-1", "lb-2", "lb-3").map(ProcessName::new);
    }

    private static Arbitrary<Command<?>> signUp() {
        return Combinators.combine(ids(), names(), keys(), times(), tokens().optional(0.5))
                .as((id, name, key, at, token) -> new Command.SignUp(id, account(name, key).createdAt(at), token));
    }

    private static Arbitrary<Bytes> tokens() {
        return Arbitraries.integers().between(1, 4).map(token -> bytes(32, token));
    }

    private static Arbitrary<Command<?>> invite() {
        return Combinators.combine(ids(), tokens(), times(), times()).as(Command.Invite::new);
    }

    private static Arbitrary<Command<?>> changePassword() {
        return Combinators.combine(ids(), users(), keys(), keys(), keys(), times())
                .as((id, user, old, key, login, at) -> new Command.ChangePassword(id, user, bytes(32, old),
                        bytes(32, key), bytes(60, key), bytes(16, login), at));
    }

    private static Arbitrary<Command<?>> changeIdentity() {
        return Combinators.combine(ids(), users(), keys(), keys(), keys(), times())
                .as((id, user, verifier, key, login, at) -> new Command.ChangeIdentity(id, user, bytes(32, verifier),
                        bytes(64, key), bytes(60, key), bytes(16, login), at));
    }

    private static Arbitrary<Command<?>> deleteAccount() {
        return Combinators.combine(ids(), users(), keys(), times())
                .as((id, user, key, at) -> new Command.DeleteAccount(id, user, bytes(32, key), at));
    }

    private static Arbitrary<Command<?>> revoke() {
        return Combinators.combine(ids(), users(), Arbitraries.integers().between(1, 4), times())
                .as((id, user, login, at) -> new Command.Revoke(id, user, bytes(16, login), "over", at));
    }

    private static Arbitrary<Command<?>> registerServer() {
        return Combinators.combine(ids(), servers(), Arbitraries.of(true, false))
                .as((id, name, blank) -> new Command.RegisterServer(id, name, new HostPort("127.0.0.1", 4000),
                        new HostPort("127.0.0.1", 5000), blank));
    }

    private static Arbitrary<Command<?>> expel() {
        return Combinators.combine(ids(), Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 3))
                .as((id, number, incarnation) -> new Command.Expel(id, ServerOrigin.of(number, incarnation),
                        "seen dead " + number));
    }

    private static Arbitrary<Command<?>> drain() {
        return Combinators.combine(ids(), servers(), Arbitraries.of(true, false)).as(Command.Drain::new);
    }

    private static Arbitrary<Command<?>> removeServer() {
        return Combinators.combine(ids(), servers()).as(Command.RemoveServer::new);
    }

    private static Arbitrary<Command<?>> registerBalancer() {
        return Combinators.combine(ids(), balancers(), keys())
                .as((id, name, key) -> new Command.RegisterBalancer(id, balancer(name.value(), key)));
    }

    private static Arbitrary<Command<?>> removeBalancer() {
        return Combinators.combine(ids(), balancers(), times()).as(Command.RemoveBalancer::new);
    }

    private static Arbitrary<Command<?>> createRoom() {
        return Combinators.combine(ids(), Arbitraries.of("go", "chess", "tea", "x.y", "lobby"),
                Arbitraries.of(RoomOrder.FIFO, RoomOrder.TOTAL), Arbitraries.of("elon", "Elon", "tony"), times(),
                locks())
                .as((id, name, order, owner, at, lock) -> new Command.CreateRoom(id, new RoomName(name), order,
                        UserName.of(owner), at, lock));
    }

    private static Arbitrary<Optional<RoomLock>> locks() {
        return Arbitraries.integers().between(1, 16).map(seed -> new RoomLock(bytes(RoomLock.SALT_BYTES, seed),
                bytes(RoomLock.KEY_BYTES, seed), 1024 * seed, seed, seed)).optional();
    }

    static CommandId id(int seed) {
        return new CommandId(bytes(CommandId.BYTES, seed));
    }

    static BalancerMember balancer(String name, int key) {
        return new BalancerMember(new ProcessName(name), new HostPort("localhost", 1), new HostPort("localhost", 2),
                bytes(32, key));
    }

    /// A name whose `1` looks like an `l`.
    static Account account(String name, int key) {
        var user = UserName.of(name);
        return new Account(user, List.of(user.key().replace('1', 'l')), bytes(32, key), bytes(64, key), bytes(60, key),
                1, 0);
    }

    static Command.SignUp signUp(int id, String name, int key) {
        return new Command.SignUp(id(id), account(name, key), Optional.empty());
    }

    static Bytes bytes(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.copyOf(bytes);
    }
}
