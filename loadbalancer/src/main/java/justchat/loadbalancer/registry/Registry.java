// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

/// Who is alive, as one balancer sees it: events and time in, decisions out. Pure; not thread-safe.
///
/// A server of the view is given up, by the leader only, on either evidence:
/// - hard: its connection closed, and two connections to it, a pause apart, were refused. At once.
/// - soft: its heartbeats are silent for too long, counted in time in which this process was awake (a late process hears
///   nobody, and must not blame them; Dadgar and others, "Lifeguard", 2018), and it is not so that more than half of the
///   other servers that are heard here hear it: every heartbeat says whom its sender hears.
///
/// A server that keeps its connection but was never heard is not given up: then datagrams do not get through to here.
public final class Registry {
    private static final long ASK_AGAIN_MILLIS = 1_000;
    private static final long TELL_AGAIN_MILLIS = 10_000;
    private static final long LATE_FOR_MILLIS = 1_000;
    private static final int REFUSALS = 2;

    private final Rules rules;
    private final Map<ServerOrigin, Server> servers = new TreeMap<>();
    private long lastTick;
    private long lateUntil;
    /// How long this balancer has been leading, in time in which it was awake; 0: it does not.
    private long ledMillis;

    /// Mutable state of one life of a server; owned by the registry.
    private static final class Server {
        ServerMember member;
        Pulse pulse = Pulse.NONE;
        boolean heard;
        long silentMillis;
        boolean linked;
        boolean linkLost;
        int refusals;
        boolean probing;
        long probeDue;
        long askAgain = Long.MIN_VALUE;
        long tellAgain = Long.MIN_VALUE;

        Server(ServerMember member) {
            this.member = member;
        }

        boolean serving(Rules rules) {
            return !linkLost && (heard ? silentMillis < rules.suspectMillis() : linked);
        }
    }

    public Registry(Rules rules, long nowMillis) {
        this.rules = rules;
        this.lastTick = nowMillis;
        this.lateUntil = nowMillis;
    }

    /// The book has a new view: servers that left it are forgotten, new ones begin unheard.
    public void view(ClusterView view) {
        Set<ServerOrigin> members = new HashSet<>();
        for (var member : view.members()) {
            members.add(member.origin());
            servers.computeIfAbsent(member.origin(), _ -> new Server(member)).member = member;
        }
        servers.keySet().retainAll(members);
    }

    /// A heartbeat of this server.
    ///
    /// @return false if it is of no server in the view
    public boolean heard(ServerOrigin origin, Pulse pulse) {
        var server = servers.get(origin);
        if (server == null) {
            return false;
        }
        server.heard = true;
        server.silentMillis = 0;
        server.pulse = pulse;
        return true;
    }

    /// The server has announced itself over a connection.
    public void linked(ServerOrigin origin) {
        var server = servers.get(origin);
        if (server != null) {
            server.linked = true;
            server.linkLost = false;
            server.refusals = 0;
        }
    }

    /// That connection closed.
    public void unlinked(ServerOrigin origin, long nowMillis) {
        var server = servers.get(origin);
        if (server != null && server.linked) {
            server.linked = false;
            server.linkLost = true;
            server.refusals = 0;
            server.probeDue = nowMillis;
        }
    }

    /// What came of a [Effect.Probe]. Anything but a refusal is no evidence: then silence decides.
    public void probed(ServerOrigin origin, boolean refused, long nowMillis) {
        var server = servers.get(origin);
        if (server != null) {
            server.probing = false;
            server.refusals = refused ? server.refusals + 1 : 0;
            server.probeDue = nowMillis + (refused ? rules.probePauseMillis() : rules.suspectMillis());
        }
    }

    /// Lets time pass, and decides. To be called every 25 ms or so, and after anything that may matter.
    ///
    /// @param leads
    ///            whether this balancer leads; others only watch
    public List<Effect> tick(boolean leads, long nowMillis) {
        long elapsed = Math.max(0, nowMillis - lastTick);
        long step = Math.min(elapsed, rules.stepMillis());
        lastTick = nowMillis;
        if (elapsed > rules.lateMillis()) {
            lateUntil = nowMillis + LATE_FOR_MILLIS;
        }
        servers.values().forEach(server -> server.silentMillis += step);
        ledMillis = leads ? ledMillis + step : 0;
        List<Effect> effects = new ArrayList<>();
        if (leads) {
            servers.values().forEach(server -> followUp(server, nowMillis, effects));
            if (nowMillis >= lateUntil) {
                giveUpSilent(nowMillis, effects);
            }
        }
        return effects;
    }

    private void followUp(Server server, long nowMillis, List<Effect> effects) {
        if (!server.linkLost) {
            return;
        }
        if (server.refusals >= REFUSALS) {
            expel(server, "its connection closed and it refuses new ones", nowMillis, effects);
        } else if (!server.probing && nowMillis >= server.probeDue) {
            server.probing = true;
            effects.add(new Effect.Probe(server.member));
        }
    }

    private void giveUpSilent(long nowMillis, List<Effect> effects) {
        var silent = servers.values().stream().filter(this::isSilent).toList();
        // Those that will be silent long enough in a moment count: whoever is deaf hears none of them.
        long suspected = servers.values().stream().filter(this::isSuspected).count();
        boolean many = 2 * suspected > servers.size();
        for (var server : silent) {
            if (!many || server.silentMillis >= rules.manySilentMillis()) {
                judge(server, nowMillis, effects);
            }
        }
    }

    /// The others are asked what they hear before anybody is given up for silence.
    private void judge(Server silent, long nowMillis, List<Effect> effects) {
        int number = silent.member.origin().server().number();
        var witnesses = servers.values().stream()
                .filter(other -> other != silent && other.heard && other.silentMillis < rules.suspectMillis()).toList();
        long hearing = witnesses.stream().filter(other -> other.pulse.hears().contains(number)).count();
        var reason = "no heartbeat for " + silent.silentMillis + " ms, " + hearing + " of " + witnesses.size()
                + " other servers hear it";
        if (2 * hearing <= witnesses.size()) {
            expel(silent, reason, nowMillis, effects);
        } else if (nowMillis >= silent.tellAgain) {
            silent.tellAgain = nowMillis + TELL_AGAIN_MILLIS;
            effects.add(new Effect.Spare(silent.member, reason));
        }
    }

    private boolean isSuspected(Server server) {
        return server.heard ? server.silentMillis >= rules.suspectMillis() : isSilent(server);
    }

    private boolean isSilent(Server server) {
        return server.heard
                ? server.silentMillis >= rules.silentMillis()
                : !server.linked && Math.min(server.silentMillis, ledMillis) >= rules.graceMillis();
    }

    private static void expel(Server server, String reason, long nowMillis, List<Effect> effects) {
        if (nowMillis >= server.askAgain) {
            server.askAgain = nowMillis + ASK_AGAIN_MILLIS;
            effects.add(new Effect.Expel(server.member, reason));
        }
    }

    /// All servers of the view, by number.
    public List<ServerState> servers() {
        return servers.values().stream().map(server -> new ServerState(server.member, server.pulse,
                server.heard ? server.silentMillis : -1, server.linked, server.serving(rules))).toList();
    }
}
