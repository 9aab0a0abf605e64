// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import justchat.logs.journal.Journal;
import justchat.messageserver.balancer.Heartbeats;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.room.Counter;
import justchat.messageserver.session.Sessions;
import justchat.rpc.admin.Metrics;
import justchat.rpc.client.RpcClient;
import justchat.rpc.server.RpcServer;

/// What a message server's admin port says: where each figure is kept, and what keeps it from serving. Thread-safe.
final class Figures {
    private static final int PATIENCE_MILLIS = 500;

    private final Server server;
    private final Rooms rooms;
    /// Of a room that does not answer in time, what it said last: a counter never goes back.
    private final Map<String, Map<Counter, Long>> lastOfRooms = new ConcurrentHashMap<>();

    Figures(Server server, Rooms rooms) {
        this.server = server;
        this.rooms = rooms;
    }

    Metrics metrics(Sessions sessions, Heartbeats heartbeats, RpcServer rpc, RpcClient client, Journal journal) {
        return new Metrics().counted("room", this::ofRooms).counted("rpc", rpc::counters)
                .counted("rpc_outgoing", client::counters).counted("datagrams", heartbeats::counters)
                .gauge("rpc_connections", "connections that are open", rpc::connections)
                .gauge("sessions", "sessions attached here", sessions::count)
                .gauge("sessions_waiting_bytes", "bytes on their way to readers", sessions::waitingBytes)
                .gauge("sessions_everywhere", "sessions on all servers, as far as is known here", heartbeats::online)
                .gauge("rooms_awake", "rooms in which something is under way", rooms::awake)
                .gauge("rooms_not_everywhere", "rooms of which another server of the view lacks something that is here",
                        this::notEverywhere)
                .gauge("files_bytes", "bytes of files and parcels that count against the quota", server::fileBytes)
                .gauge("files_short_of_copies",
                        "files on fewer servers than they should be, that this server is to copy",
                        server::shortFiles)
                .gauge("view_number", "number of the view",
                        () -> server.standing().deployment().view().number())
                .gauge("view_servers", "message servers in the view",
                        () -> server.standing().deployment().view().members().size())
                .gauge("balancers_up", "balancers that know all that this server knows", server::linesUp)
                .counter("journal_unwritten", "events that are missing in the causal log", journal::unwritten)
                .counter("journal_unmerged", "clocks that were too large to be merged", journal::unmerged);
    }

    /// Whoever does not answer in time counts as lacking.
    private long notEverywhere() {
        return rooms.everywhere().values().stream()
                .filter(asked -> !asked.toCompletableFuture().completeOnTimeout(false,
                        PATIENCE_MILLIS, TimeUnit.MILLISECONDS).exceptionally(_ -> false).join())
                .count();
    }

    /// Of all rooms together, in this life.
    private Map<Counter, Long> ofRooms() {
        rooms.counters().forEach((name, asked) -> lastOfRooms.put(name, asked.toCompletableFuture().completeOnTimeout(
                lastOfRooms.getOrDefault(name, Map.of()), PATIENCE_MILLIS, TimeUnit.MILLISECONDS).exceptionally(
                        _ -> lastOfRooms.getOrDefault(name, Map.of()))
                .join()));
        var sum = new EnumMap<Counter, Long>(Counter.class);
        for (var counter : Counter.values()) {
            sum.put(counter, lastOfRooms.values().stream().mapToLong(room -> room.getOrDefault(counter, 0L)).sum());
        }
        return sum;
    }

    /// Why clients should be sent elsewhere; empty if they need not.
    List<String> unready() {
        var reasons = new ArrayList<String>();
        if (!server.serving().toCompletableFuture().isDone()) {
            reasons.add("this server is starting: no balancer has registered it, or its rooms are not open yet");
        } else if (server.standing().isOutside()) {
            reasons.add("the view is without this server");
        }
        if (server.linesUp() == 0) {
            reasons.add("no balancer knows what this server knows");
        }
        return reasons;
    }
}
