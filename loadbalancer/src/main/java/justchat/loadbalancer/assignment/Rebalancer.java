// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.loadbalancer.model.ServerMember;

/// Which server is to hand sessions to which other one. Only the leader's decides, in rounds of two seconds: what one
/// round has ordered is done before the next one looks, so that no session is counted at both ends.
///
/// - A server that is drained hands over all it has, whatever the rest looks like, until it has none.
/// - Otherwise, if a server has more than 1.05 times the mean, or less than 0.95, sessions move from the fullest to those
///   below the mean that have at least eight fewer: at most 2 % of all sessions per second, since every move makes
///   somebody catch up. So a new server has its share within half a minute, however many sessions there are.
/// - For five seconds after a server was lost nobody moves: its clients are looking for another place just then.
///
/// A server that suffers is sent nobody. Pure: time is an argument. Not thread-safe.
public final class Rebalancer {
    static final int ROUND_MILLIS = 2_000;
    /// Less than a round, by what it takes to attach and to be counted.
    static final int WITHIN_MILLIS = 1_500;
    static final int CALM_MILLIS = 5_000;
    /// In one round, over all servers that are drained.
    static final int MAX_DRAINED = 1_000;
    private static final double MOST = 1.05;
    private static final double LEAST = 0.95;
    private static final double PER_SECOND = 0.02;
    private static final double STRAINED = 1.25;
    /// A difference that is worth a line on somebody's screen.
    static final int WORTH = 8;

    private long nextRound = Long.MIN_VALUE;
    private long calmUntil = Long.MIN_VALUE;
    /// Sessions that may move for the sake of fairness; grows with time, up to one round's worth.
    private double credit;

    /// A server that can be spoken to.
    ///
    /// @param takes
    ///            sessions may be sent there: it lives and is not drained
    /// @param drained
    ///            all its sessions are to go
    public record Server(ServerMember member, Load load, boolean takes, boolean drained) {}

    /// So many sessions are to go from one server to the other, each at a moment within this time.
    public record Shed(ServerMember from, ServerMember to, int sessions, int withinMillis) {}

    /// A server during one round.
    private static final class Tally {
        final Server server;
        int sessions;

        Tally(Server server) {
            this.server = server;
            this.sessions = server.load().sessions();
        }

        double cost() {
            return server.load().cost(sessions - server.load().sessions());
        }
    }

    private record Route(ServerMember from, ServerMember to) {}

    /// A view without a server that the view before had.
    public void lost(long nowMillis) {
        calmUntil = nowMillis + CALM_MILLIS;
    }

    /// What is to be done now; most of the time nothing.
    public List<Shed> tick(boolean leads, List<Server> servers, long nowMillis) {
        if (!leads) {
            nextRound = nowMillis + ROUND_MILLIS;
            credit = 0;
            return List.of();
        }
        if (nowMillis < nextRound) {
            return List.of();
        }
        nextRound = nowMillis + ROUND_MILLIS;
        if (nowMillis < calmUntil) {
            return List.of();
        }
        var takers = servers.stream().filter(Server::takes).map(Tally::new).toList();
        var drained = servers.stream().filter(server -> server.drained() && server.load().sessions() > 0)
                .map(Tally::new).toList();
        Map<Route, Integer> moves = new LinkedHashMap<>();
        if (drained.isEmpty()) {
            share(takers, moves);
        } else {
            drain(drained, takers, moves);
        }
        var sheds = new ArrayList<Shed>();
        moves.forEach((route, count) -> sheds.add(new Shed(route.from(), route.to(), count, WITHIN_MILLIS)));
        return sheds;
    }

    private static void drain(List<Tally> drained, List<Tally> takers, Map<Route, Integer> moves) {
        int left = MAX_DRAINED;
        for (var from : drained) {
            for (; from.sessions > 0 && left > 0; left--) {
                var to = takers.stream().min(Comparator.comparingDouble(Tally::cost));
                if (to.isEmpty()) {
                    return;
                }
                move(from, to.get(), moves);
            }
        }
    }

    private void share(List<Tally> takers, Map<Route, Integer> moves) {
        int total = takers.stream().mapToInt(taker -> taker.sessions).sum();
        double perRound = PER_SECOND * total * ROUND_MILLIS / 1_000;
        credit = Math.min(Math.max(1, perRound), credit + perRound);
        double mean = (double) total / Math.max(1, takers.size());
        if (takers.stream().noneMatch(taker -> taker.sessions > MOST * mean || taker.sessions < LEAST * mean)) {
            return;
        }
        while (credit >= 1) {
            var from = takers.stream().max(Comparator.comparingInt(taker -> taker.sessions)).orElseThrow();
            var to = below(mean, from.sessions, takers);
            if (to.isEmpty()) {
                return;
            }
            move(from, to.get(), moves);
            credit--;
        }
    }

    /// Whom one more session from the fullest makes things more even for, if that is worth it.
    private static Optional<Tally> below(double mean, int most, List<Tally> takers) {
        return takers.stream()
                .filter(taker -> taker.sessions < mean && taker.sessions <= most - WORTH
                        && taker.server.load().strain() < STRAINED)
                .min(Comparator.comparingDouble(Tally::cost));
    }

    private static void move(Tally from, Tally to, Map<Route, Integer> moves) {
        from.sessions--;
        to.sessions++;
        moves.merge(new Route(from.server.member(), to.server.member()), 1, Integer::sum);
    }
}
