// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A whole cluster in one thread: balancers, servers, clients, what goes wrong,
/// and a judge for each room. First there is chaos, then everything heals, and
/// then all must agree before long.
final class Cluster {
    private static final long HEALING = 90 * World.SECOND;
    private static final long REST = 25 * World.SECOND;
    private static final int LOOK_EVERY = 64;

    private final Scenario scenario;
    private final Border border;
    private final World world;
    private final Network network;
    private final Codec codec = new Codec();
    private final Traffic traffic = new Traffic();
    private final Balancers balancers;
    private final List<Server> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final SortedMap<String, Judge> judges = new TreeMap<>();
    private final SortedMap<String, Long> seen = new TreeMap<>();

    Cluster(Scenario scenario, Border border, Optional<Path> journals) {
        this.scenario = scenario;
        this.border = border;
        this.world = new World(scenario.seed(), journals);
        this.network = new Network(world);
        this.balancers = new Balancers(world, network, number -> servers.get(number - 1));
        scenario.rooms().forEach(room -> {
            judges.put(room.name(), new Judge(room));
            balancers.create(room);
        });
        for (int number = 1; number <= scenario.servers(); number++) {
            servers.add(new Server(this, number));
        }
        for (int number = 1; number <= scenario.clients(); number++) {
            clients.add(new Client(this, number));
        }
    }

    Scenario scenario() {
        return scenario;
    }

    Border border() {
        return border;
    }

    World world() {
        return world;
    }

    Network network() {
        return network;
    }

    Codec codec() {
        return codec;
    }

    Traffic traffic() {
        return traffic;
    }

    Balancers balancers() {
        return balancers;
    }

    List<Server> servers() {
        return servers;
    }

    List<Client> clients() {
        return clients;
    }

    SortedMap<String, Judge> judges() {
        return judges;
    }

    Judge judge(String room) {
        return judges.get(room);
    }

    /// Something happened in a room that shows that it was put to the test.
    void see(String what, long times) {
        if (times > 0) {
            seen.merge(what, times, Long::sum);
        }
    }

    /// How often what happened in the rooms.
    SortedMap<String, Long> seen() {
        return seen;
    }

    /// @throws Violation
    ///             if something happens that must not
    void run() {
        servers.forEach(this::start);
        clients.forEach(Client::start);
        if (scenario.chaosMicros() > 0) {
            new Nemesis(this).start();
        } else {
            world.endOfChaos();
        }
        while (world.now() < scenario.writingMicros()) {
            world.next();
        }
        heal();
        long until = world.now() + HEALING;
        while (world.steps() % LOOK_EVERY != 0 || !isQuiet()) {
            world.next();
            if (world.now() > until) {
                throw new Violation("not quiet " + HEALING / World.SECOND + " s after healing: " + status());
            }
        }
        judges.forEach(this::verdict);
        if (scenario.looksAtMemory()) {
            long restUntil = world.now() + REST;
            while (world.now() < restUntil) {
                world.next();
            }
            judges.forEach(this::memory);
        }
        servers.forEach(Server::countUp);
    }

    /// What former lives left behind is folded away.
    private void memory(String room, Judge judge) {
        var members = present().stream().map(server -> server.origin().orElseThrow().server()).toList();
        present().forEach(server -> judge.requireShort(server, server.rooms().get(room).core().shrink(server.rooms()
                .get(room).core().durable()), members, 2));
        clients.forEach(client -> judge.requireShort(client, client.seen(room), members, 4));
    }

    /// Most start at once, the last one perhaps later.
    private void start(Server server) {
        boolean joins = server.number() == scenario.servers() && scenario.chaosMicros() > 0 && world.probably(0.5);
        world.in(joins ? world.between(0, scenario.chaosMicros()) : world.between(0, 20_000), () -> {
            if (joins) {
                world.fault(Fault.SERVER_JOINED, server);
            }
            server.boot();
        });
    }

    private void heal() {
        world.endOfChaos();
        network.heal();
        balancers.heal();
        world.tell(() -> "healed");
        clients.forEach(Client::stopWriting);
        if (!judges.values().stream().filter(Judge::isTotal).allMatch(judge -> balancers.isRemembered(judge.epoch(),
                Optional.empty()))) {
            // Nobody can know that they did not go on by themselves. Whoever runs them says so, by starting them blank.
            servers.forEach(Server::comeBack);
        }
        for (var server : servers) {
            server.resume();
            server.disk().slow(false);
            if (server.disk().isFull()) {
                server.diskFull(false);
            }
            if (!server.isUp() && !server.isGone()) {
                server.boot();
            }
        }
    }

    private List<Server> present() {
        return servers.stream().filter(server -> !server.isGone()).toList();
    }

    private boolean isQuiet() {
        return clients.stream().allMatch(Client::isQuiet) && present().stream().allMatch(Server::isSettled)
                && judges.entrySet().stream().allMatch(judge -> hasAll(judge.getKey(), judge.getValue().promised()));
    }

    private boolean hasAll(String room, int promised) {
        return present().stream().allMatch(server -> server.rooms().containsKey(room) && server.rooms().get(room)
                .shown().ids.size() == promised)
                && present().stream().map(server -> server.rooms().get(room).core().delivered()).distinct().count() == 1
                && clients.stream().allMatch(client -> client.shown(room).ids.size() == promised);
    }

    private void verdict(String room, Judge judge) {
        present().forEach(server -> judge.complete(server, server.rooms().get(room).shown()));
        present().forEach(server -> server.rooms().get(room).placed().forEach(judge::placed));
        present().forEach(server -> judge.inLinearOrder(server, server.rooms().get(room)));
        clients.forEach(client -> judge.complete(client, client.shown(room)));
    }

    private String status() {
        var text = new StringBuilder("view " + balancers.view().number());
        judges.forEach((room, judge) -> {
            text.append("; ").append(room).append(": ").append(judge.promised()).append(" promised, servers ");
            present().forEach(server -> text.append(server).append(server.isSettled() ? "=" : " outside=").append(server
                    .rooms().containsKey(room) ? server.rooms().get(room).shown().ids.size() : -1).append(' '));
            clients.forEach(client -> text.append(client).append('=').append(client.shown(room).ids.size()).append(
                    client.waiting(room).isEmpty() ? " " : " waiting " + client.waiting(room).keySet() + " "));
        });
        return text.toString().strip();
    }

    /// Whether the loss of this server's disk leaves a copy of all that was
    /// promised, of every view that may matter somebody who remembers, and no more than so many servers that have not fetched everything
    /// yet.
    boolean survives(Server victim, int mostBlank) {
        long behind = servers.stream().filter(server -> server != victim && !server.isGone() && !isWhole(server))
                .count();
        return behind < mostBlank && judges.values().stream().filter(Judge::isTotal).allMatch(judge -> balancers
                .isRemembered(judge.epoch(), Optional.of(victim)))
                && judges.values().stream().allMatch(judge -> judge.survives(victim.number()));
    }

    private boolean isWhole(Server server) {
        return judges.entrySet().stream().allMatch(judge -> {
            var replica = server.rooms().get(judge.getKey());
            return replica != null && replica.shown().ids.size() >= judge.getValue().promised();
        });
    }
}
