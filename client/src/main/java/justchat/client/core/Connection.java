// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import justchat.client.model.Login;
import justchat.client.model.Notice;

/// Where this client stands with the cluster, and what a failover cost. Pure;
/// owned by [ClientCore].
///
/// OUT -> (password given) ENTERING -> (logged in) SEEKING -> (attached)
/// ATTACHED -> (lost) SEEKING -> ...; ENTERING -> (refused) OUT or, where nobody
/// answered, WAITING -> (a second later) ENTERING.
final class Connection {
    /// How long the report of a failover waits for the receipts of what was resent.
    private static final long REPORT_MILLIS = 10_000;

    enum Phase {
        OUT, ENTERING, WAITING, SEEKING, ATTACHED
    }

    private Phase phase = Phase.OUT;
    private Optional<Login> login = Optional.empty();
    private Optional<Now> firstTry = Optional.empty();
    private long retryAt = Long.MAX_VALUE;
    private String name = "";
    private String server = "";
    private String state = "not logged in";
    private boolean everAttached;
    private boolean offlineTold;
    /// Somebody was asked in vain, in this search.
    private boolean troubled;
    private Optional<Failover> failover = Optional.empty();

    /// One loss of a server, until it is reported. `to` is empty while there is no
    /// other one.
    private static final class Failover {
        private final String from;
        private final Now lostAt;
        private final Set<Posted> resent = new HashSet<>();
        private final Set<String> unopened = new HashSet<>();
        private int resentCount;
        private long missed;
        private long givenUp;
        private String to = "";
        private String balancer = "";
        private Now movedAt;

        Failover(String from, Now lostAt) {
            this.from = from;
            this.lostAt = lostAt;
            this.movedAt = lostAt;
        }
    }

    Phase phase() {
        return phase;
    }

    boolean attached() {
        return phase == Phase.ATTACHED;
    }

    boolean everAttached() {
        return everAttached;
    }

    String name() {
        return name;
    }

    /// Empty while there is none.
    String server() {
        return server;
    }

    /// What goes on while there is no server.
    String state() {
        return state;
    }

    /// Whether the person should be told that a post only waits: once each time
    /// that there is no server, but not while the first one is just being found.
    boolean tellsOffline() {
        boolean tell = phase != Phase.ATTACHED && !offlineTold && (everAttached || troubled);
        offlineTold |= tell;
        return tell;
    }

    void entering(Login asked, Now now, Effects effects) {
        login = Optional.of(asked);
        name = asked.name();
        phase = Phase.ENTERING;
        state = "logging in";
        retryAt = Long.MAX_VALUE;
        if (firstTry.isEmpty()) {
            firstTry = Optional.of(now);
        }
        effects.add(new Effect.LogIn(asked));
    }

    void loggedIn(String accountName) {
        name = accountName;
        login = Optional.empty();
        firstTry = Optional.empty();
        phase = Phase.SEEKING;
        state = "looking for a server";
    }

    /// Refused for good.
    void out() {
        phase = Phase.OUT;
        login = Optional.empty();
        firstTry = Optional.empty();
        state = "not logged in";
    }

    /// Nobody could tell whether we may come in; again in a while.
    ///
    /// @return whether this is the first time in a row
    boolean unanswered(Now now, long afterMillis) {
        phase = Phase.WAITING;
        troubled = true;
        boolean first = state.equals("logging in");
        state = "no balancer answers, trying again";
        retryAt = now.nanos() + afterMillis * Now.NANOS_PER_MILLI;
        return first;
    }

    /// Milliseconds since the first attempt that has not succeeded yet; 0: none is
    /// under way.
    long triedFor(Now now) {
        return firstTry.map(now::millisSince).orElse(0L);
    }

    void searching() {
        troubled = true;
        state = "no server yet, trying again";
    }

    void lost(String lostServer, Now now) {
        phase = Phase.SEEKING;
        server = "";
        state = "offline, looking for another server";
        if (failover.isEmpty()) {
            failover = Optional.of(new Failover(lostServer, now));
        }
        failover.get().resent.clear();
        failover.get().unopened.clear();
        failover.get().missed = 0;
    }

    /// @return whether this is the first session of all
    boolean attached(Event.Attached event, Now now) {
        phase = Phase.ATTACHED;
        offlineTold = false;
        troubled = false;
        server = event.server();
        state = "";
        boolean first = !everAttached;
        everAttached = true;
        failover.ifPresent(report -> {
            report.to = event.server();
            report.balancer = event.balancer();
            report.movedAt = now;
        });
        return first;
    }

    void resent(Posted post) {
        failover.ifPresent(report -> {
            report.resent.add(post);
            report.resentCount++;
        });
    }

    void settled(Posted post) {
        failover.ifPresent(report -> report.resent.remove(post));
    }

    /// A room is to be opened again.
    void opening(String room) {
        failover.ifPresent(report -> report.unopened.add(room));
    }

    /// It is open (so much of it was missed), or never will be.
    void opened(String room, long missed) {
        failover.filter(report -> report.unopened.remove(room)).ifPresent(report -> report.missed += missed);
    }

    void givenUp(Posted post) {
        failover.ifPresent(report -> {
            report.resent.remove(post);
            report.givenUp++;
        });
    }

    void shown() {
        failover.ifPresent(report -> report.missed--);
    }

    /// Reports the failover once it is over, or has taken too long to wait for its
    /// last receipts.
    void report(Now now, Effects effects) {
        if (failover.isEmpty() || failover.get().to.isEmpty() || phase != Phase.ATTACHED) {
            return;
        }
        var report = failover.get();
        boolean over = report.resent.isEmpty() && report.unopened.isEmpty() && report.missed <= 0;
        if (over || now.isAfter(report.movedAt, REPORT_MILLIS)) {
            failover = Optional.empty();
            effects.show(new Notice.Moved(now.millis(), report.from, report.balancer, report.to,
                    report.movedAt.millisSince(report.lostAt), report.givenUp, report.resentCount));
            if (!report.resent.isEmpty()) {
                effects.info(now, report.resent.size() + " of them have no receipt yet and stay queued");
            }
        }
    }

    void tick(Now now, Effects effects) {
        if (phase == Phase.WAITING && retryAt - now.nanos() <= 0) {
            phase = Phase.ENTERING;
            retryAt = Long.MAX_VALUE;
            login.ifPresent(asked -> effects.add(new Effect.LogIn(asked)));
        }
        report(now, effects);
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        long reportAt = failover.filter(report -> !report.to.isEmpty())
                .map(report -> report.movedAt.nanos() + REPORT_MILLIS * Now.NANOS_PER_MILLI).orElse(Long.MAX_VALUE);
        return Math.min(retryAt, reportAt);
    }
}
