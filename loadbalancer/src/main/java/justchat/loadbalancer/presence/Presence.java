// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import justchat.loadbalancer.model.Announcement;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;

/// Who is where, and which public files there are, from what the servers report. Soft state: every balancer holds it by
/// itself and has it again as soon as the servers have announced themselves. Pure; not thread-safe.
///
/// A session is where it was attached last: between a failover and the report of its end, two servers may have it.
public final class Presence {
    /// Most sessions of one server.
    public static final int MAX_SESSIONS = 100_000;

    private final Map<ServerOrigin, Map<Bytes, Seat>> sessions = new TreeMap<>();
    private final Map<String, Map<Bytes, Map<ServerOrigin, Seat>>> byUser = new HashMap<>();
    private final Shelf shelf = new Shelf();
    private long seats;

    /// A session at a server, numbered in the order of attachment.
    private record Seat(ClientSession session, ServerOrigin origin, long number) {}

    /// A session and where it is.
    public record Located(ClientSession session, ServerOrigin origin) {}

    /// What a server knows that balancers need.
    ///
    /// @param complete
    ///            replaces all that this server said before of sessions; else adds to it
    /// @param erased
    ///            announcements of files that are not listed any more
    public record Report(ServerOrigin origin, boolean complete, List<ClientSession> attached, Set<Bytes> detached,
            List<SharedFile> files, List<Announcement> erased) {
        public Report {
            attached = List.copyOf(attached);
            detached = Set.copyOf(detached);
            files = List.copyOf(files);
            erased = List.copyOf(erased);
        }
    }

    /// Takes in a report. Repeating it changes nothing.
    ///
    /// @return false if it was too much: what is beyond the limits was left out
    public boolean report(Report report) {
        var seated = sessions.computeIfAbsent(report.origin(), _ -> new HashMap<>());
        if (report.complete()) {
            var kept = new HashMap<Bytes, ClientSession>();
            report.attached().forEach(session -> kept.put(session.instance(), session));
            List.copyOf(seated.keySet()).stream().filter(instance -> !kept.containsKey(instance))
                    .forEach(instance -> unseat(report.origin(), instance));
        }
        boolean fits = true;
        for (var session : report.attached()) {
            fits &= seat(report.origin(), seated, session);
        }
        report.detached().forEach(instance -> unseat(report.origin(), instance));
        for (var file : report.files()) {
            fits &= shelf.add(file);
        }
        report.erased().forEach(shelf::erase);
        return fits;
    }

    private boolean seat(ServerOrigin origin, Map<Bytes, Seat> seated, ClientSession session) {
        var old = seated.get(session.instance());
        if (old != null && old.session.equals(session)) {
            return true;
        }
        if (old == null && seated.size() >= MAX_SESSIONS) {
            return false;
        }
        if (old != null) {
            unseat(origin, session.instance());
        }
        var seat = new Seat(session, origin, ++seats);
        seated.put(session.instance(), seat);
        byUser.computeIfAbsent(session.user().key(), _ -> new HashMap<>())
                .computeIfAbsent(session.instance(), _ -> new TreeMap<>()).put(origin, seat);
        return true;
    }

    private void unseat(ServerOrigin origin, Bytes instance) {
        var seated = sessions.get(origin);
        var seat = seated == null ? null : seated.remove(instance);
        if (seat == null) {
            return;
        }
        var key = seat.session.user().key();
        var instances = byUser.get(key);
        var places = instances.get(instance);
        places.remove(origin);
        if (places.isEmpty()) {
            instances.remove(instance);
        }
        if (instances.isEmpty()) {
            byUser.remove(key);
        }
    }

    /// Only these servers are in the view: the sessions of all others are gone.
    public void retain(Collection<ServerOrigin> servers) {
        List.copyOf(sessions.keySet()).stream().filter(origin -> !servers.contains(origin)).forEach(origin -> {
            List.copyOf(sessions.get(origin).keySet()).forEach(instance -> unseat(origin, instance));
            sessions.remove(origin);
        });
    }

    /// The sessions of a user, each where it was attached last, in the order of their attachment.
    public List<Located> locate(UserName user) {
        return byUser.getOrDefault(user.key(), Map.of()).values().stream()
                .map(places -> places.values().stream().max(Comparator.comparingLong(Seat::number)).orElseThrow())
                .sorted(Comparator.comparingLong(Seat::number))
                .map(seat -> new Located(seat.session, seat.origin)).toList();
    }

    /// Of every user who is here with more than one login, all sessions, as [#locate] has them.
    public List<List<Located>> crowded() {
        return byUser.values().stream().filter(instances -> instances.size() > 1)
                .map(instances -> locate(
                        instances.values().iterator().next().values().iterator().next().session.user()))
                .filter(all -> all.stream().map(located -> located.session().login()).distinct().count() > 1).toList();
    }

    /// Names of the users who have a session, sorted by key.
    public List<String> online() {
        var names = new TreeMap<String, String>();
        byUser.forEach((key, instances) -> names.put(key, instances.values().iterator().next().values().iterator()
                .next().session.user().display()));
        return List.copyOf(names.values());
    }

    /// Names of the users at this server, sorted by key.
    public List<String> users(ServerOrigin origin) {
        var names = new TreeMap<String, String>();
        sessions.getOrDefault(origin, Map.of()).values()
                .forEach(seat -> names.put(seat.session.user().key(), seat.session.user().display()));
        return List.copyOf(names.values());
    }

    /// How many sessions this server has reported.
    public int sessions(ServerOrigin origin) {
        return sessions.getOrDefault(origin, Map.of()).size();
    }

    /// All public files, oldest first.
    public List<SharedFile> files() {
        return shelf.files();
    }

    public int fileCount() {
        return shelf.size();
    }
}
