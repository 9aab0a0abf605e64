// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import justchat.loadbalancer.api.ViewDiary;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.raft.RaftBook;
import justchat.rpc.admin.Metrics;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.LiveCredentials;

/// What a balancer's admin port says: where each figure is kept, and what keeps it from serving. Stateless.
///
/// @param counters
///            of all its parts, by name
record Figures(RaftBook book, Board board, ViewDiary diary, RpcServer server, Enrolment enrolment,
        LiveCredentials credentials, Supplier<Map<String, Long>> counters) {
    private static final double MILLIS_PER_SECOND = 1e3;

    Metrics metrics() {
        return new Metrics().counters("loadbalancer", counters).counted("rpc", server::counters)
                .gauge("rpc_connections", "connections that are open", server::connections)
                .gauges("raft_role", "1 for what this balancer is among the balancers", "role",
                        () -> Map.of(book.standing().role().toLowerCase(Locale.ROOT), 1.0))
                .gauge("raft_term", "term of the leader", () -> book.standing().term())
                .gauge("raft_voters", "balancers that decide", () -> book.voters().voters().size())
                .counter("raft_leader_changes", "times that another balancer led, since the start",
                        book::leaderChanges)
                .gauge("book_accounts", "accounts in the book", book::accounts)
                .gauge("book_rooms", "rooms in the book", () -> book.rooms().size())
                .gauge("view_number", "number of the view", () -> book.view().number())
                .gauge("view_servers", "message servers in the view", () -> book.view().members().size())
                .gauge("view_balancers", "load balancers in the view", () -> book.view().balancers().size())
                .counter("view_servers_lost", "message servers that left the view, since the start",
                        diary::serversLost)
                .gauges("server_silent_seconds", "since a message server was last heard; -1: never", "server",
                        () -> byServer(server -> server.state().silentMillis() < 0
                                ? -1
                                : server.state().silentMillis() / MILLIS_PER_SECOND))
                .gauges("server_sessions", "sessions of a message server, as it says", "server",
                        () -> byServer(Board.Watched::sessions))
                .gauge("certificate_end_time_seconds", "when the certificate ends, since 1970",
                        () -> credentials.expiresAt().getEpochSecond())
                .gauge("users_online", "people who have a session", () -> board.online().size())
                .gauge("files_public", "public files", board::fileCount);
    }

    @FunctionalInterface
    private interface Figure {
        double of(Board.Watched server);
    }

    private Map<String, Double> byServer(Figure figure) {
        var values = new TreeMap<String, Double>();
        for (var server : board.servers()) {
            ServerMember member = server.state().member();
            values.put(member.name().value(), figure.of(server));
        }
        return values;
    }

    /// Why clients should be sent elsewhere; empty if they need not.
    List<String> unready() {
        var reasons = new ArrayList<String>();
        if (!book.voters().votes()) {
            reasons.add("the other balancers have not taken this one in");
        } else if (!enrolment.done().isDone()) {
            reasons.add("this balancer is not in the book yet");
        }
        var failure = book.logFailure();
        if (failure.isPresent()) {
            reasons.add(
                    "the book's log cannot be written: " + failure.get() + "; start this balancer again when it can");
        } else if (book.standing().leader().isEmpty()) {
            reasons.add("no majority of balancers, or no leader yet: nothing can be written in the book");
        }
        return reasons;
    }
}
