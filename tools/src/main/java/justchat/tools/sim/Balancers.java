// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.registry.Effect;
import justchat.loadbalancer.registry.Pulse;
import justchat.loadbalancer.registry.Registry;
import justchat.loadbalancer.registry.Rules;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.View;

/// The balancers as servers see them: one book that all agree on, and the real
/// rules by which it changes. Their majority may be gone for a while; then
/// nothing changes.
final class Balancers {
    private static final long TICK_MICROS = 50_000;
    private static final HostPort NOWHERE = new HostPort("nowhere", 1);

    private final World world;
    private final Network network;
    private final Codec codec = new Codec();
    private final IntFunction<Server> servers;
    private final AccountBook book = new AccountBook(BookLimits.DEFAULT);
    private final Registry registry;
    /// The simulated server behind each number in the book.
    private final Map<Integer, Integer> byNumber = new HashMap<>();
    private final List<ClusterView> views = new ArrayList<>();
    private final Map<Server, Long> blankSince = new HashMap<>();
    private final List<RoomInfo> rooms = new ArrayList<>();
    private View view;
    private long commands;
    private long awayUntil;

    /// @param servers
    ///            by their numbers in the simulation
    Balancers(World world, Network network, IntFunction<Server> servers) {
        this.world = world;
        this.network = network;
        this.servers = servers;
        this.registry = new Registry(Rules.DEFAULT, 0);
        this.view = codec.view(book.view());
        world.in(TICK_MICROS, this::tick);
    }

    View view() {
        return view;
    }

    /// Every view there was, the newest last. None of them is forgotten.
    List<ClusterView> views() {
        return views;
    }

    /// Whether of every view from this one on a server is left that can tell what
    /// happened in it.
    ///
    /// @param without
    ///            not this one
    boolean isRemembered(long from, Optional<Server> without) {
        return views.stream().filter(view -> view.number() >= from).allMatch(view -> view.members().stream().map(
                this::server)
                .anyMatch(server -> without.filter(server::equals).isEmpty() && !server.isGone() && !server.isBlank()
                        && blankSince
                                .get(server) <= view.number()));
    }

    private Server server(ServerMember member) {
        return servers.apply(byNumber.get(member.origin().server().number()));
    }

    /// The rooms that exist by now.
    List<RoomInfo> rooms() {
        return List.copyOf(rooms);
    }

    void create(RoomInfo room) {
        rooms.add(room);
    }

    /// The simulated server that has this number in the book.
    Server server(Origin origin) {
        return servers.apply(byNumber.get(origin.server()));
    }

    void loseQuorum(long micros) {
        awayUntil = world.now() + micros;
    }

    void heal() {
        awayUntil = 0;
    }

    private boolean isAway() {
        return world.now() < awayUntil;
    }

    CommandId newCommand() {
        return CommandId.copyOf(ByteBuffer.allocate(CommandId.BYTES).putLong(++commands).putLong(1).array());
    }

    /// A server asks for an incarnation; it is answered, or not.
    void register(int server, CommandId command, boolean blank, BiConsumer<Origin, View> answer) {
        network.packet(server, Network.BALANCERS, () -> {
            if (isAway()) {
                return;
            }
            var outcome = book.apply(new Command.RegisterServer(command, new ProcessName("ms-" + server), NOWHERE,
                    NOWHERE, blank));
            if (!(outcome instanceof Outcome.ServerRegistered(var origin, _))) {
                throw new Violation("the book refuses server " + server + ": " + outcome);
            }
            byNumber.put(origin.server().number(), server);
            publish();
            var given = origin(origin);
            var now = view;
            network.packet(Network.BALANCERS, server, () -> answer.accept(given, now));
        });
    }

    static Origin origin(ServerOrigin origin) {
        return new Origin(origin.server().number(), origin.incarnation());
    }

    private static ServerOrigin origin(Origin origin) {
        return ServerOrigin.of(origin.server(), origin.incarnation());
    }

    /// A heartbeat came.
    void heard(Server server, Origin origin, long viewKnown) {
        registry.linked(origin(origin));
        registry.heard(origin(origin), new Pulse(0, 0, 0, 0, Set.of()));
        if (viewKnown < view.number() || server.lacks(rooms)) {
            tell(server.number());
        }
    }

    /// The connection to this server closed.
    void unlinked(Origin origin) {
        registry.unlinked(origin(origin), world.nowMillis());
    }

    /// Puts this server out of the view, whether it lives or not.
    void expel(ServerOrigin origin) {
        if (book.apply(new Command.Expel(newCommand(), origin, "")) instanceof Outcome.Expelled) {
            publish();
        }
    }

    private void publish() {
        if (book.view().number() == view.number()) {
            return;
        }
        registry.view(book.view());
        views.add(book.view());
        book.view().members().forEach(member -> blankSince.put(server(member), member.blankSince()));
        view = codec.view(book.view());
        world.note(view.number());
        world.tell(() -> "view " + view.number() + " " + view.members().stream().map(member -> member.origin() + (member
                .blankSince() == view.number() ? " blank" : "")).toList());
        byNumber.values().stream().sorted().forEach(this::tell);
    }

    private void tell(int server) {
        var now = view;
        var known = rooms();
        network.packet(Network.BALANCERS, server, () -> servers.apply(server).viewChanged(now, known));
    }

    private void tick() {
        for (var effect : registry.tick(!isAway(), world.nowMillis())) {
            switch (effect) {
                case Effect.Probe(ServerMember member) -> probe(member);
                case Effect.Expel(ServerMember member, _) -> expel(member.origin());
                case Effect.Spare _ -> throw new Violation("a server is spared that nobody says to hear");
            }
        }
        world.in(TICK_MICROS, this::tick);
    }

    private void probe(ServerMember member) {
        var server = server(member);
        world.in(world.between(500, 5_000), () -> registry.probed(member.origin(), !server.isUp() && network
                .reachEachOther(server.number(), Network.BALANCERS), world.nowMillis()));
    }
}
