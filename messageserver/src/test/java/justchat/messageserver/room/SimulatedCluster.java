// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.View;

/// Servers, clients, what decides on views, and what goes wrong, in one thread
/// and virtual time (microseconds). The same seed does the same.
final class SimulatedCluster {
    static final int SERVERS = 3;
    static final int CLIENTS = 4;
    private static final long CHAOS_MICROS = 4_000_000;
    private static final long HEALING_MICROS = 40_000_000;
    private static final int STORY_LINES = 400;

    final PlantedBug bug;
    final RoomInfo room;
    final Random random;
    final Judge judge;
    final List<SimulatedServer> servers = new ArrayList<>();
    final List<SimulatedClient> clients = new ArrayList<>();
    /// Pairs of servers, from * 100 + to, between which nothing passes.
    final Set<Integer> cuts = new HashSet<>();
    final Map<String, Integer> faults = new TreeMap<>();
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private final Deque<String> story = new ArrayDeque<>();
    private final Map<Integer, Origin> members = new TreeMap<>();
    private final Map<Integer, Integer> incarnations = new HashMap<>();
    private final Map<Integer, Long> blankSince = new HashMap<>();
    private final List<View.Past> past = new ArrayList<>();
    private Set<Integer> published = Set.of();
    private long viewNumber;
    private long happenings;
    private boolean chaos = true;
    long now;

    private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    SimulatedCluster(long seed, PlantedBug bug, Order order) {
        this.bug = bug;
        this.room = new RoomInfo("room", order, "", 0, 0);
        this.judge = new Judge(order);
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 7);
        for (int number = 1; number <= SERVERS; number++) {
            servers.add(new SimulatedServer(this, number));
        }
        for (int number = 1; number <= CLIENTS; number++) {
            clients.add(new SimulatedClient(this, number));
        }
        servers.forEach(SimulatedServer::boot);
        clients.forEach(SimulatedClient::start);
    }

    void in(long micros, Runnable what) {
        queue.add(new Happening(now + Math.max(0, micros), happenings++, what));
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    /// With this probability, while things go wrong.
    boolean unlucky(double probability) {
        return chaos && random.nextDouble() < probability;
    }

    boolean isCut(int from, int to) {
        return cuts.contains(from * 100 + to);
    }

    void tell(String line) {
        story.add(String.format("%8.1f ms  %s", now / 1_000.0, line));
        if (story.size() > STORY_LINES) {
            story.remove();
        }
    }

    String story() {
        return String.join("\n", story);
    }

    // --- views

    /// A new life of a server.
    ///
    /// @param blank
    ///            it holds nothing
    Origin register(int server, boolean blank) {
        boolean again = bug == PlantedBug.OLD_LOG_CONTINUED && incarnations.containsKey(server);
        int incarnation = again ? incarnations.get(server) : incarnations.merge(server, 1, Integer::sum);
        members.put(server, new Origin(server, incarnation));
        if (blank) {
            blankSince.put(server, viewNumber + 1);
        }
        publish();
        return members.get(server);
    }

    View view() {
        return new View(viewNumber, members.values().stream().map(origin -> member(origin, blankSince.getOrDefault(
                origin.server(), 0L))).toList(), past);
    }

    static Member member(Origin origin) {
        return member(origin, 0);
    }

    static Member member(Origin origin, long blankSince) {
        var nowhere = new Address("nowhere", 1);
        return new Member(origin, "ms-" + origin.server(), nowhere, nowhere, blankSince);
    }

    private void publish() {
        viewNumber++;
        if (viewNumber > 1) {
            past.add(new View.Past(viewNumber - 1, published));
        }
        published = Set.copyOf(members.keySet());
        var view = view();
        tell("view " + viewNumber + " " + members.values());
        servers.forEach(server -> server.later(between(500, 20_000), () -> server.viewChanged(view)));
    }

    void expel(Origin origin) {
        if (members.remove(origin.server(), origin)) {
            publish();
        }
    }

    // --- what goes wrong

    private void fault() {
        if (!chaos) {
            return;
        }
        var victim = servers.get(random.nextInt(SERVERS));
        switch (random.nextInt(8)) {
            case 0, 1 -> crash(victim, false, "crash");
            case 2 -> {
                if (nothingOnlyOn(victim)) {
                    crash(victim, true, "disk lost");
                }
            }
            case 3 -> {
                fault("power failure", "");
                servers.forEach(server -> crash(server, false, "crash"));
            }
            case 4 -> {
                fault("cut off", victim.toString());
                for (int other = 1; other <= SERVERS; other++) {
                    cuts.add(victim.number * 100 + other);
                    if (random.nextBoolean()) {
                        cuts.add(other * 100 + victim.number);
                    }
                }
            }
            case 5 -> {
                if (victim.isUp()) {
                    fault("expelled alive", victim.toString());
                    expel(victim.origin());
                }
            }
            default -> cuts.clear();
        }
        in(between(20_000, 500_000), this::fault);
    }

    private void fault(String kind, String who) {
        faults.merge(kind, 1, Integer::sum);
        tell(kind + " " + who);
    }

    private void crash(SimulatedServer server, boolean losesDisk, String kind) {
        if (!server.isUp()) {
            return;
        }
        fault(kind, server.toString());
        var origin = server.origin();
        server.crash(losesDisk);
        in(between(30_000, 300_000), () -> {
            if (!server.isUp()) {
                expel(origin);
            }
        });
        in(between(20_000, 1_000_000), () -> {
            if (!server.isUp()) {
                server.boot();
            }
        });
    }

    /// Whether all that was promised is durable on another server too.
    private boolean nothingOnlyOn(SimulatedServer victim) {
        return victim.durable().stream().filter(entry -> judge.isPromised(entry.position())).allMatch(entry -> servers
                .stream().anyMatch(other -> other != victim && other.holdsDurably(entry.position())));
    }

    // --- the run

    /// @throws Judge.Violation
    ///             if something happens that must not
    void run() {
        in(between(100_000, 600_000), this::fault);
        boolean healed = false;
        while (!queue.isEmpty()) {
            var happening = queue.remove();
            now = happening.at();
            if (!healed && now > CHAOS_MICROS) {
                healed = true;
                heal();
            }
            happening.what().run();
            if (healed && happenings % 64 == 0 && isQuiet()) {
                break;
            }
            if (now > CHAOS_MICROS + HEALING_MICROS) {
                throw new Judge.Violation("not quiet " + HEALING_MICROS / 1_000_000 + " s after healing: " + status());
            }
        }
        servers.forEach(server -> judge.complete(server.toString(), server.shown()));
        clients.forEach(client -> judge.complete(client.toString(), client.shown));
    }

    private void heal() {
        chaos = false;
        cuts.clear();
        tell("healed");
        clients.forEach(SimulatedClient::stopWriting);
        servers.stream().filter(server -> !server.isUp()).forEach(SimulatedServer::boot);
    }

    private boolean isQuiet() {
        int promised = judge.promised().size();
        return clients.stream().allMatch(client -> client.isQuiet() && client.shown.ids.size() == promised)
                && servers.stream().allMatch(server -> server.isUp() && server.shown().ids.size() == promised);
    }

    private String status() {
        return judge.promised().size() + " promised; servers "
                + servers.stream().map(server -> server + "=" + server.shown().ids.size()).toList() + " clients "
                + clients.stream().map(client -> client + "=" + client.shown.ids.size() + " waiting " + client
                        .waiting()).toList();
    }

    long happenings() {
        return happenings;
    }
}
