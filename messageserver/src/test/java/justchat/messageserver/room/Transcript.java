// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Shown;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// Plays a script on a few cores and writes down what every one of them asks
/// for. Commands:
/// ```
/// > room total 3               its order, and the copies wanted; if not said, causal and 3
/// > servers 1 2 3              start them, all in one view
/// > 1 posts elon/2 [seen 1.1:1 2.1:4] [text]
/// > 1 synced                   all that it appended is durable
/// > linked                     a link between any two of them is made, and all settles
/// > settle                     all is synced and reaches everybody, until nothing is new;
///                              most of what is sent and appended is not written down
/// > 1 links 2                  a link from 1 to 2 is made
/// > 1 reaches 2                the exchange in flight arrives, and is answered
/// > 1 loses 2                  the exchange in flight and the link are lost
/// > 1 pages                    the history it gives, oldest first
/// > crash 1                    and what is not synced is lost
/// > restart 1                  as a new incarnation, from its disk
/// > view 1 2                   a view of those
/// > tick 100                   milliseconds pass, for all
/// ```
final class Transcript {
    private final Map<Integer, RoomCore> cores = new TreeMap<>();
    private final Map<Integer, RoomState> states = new HashMap<>();
    private final Map<Integer, Integer> incarnations = new TreeMap<>();
    private final Map<Integer, Integer> lives = new HashMap<>();
    private final Map<Integer, List<Entry>> disks = new HashMap<>();
    private final Map<Integer, Integer> synced = new HashMap<>();
    private final Map<Integer, Integer> recovered = new HashMap<>();
    private final SortedMap<String, Event.Received> inFlight = new TreeMap<>();
    private final List<View.Past> past = new ArrayList<>();
    private final Map<Long, String> submissions = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private RoomInfo room = RoomInfo.LOBBY;
    private int copies = RoomCore.DEFAULT_COPIES;
    private Set<Integer> members = Set.of();
    private long view;
    private long now;

    /// The script with everything that was said under each of its commands.
    static String play(String script) {
        var transcript = new Transcript();
        var out = new StringBuilder();
        for (var line : script.split("\n")) {
            if (line.startsWith(">")) {
                out.append(line).append('\n');
                transcript.said.clear();
                transcript.command(line.substring(1).trim().split(" +"));
                transcript.said.forEach(said -> out.append("    ").append(said).append('\n'));
            } else if (!line.startsWith("    ")) {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private void command(String[] words) {
        switch (words[0]) {
            case "room" -> {
                room = new RoomInfo("room", Order.valueOf(words[1].toUpperCase(Locale.ROOT)), "", 0, 0);
                copies = Integer.parseInt(words[2]);
            }
            case "servers" -> {
                for (int i = 1; i < words.length; i++) {
                    incarnations.put(Integer.valueOf(words[i]), 1);
                }
                newView();
                incarnations.keySet().forEach(this::start);
            }
            case "linked" -> {
                cores.keySet().forEach(server -> cores.keySet().stream().filter(peer -> !peer.equals(server))
                        .forEach(peer -> step(server, new Event.LinkUp(origin(peer)))));
                settle();
            }
            case "settle" -> settle();
            case "crash" -> {
                int server = Integer.parseInt(words[1]);
                cores.remove(server);
                incarnations.remove(server);
                disks.get(server).subList(synced.get(server), disks.get(server).size()).clear();
                inFlight.keySet().removeIf(link -> link.startsWith(words[1]) || link.endsWith(words[1]));
            }
            case "restart" -> {
                int server = Integer.parseInt(words[1]);
                incarnations.put(server, lives.merge(server, 1, Integer::sum) + 1);
                newView();
                start(server);
            }
            case "view" -> {
                newView();
                cores.keySet().forEach(server -> step(server, new Event.ViewChanged(origin(server), view())));
            }
            case "tick" -> {
                now += Long.parseLong(words[1]);
                cores.keySet().forEach(server -> step(server, new Event.Tick(now)));
            }
            default -> server(Integer.parseInt(words[0]), words);
        }
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (int server : cores.keySet()) {
                if (synced.get(server) < disks.get(server).size()) {
                    busy = true;
                    sync(server);
                }
            }
            inFlight.keySet().removeIf(link -> !cores.containsKey(Integer.valueOf(link.split(">")[1])));
            for (var link : List.copyOf(inFlight.keySet())) {
                busy = true;
                var ends = link.split(">");
                reach(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            }
        }
        said.removeIf(line -> line.contains(" sends to ")
                || line.contains(" appends ") && !line.matches(".*\\((epoch|fold) .*"));
    }

    private void sync(int server) {
        synced.put(server, disks.get(server).size());
        step(server, new Event.Synced(disks.get(server).size() - recovered.get(server)));
    }

    private void reach(int server, int peer) {
        step(peer, inFlight.remove(server + ">" + peer));
        step(server, new Event.LinkReady(origin(peer), true));
    }

    private void server(int server, String[] words) {
        switch (words[1]) {
            case "posts" -> post(server, words);
            case "synced" -> sync(server);
            case "links" -> step(server, new Event.LinkUp(origin(Integer.parseInt(words[2]))));
            case "reaches" -> reach(server, Integer.parseInt(words[2]));
            case "loses" -> {
                inFlight.remove(server + ">" + words[2]);
                step(server, new Event.LinkDown(origin(Integer.parseInt(words[2]))));
            }
            case "pages" -> said.add("ms-" + server + " gives " + String.join(", ", page(server).stream().map(
                    Transcript::say).toList()));
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
    }

    private List<Entry> page(int server) {
        return states.get(server).knowledge().archive().page(Optional.empty(), Page.MAX_MESSAGES, OptionalLong.empty())
                .read(positions -> positions.stream().map(position -> onDisk(server, position)).toList())
                .messages().stream().map(Shown::entry).toList();
    }

    private Entry onDisk(int server, Position position) {
        return disks.get(server).stream().filter(entry -> entry.position().equals(position)).findFirst().orElseThrow();
    }

    private void newView() {
        if (view > 0) {
            past.add(new View.Past(view, members));
        }
        view++;
        members = Set.copyOf(incarnations.keySet());
    }

    private void post(int server, String[] words) {
        var id = words[2].split("/");
        var seen = VersionVector.empty();
        var text = "text";
        for (int i = 3; i < words.length; i++) {
            if (words[i].matches("[0-9.]+:[0-9]+")) {
                seen = seen.with(position(words[i]));
            } else if (!words[i].equals("seen")) {
                text = words[i];
            }
        }
        long submission = submissions.size() + 1L;
        submissions.put(submission, words[2]);
        var post = new Post(id[0], new MessageId(new Instance(id[0].hashCode(), 0), Long.parseLong(id[1])), seen,
                new Payload.Text(text), VectorClock.empty());
        step(server, new Event.Submit(submission, post, now));
    }

    private static Position position(String text) {
        var parts = text.split("[.:]");
        return new Position(new Origin(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])), Long.parseLong(
                parts[2]));
    }

    private Origin origin(int server) {
        return new Origin(server, incarnations.get(server));
    }

    private View view() {
        return new View(view, incarnations.keySet().stream().map(server -> Members.member(origin(server)))
                .toList(), past);
    }

    private void start(int server) {
        var disk = disks.computeIfAbsent(server, _ -> new ArrayList<>());
        states.put(server, new RoomState(room, _ -> {}));
        cores.put(server, new RoomCore(origin(server), view(), room, copies, states.get(server)));
        synced.put(server, disk.size());
        recovered.put(server, disk.size());
        List.copyOf(disk).forEach(entry -> step(server, new Event.Recovered(entry)));
    }

    private void step(int server, Event event) {
        for (var effect : cores.get(server).step(event)) {
            said.add("ms-" + server + " " + say(server, effect));
        }
    }

    private String say(int server, Effect effect) {
        return switch (effect) {
            case Effect.Append(Entry entry) -> {
                disks.get(server).add(entry);
                yield "appends " + say(entry);
            }
            case Effect.SendExchange send -> {
                var entries = send.ranges().stream().flatMap(Effect.Range::positions).map(position -> onDisk(
                        server, position)).toList();
                inFlight.put(server + ">" + send.peer().server(), new Event.Received(origin(server), entries, send
                        .have(), send.promise()));
                yield "sends to ms-" + send.peer().server() + ": " + send.ranges() + ", has " + send.have()
                        + say(send.promise());
            }
            case Effect.Deliver(List<Entry> entries) -> "shows " + String.join(", ", entries.stream().map(
                    Transcript::say).toList());
            case Effect.Answer(long submission, Outcome outcome) -> "answers " + submissions.get(submission) + ": "
                    + say(outcome);
        };
    }

    private static String say(Optional<Promise> promise) {
        return promise.map(all -> ", bound to " + all.view() + (all.epoch() == 0
                ? ""
                : ", orders up to time " + all.time())).orElse("");
    }

    private static String say(Entry entry) {
        return entry.position() + (entry.payload() instanceof Payload.Epoch(long view, _, long previous, var cut)
                ? " (epoch " + view + " after " + previous + ", cut " + cut + ")"
                : entry.payload() instanceof Payload.Fold(var complete)
                        ? " (fold " + complete + ")"
                        : " (" + entry.author() + "/" + entry.id().sequence() + ")");
    }

    private static String say(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored(var receipt) -> "stored at " + receipt.position() + ", " + receipt.copies() + " of "
                    + receipt.servers() + " copies";
            case Outcome.Busy(String message, int _) -> "busy: " + message;
            case Outcome.Unavailable(String message) -> "unavailable: " + message;
            case Outcome.Equivocation() -> "equivocation";
            case Outcome.NotPermitted(String message) -> "not permitted: " + message;
            case Outcome.TooLarge(String message) -> "too large: " + message;
            case Outcome.Invalid(String message) -> "invalid: " + message;
        };
    }
}
