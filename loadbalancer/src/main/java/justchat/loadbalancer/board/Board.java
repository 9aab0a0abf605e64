// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.board;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import justchat.loadbalancer.assignment.Assigner;
import justchat.loadbalancer.assignment.Assigner.Candidate;
import justchat.loadbalancer.assignment.Assigner.Place;
import justchat.loadbalancer.assignment.Load;
import justchat.loadbalancer.assignment.Rebalancer;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;
import justchat.loadbalancer.presence.Presence;
import justchat.loadbalancer.registry.Effect;
import justchat.loadbalancer.registry.Flapping;
import justchat.loadbalancer.registry.Pulse;
import justchat.loadbalancer.registry.Registry;
import justchat.loadbalancer.registry.Rules;
import justchat.loadbalancer.registry.ServerState;
import justchat.loadbalancer.registry.ViewChange;

/// All that a balancer knows without having agreed on it with others: registry, presence and assignments behind one
/// lock. Called from heartbeats, requests and timers alike; every method is short, does no I/O and never waits but for
/// the lock.
public final class Board {
    private final LongSupplier millis;
    private final RandomGenerator random;
    private final Object lock = new Object();
    /// Guarded by `lock`, like the four below.
    private final Registry registry;
    private final Presence presence = new Presence();
    private final Assigner assigner = new Assigner();
    private final Rebalancer rebalancer = new Rebalancer();
    private final Flapping flapping = new Flapping();
    /// Guarded by `lock`: the newest view seen here.
    private ClusterView view = ClusterView.EMPTY;

    /// @param millis
    ///            a clock that never goes back, of any origin
    public Board(Rules rules, LongSupplier millis, RandomGenerator random) {
        this.millis = millis;
        this.random = random;
        this.registry = new Registry(rules, millis.getAsLong());
    }

    /// A new view of the book; older ones are ignored.
    ///
    /// @return what has changed, for the log; empty if nothing has
    public Optional<String> view(ClusterView next) {
        synchronized (lock) {
            if (next.number() <= view.number()) {
                return Optional.empty();
            }
            var change = ViewChange.between(view, next);
            view = next;
            registry.view(next);
            long now = millis.getAsLong();
            change.gone().forEach(server -> flapping.expelled(server.name(), now));
            if (!change.gone().isEmpty()) {
                rebalancer.lost(now);
            }
            presence.retain(next.members().stream().map(ServerMember::origin).toList());
            return Optional.of(change.sentence());
        }
    }

    /// In how many milliseconds this server may register again; 0: now.
    public long heldMillis(ProcessName server) {
        synchronized (lock) {
            return flapping.heldMillis(server, millis.getAsLong());
        }
    }

    /// @return false if it is a heartbeat of no server in the view
    public boolean heard(ServerOrigin origin, Pulse pulse) {
        synchronized (lock) {
            return registry.heard(origin, pulse);
        }
    }

    public void linked(ServerOrigin origin) {
        synchronized (lock) {
            registry.linked(origin);
        }
    }

    public void unlinked(ServerOrigin origin) {
        synchronized (lock) {
            registry.unlinked(origin, millis.getAsLong());
        }
    }

    public void probed(ServerOrigin origin, boolean refused) {
        synchronized (lock) {
            registry.probed(origin, refused, millis.getAsLong());
        }
    }

    public List<Effect> tick(boolean leads) {
        synchronized (lock) {
            return registry.tick(leads, millis.getAsLong());
        }
    }

    /// @return false if part of it was beyond the limits and left out
    public boolean report(Presence.Report report) {
        synchronized (lock) {
            report.attached().forEach(session -> assigner.arrived(report.origin(), session.user()));
            return presence.report(report);
        }
    }

    /// A server for this user; empty while none lives.
    public Optional<Place> assign(UserName user, Collection<ServerId> avoid) {
        Set<ServerId> avoided = new HashSet<>(avoid);
        synchronized (lock) {
            var serving = registry.servers().stream().filter(ServerState::serving).toList();
            var taking = serving.stream().filter(state -> !state.member().draining()).toList();
            // Who is drained is better than nobody.
            var candidates = (taking.isEmpty() ? serving : taking).stream()
                    .map(state -> new Candidate(state.member(), load(state))).toList();
            return assigner.assign(user, candidates, avoided, millis.getAsLong(), random::nextInt);
        }
    }

    /// Who is to hand sessions to whom; most of the time nobody. To be asked every 25 ms or so.
    ///
    /// @param leads
    ///            whether this balancer leads; others order nothing
    public List<Rebalancer.Shed> rebalance(boolean leads) {
        synchronized (lock) {
            var servers = registry.servers().stream()
                    .map(state -> new Rebalancer.Server(state.member(), load(state),
                            state.serving() && !state.member().draining(), state.member().draining()))
                    .toList();
            return rebalancer.tick(leads, servers, millis.getAsLong());
        }
    }

    private Load load(ServerState state) {
        var pulse = state.pulse();
        return new Load(sessions(state), pulse.outboundKiB(), pulse.latenessMillis(), pulse.cpuPermille());
    }

    /// The heartbeat is newer than the report, unless there was none yet.
    private int sessions(ServerState state) {
        return state.silentMillis() >= 0 ? state.pulse().sessions() : presence.sessions(state.member().origin());
    }

    public List<Presence.Located> locate(UserName user) {
        synchronized (lock) {
            return presence.locate(user);
        }
    }

    /// Of every user who is here with more than one login, all sessions.
    public List<List<Presence.Located>> crowded() {
        synchronized (lock) {
            return presence.crowded();
        }
    }

    public List<String> online() {
        synchronized (lock) {
            return presence.online();
        }
    }

    public List<SharedFile> files() {
        synchronized (lock) {
            return presence.files();
        }
    }

    /// A server as it looks from here, and who is there.
    public record Watched(ServerState state, int sessions, List<String> users) {}

    public List<Watched> servers() {
        synchronized (lock) {
            return registry.servers().stream()
                    .map(state -> new Watched(state, sessions(state), presence.users(state.member().origin())))
                    .toList();
        }
    }

    public int fileCount() {
        synchronized (lock) {
            return presence.fileCount();
        }
    }
}
