// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;
import justchat.logs.shiviz.Event;

/// Makes up the causal log of a chat, by a seed: clients post to their servers,
/// which stamp, replicate and deliver, while balancers tell views. Messages
/// arrive in any order.
final class Chatter {
    /// A message on its way.
    private record Sent(String to, String text, VectorClock clock) {}

    private final Random random;
    private final List<String> balancers;
    private final List<String> servers;
    private final List<String> clients;
    private final Map<String, VectorClock> clocks = new TreeMap<>();
    private final List<Sent> onTheWay = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int messages;

    private Chatter(int balancers, int servers, int clients, long seed) {
        this.random = new Random(seed);
        this.balancers = names("lb-", balancers);
        this.servers = names("ms-", servers);
        this.clients = names("client-user", clients);
    }

    /// @return `count` events in an order that extends happened-before
    static List<Event> events(int balancers, int servers, int clients, int count, long seed) {
        return new Chatter(balancers, servers, clients, seed).chat(count);
    }

    private static List<String> names(String prefix, int count) {
        var names = new ArrayList<String>();
        for (int number = 1; number <= count; number++) {
            names.add(prefix + number);
        }
        return names;
    }

    private List<Event> chat(int count) {
        List.of(balancers, servers, clients).forEach(names -> names.forEach(name -> does(name, "starts")));
        while (events.size() < count) {
            if (!onTheWay.isEmpty() && random.nextInt(8) > 0) {
                receive(onTheWay.remove(random.nextInt(Math.min(onTheWay.size(), 4))));
            } else {
                begin();
            }
        }
        return events.subList(0, count);
    }

    private void begin() {
        int what = random.nextInt(10);
        if (what == 0) {
            var view = does(one(balancers), "sends view view=" + events.size());
            servers.forEach(server -> send(server, "installs view view=" + events.size(), view));
        } else if (what == 1) {
            var server = one(servers);
            for (int chunk = 0; chunk < 5; chunk++) {
                does(server, "receives chunks file=9f86d081 chunks=" + chunk * 16 + '-' + (chunk * 16 + 15));
            }
        } else {
            post(one(clients));
        }
    }

    private void post(String client) {
        var id = "room=" + (random.nextInt(3) == 0 ? "tea" : "lobby") + " message=" + client.substring(7) + '/'
                + ++messages;
        send(server(client), "receives post " + id, does(client, "posts " + id));
    }

    private void receive(Sent sent) {
        var clock = happens(sent.to(), sent.text(), sent.clock());
        if (sent.text().startsWith("receives post")) {
            var words = sent.text().substring("receives post ".length());
            var at = words + " at=" + sent.to().substring(3) + ".1:" + messages;
            var copies = does(sent.to(), "replicates " + at);
            servers.stream().filter(server -> !server.equals(sent.to()))
                    .forEach(server -> send(server, "receives copies " + at, copies));
            deliver(sent.to(), at);
        } else if (sent.text().startsWith("receives copies")) {
            deliver(sent.to(), sent.text().substring("receives copies ".length()));
        } else if (sent.text().startsWith("installs") && random.nextInt(4) == 0) {
            send(one(balancers), "receives report count=" + random.nextInt(9), clock);
        }
    }

    private void deliver(String server, String at) {
        var clock = does(server, "delivers " + at);
        clients.stream().filter(client -> server(client).equals(server)).limit(5)
                .forEach(client -> send(client, "shows " + at, clock));
    }

    private String server(String client) {
        return servers.get(Math.floorMod(client.hashCode(), servers.size()));
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void send(String to, String text, VectorClock clock) {
        onTheWay.add(new Sent(to, text, clock));
    }

    private VectorClock does(String process, String text) {
        return happens(process, text, VectorClock.empty());
    }

    private VectorClock happens(String process, String text, VectorClock received) {
        var clock = clocks.getOrDefault(process, VectorClock.empty()).merge(received).tick(process);
        clocks.put(process, clock);
        events.add(new Event(process, clock, "INFO " + text));
        return clock;
    }
}
