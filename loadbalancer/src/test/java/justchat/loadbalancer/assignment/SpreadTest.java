// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import justchat.loadbalancer.assignment.Assigner.Candidate;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;

/// A thousand clients, three balancers that hear of the servers 100 ms late, servers that come and are drained; in
/// virtual time.
class SpreadTest {
    private static final int CLIENTS = 1_000;
    private static final long LATE_MILLIS = 100;

    /// Whether the clients come within an instant or one after another.
    @Property(tries = 20)
    void aThousandClientsSpreadEvenlyOverThreeServersAndThenOverFour(@ForAll long seed,
            @ForAll @IntRange(min = 10, max = 20_000) int arrivalMillis) {
        var world = new World(seed, 3);
        for (int client = 0; client < CLIENTS; client++) {
            world.arrive("user-" + client, world.random.nextInt(arrivalMillis));
        }
        world.run(arrivalMillis + 60_000);
        assertThat(world.total()).isEqualTo(CLIENTS);
        assertThat(world.mostOfMean()).as("max/mean of 3: " + world.sessions).isLessThanOrEqualTo(1.1);

        world.addServer();
        world.run(60_000);
        assertThat(world.total()).isEqualTo(CLIENTS);
        assertThat(world.sessions).hasSize(4);
        assertThat(world.mostOfMean()).as("max/mean of 4: " + world.sessions).isLessThanOrEqualTo(1.1);

        world.drain(1);
        world.run(60_000);
        assertThat(world.total()).isEqualTo(CLIENTS);
        assertThat(world.sessions.get(ServerOrigin.of(1, 1))).isZero();
        assertThat(world.sessions.values().stream().mapToInt(count -> count).max().orElseThrow())
                .isLessThanOrEqualTo(CLIENTS * 11 / 30);
    }

    /// The clients of a server that dies all ask at once.
    @Property(tries = 20)
    void theClientsOfALostServerDoNotStampedeToOne(@ForAll long seed) {
        var world = new World(seed, 3);
        for (int client = 0; client < CLIENTS; client++) {
            world.arrive("user-" + client, world.random.nextInt(200));
        }
        world.run(1_000);
        assertThat(world.mostOfMean()).as("max/mean before anybody moved: " + world.sessions)
                .isLessThanOrEqualTo(1.15);
    }

    /// Everything there is, and what will happen to it in time.
    private static final class World {
        final Random random;
        final Map<ServerOrigin, Integer> sessions = new LinkedHashMap<>();
        private final List<ServerMember> servers = new ArrayList<>();
        private final List<Balancer> balancers = new ArrayList<>();
        private final Rebalancer rebalancer = new Rebalancer();
        private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at)
                .thenComparingLong(Event::number));
        private long now;
        private long scheduled;
        private int drained;

        private record Event(long at, long number, Runnable action) {}

        /// One balancer: what it has assigned, and what it has heard.
        private static final class Balancer {
            final Assigner assigner = new Assigner();
            final Map<ServerOrigin, Integer> heard = new HashMap<>();
        }

        World(long seed, int servers) {
            random = new Random(seed);
            for (int balancer = 0; balancer < 3; balancer++) {
                balancers.add(new Balancer());
            }
            for (int server = 0; server < servers; server++) {
                addServer();
            }
            beat();
        }

        void addServer() {
            var member = RebalancerTest.member(servers.size() + 1);
            servers.add(member);
            sessions.put(member.origin(), 0);
        }

        void drain(int number) {
            drained = number;
        }

        void arrive(String user, long inMillis) {
            in(inMillis, () -> {
                var balancer = balancers.get(random.nextInt(balancers.size()));
                var candidates = servers.stream().filter(this::takes)
                        .map(server -> new Candidate(server, load(balancer, server))).toList();
                var name = UserName.of(user);
                var place = balancer.assigner.assign(name, candidates, Set.of(), now, random::nextInt).orElseThrow();
                in(1 + random.nextInt(50), () -> attach(place.server().origin(), name));
            });
        }

        private boolean takes(ServerMember server) {
            return server.origin().server().number() != drained;
        }

        private static Load load(Balancer balancer, ServerMember server) {
            return new Load(balancer.heard.getOrDefault(server.origin(), 0), 0, 0, 0);
        }

        private void attach(ServerOrigin origin, UserName user) {
            sessions.merge(origin, 1, Integer::sum);
            balancers.forEach(balancer -> in(LATE_MILLIS, () -> balancer.assigner.arrived(origin, user)));
        }

        /// Every 20 ms servers say how many they have, and the first balancer, which leads, looks whether somebody is
        /// to move.
        private void beat() {
            var said = Map.copyOf(sessions);
            balancers.forEach(balancer -> in(LATE_MILLIS, () -> balancer.heard.putAll(said)));
            var leader = balancers.getFirst();
            var seen = servers.stream().map(server -> new Rebalancer.Server(server, load(leader, server), takes(server),
                    !takes(server))).toList();
            for (var shed : rebalancer.tick(true, seen, now)) {
                for (int session = 0; session < shed.sessions(); session++) {
                    in(random.nextInt(shed.withinMillis()), () -> move(shed.from().origin(), shed.to().origin()));
                }
            }
            in(20, this::beat);
        }

        private void move(ServerOrigin from, ServerOrigin to) {
            if (sessions.get(from) > 0) {
                sessions.merge(from, -1, Integer::sum);
                sessions.merge(to, 1, Integer::sum);
            }
        }

        private void in(long millis, Runnable action) {
            events.add(new Event(now + millis, scheduled++, action));
        }

        void run(long millis) {
            long end = now + millis;
            while (events.peek().at() <= end) {
                var event = events.remove();
                now = event.at();
                event.action().run();
            }
            now = end;
        }

        int total() {
            return sessions.values().stream().mapToInt(count -> count).sum();
        }

        double mostOfMean() {
            return sessions.values().stream().mapToInt(count -> count).max().orElseThrow() * (double) sessions.size()
                    / total();
        }
    }
}
