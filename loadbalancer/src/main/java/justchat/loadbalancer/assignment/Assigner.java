// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// Who goes where: of two servers drawn at random the one where one more client costs less (Mitzenmacher 2001; [Load]).
/// Clients that were sent somewhere count there before any server has reported them, so that a burst of logins does not
/// flood the one server that was idle a moment ago. Backups are ranked by rendezvous hashing (Thaler and Ravishankar 1998), which spreads the users of a
/// server that dies evenly over all others, and needs no balancer to agree.
///
/// Pure: time and randomness are arguments. Not thread-safe.
public final class Assigner {
    private static final int MAX_BACKUPS = 5;

    private final Coming coming = new Coming();

    /// A server that may take clients, and how loaded it is.
    public record Candidate(ServerMember server, Load load) {}

    /// Where to go, and where to go when that fails and nobody can be asked.
    public record Place(ServerMember server, List<ServerMember> backups) {
        public Place {
            backups = List.copyOf(backups);
        }
    }

    /// A place for this user.
    ///
    /// @param avoid
    ///            servers that the user has just seen fail; taken only if there are no others
    /// @param random
    ///            gives a random number from 0 to one less than its argument
    /// @return empty if there is no candidate at all
    public Optional<Place> assign(UserName user, List<Candidate> candidates, Set<ServerId> avoid, long nowMillis,
            IntUnaryOperator random) {
        coming.forget(nowMillis);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var wanted = candidates.stream().filter(one -> !avoid.contains(one.server().origin().server())).toList();
        var chosen = lessLoaded(wanted.isEmpty() ? candidates : wanted, random).server();
        coming.add(chosen.origin(), user.key(), nowMillis);
        var others = candidates.stream().map(Candidate::server).filter(server -> !server.equals(chosen)).toList();
        return Optional.of(new Place(chosen, ranked(user, others, avoid)));
    }

    private Candidate lessLoaded(List<Candidate> candidates, IntUnaryOperator random) {
        int first = random.applyAsInt(candidates.size());
        if (candidates.size() == 1) {
            return candidates.get(first);
        }
        int second = random.applyAsInt(candidates.size() - 1);
        second += second >= first ? 1 : 0;
        var one = candidates.get(first);
        var other = candidates.get(second);
        return cost(one) <= cost(other) ? one : other;
    }

    private double cost(Candidate candidate) {
        return candidate.load().cost(coming.at(candidate.server().origin()));
    }

    private static List<ServerMember> ranked(UserName user, List<ServerMember> servers, Set<ServerId> avoid) {
        return servers.stream()
                .sorted(Comparator.<ServerMember, Boolean>comparing(server -> avoid.contains(server.origin().server()))
                        .thenComparing(
                                Comparator.<ServerMember>comparingLong(server -> weight(user, server)).reversed())
                        .thenComparing(ServerMember::origin))
                .limit(MAX_BACKUPS).toList();
    }

    /// The rendezvous hash of user and server: FNV-1a, then the finaliser of SplitMix64.
    static long weight(UserName user, ServerMember server) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < user.key().length(); i++) {
            hash = (hash ^ user.key().charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ server.origin().server().number()) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return (hash ^ hash >>> 31) >>> 1;
    }

    /// The user's session has been reported: it is in that server's count now.
    public void arrived(ServerOrigin origin, UserName user) {
        coming.arrived(origin, user.key());
    }
}
