// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import justchat.client.model.Login;
import justchat.client.model.Notice;

/// Where this client stands with the cluster, and what a failover cost. Pure;
/// owned by [ClientCore].
///
/// OUT -> (password given) ENTERING -> (logged in) SEEKING -> (attached)
/// ATTACHED -> (lost) SEEKING -> ...; ENTERING -> (refused) OUT or, where nobody
/// answered, WAITING -> (a while later) ENTERING. A login that was ended: from
/// anywhere to ENDED, until the person gives the password -> ENTERING.
final class Connection {
    /// How long the report of a failover waits for the receipts of what was resent.
    private static final long REPORT_MILLIS = 10_000;
    /// Between attempts to come in.
    private static final long RETRY_MILLIS = 1_000;
    private static final long LAST_RETRY_MILLIS = 5_000;
    /// Different things said of one search.
    private static final int SAID = 3;

    private static final String ENDED = "your session was ended, Enter logs in again";

    enum Phase {
        OUT, ENTERING, WAITING, SEEKING, ATTACHED, ENDED
    }

    private Phase phase = Phase.OUT;
    private Optional<Login> login = Optional.empty();
    private Optional<Now> firstTry = Optional.empty();
    private long retryAt = Long.MAX_VALUE;
    private String name = "";
    private String server = "";
    private String state = "not logged in";
    private boolean everAttached;
    private boolean everEnded;
    private boolean offlineTold;
    private int rounds;
    /// What was said of this search, so that it is said once.
    private final Set<String> said = new HashSet<>();
    /// Somebody was asked in vain, in this search.
    private boolean troubled;
    private Optional<Failover> failover = Optional.empty();
    private OptionalLong sinceMillis = OptionalLong.empty();
    private int failovers;
    private OptionalLong lastFailoverMillis = OptionalLong.empty();

    /// One loss of a server, until it is reported. `to` is empty while there is no
    /// other one.
    private static final class Failover {
        private final String from;
        private final Now lostAt;
        private final Set<Posted> resent = new HashSet<>();
        private final Set<String> unopened = new HashSet<>();
        private int resentCount;
        private int queued;
        /// Entries that were said to come and have not yet, by room.
        private final Map<String, Long> owed = new HashMap<>();
        private long came;
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
        rounds = 0;
        phase = Phase.SEEKING;
        state = "looking for a server";
    }

    /// Refused for good. Who was in before can try again.
    void out() {
        phase = everEnded ? Phase.ENDED : Phase.OUT;
        login = Optional.empty();
        firstTry = Optional.empty();
        rounds = 0;
        state = everEnded ? ENDED : "not logged in";
    }

    /// The login was ended; only the person begins another one.
    void ended() {
        everEnded = true;
        server = "";
        sinceMillis = OptionalLong.empty();
        failover = Optional.empty();
        out();
    }

    boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /// Whether it was, at some time: who comes in has been here before.
    boolean everEnded() {
        return everEnded;
    }

    /// Nobody could tell whether we may come in; again in a while.
    ///
    /// @return whether this is the first time in a row
    boolean unanswered(Now now, String sentence, long afterMillis) {
        phase = Phase.WAITING;
        troubled = true;
        boolean first = rounds++ == 0;
        state = "waits: " + sentence;
        long millis = Math.max(Math.min(rounds * RETRY_MILLIS, LAST_RETRY_MILLIS), afterMillis);
        retryAt = now.nanos() + millis * Now.NANOS_PER_MILLI;
        return first;
    }

    /// Milliseconds since the first attempt that has not succeeded yet; 0: none is
    /// under way.
    long triedFor(Now now) {
        return firstTry.map(now::millisSince).orElse(0L);
    }

    /// A round of the search was in vain.
    ///
    /// @return whether to tell the person why
    boolean searching(String sentence) {
        troubled = true;
        state = sentence + ", trying again";
        boolean tell = phase == Phase.SEEKING && said.size() < SAID && said.add(sentence);
        offlineTold |= tell;
        return tell;
    }

    void lost(String lostServer, Now now) {
        phase = Phase.SEEKING;
        server = "";
        sinceMillis = OptionalLong.empty();
        state = "offline, looking for another server";
        if (failover.isEmpty()) {
            failover = Optional.of(new Failover(lostServer, now));
        }
        failover.get().resent.clear();
        failover.get().unopened.clear();
        failover.get().owed.clear();
    }

    /// @return whether this is the first session of all
    boolean attached(Event.Attached event, Now now) {
        phase = Phase.ATTACHED;
        offlineTold = false;
        troubled = false;
        server = event.server();
        state = "";
        said.clear();
        boolean first = !everAttached;
        everAttached = true;
        failover.ifPresent(report -> {
            report.to = event.server();
            report.balancer = event.balancer();
            report.movedAt = now;
            failovers++;
            lastFailoverMillis = OptionalLong.of(now.millisSince(report.lostAt));
        });
        sinceMillis = OptionalLong.of(now.millis());
        return first;
    }

    /// In a session that has taken the place of another one, which was not lost.
    void moved(String to, Now now) {
        phase = Phase.ATTACHED;
        sinceMillis = OptionalLong.of(now.millis());
        server = to;
        state = "";
        said.clear();
    }

    void resent(Posted post) {
        failover.ifPresent(report -> {
            report.resent.add(post);
            report.resentCount++;
        });
    }

    /// So many that were said without a server go out now for the first time.
    void queued(int posts) {
        failover.ifPresent(report -> report.queued += Math.max(0, posts));
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
        failover.filter(report -> report.unopened.remove(room) && missed > 0).ifPresent(report -> report.owed.put(room,
                missed));
    }

    void givenUp(Posted post) {
        failover.ifPresent(report -> {
            report.resent.remove(post);
            report.givenUp++;
        });
    }

    /// An entry of a room was delivered: of what was missed, as long as some of it is
    /// owed.
    ///
    /// @param message
    ///            of somebody else's
    void delivered(String room, boolean message) {
        failover.filter(report -> report.owed.containsKey(room)).ifPresent(report -> {
            report.owed.computeIfPresent(room, (_, left) -> left > 1 ? left - 1 : null);
            report.came += message ? 1 : 0;
        });
    }

    /// How the session of the moment came about.
    Notice.Link link() {
        return new Notice.Link(server, sinceMillis, failovers, lastFailoverMillis);
    }

    /// Reports the failover once it is over, or has taken too long to wait for its
    /// last receipts.
    void report(Now now, Effects effects) {
        if (failover.isEmpty() || failover.get().to.isEmpty() || phase != Phase.ATTACHED) {
            return;
        }
        var report = failover.get();
        boolean over = report.resent.isEmpty() && report.unopened.isEmpty() && report.owed.isEmpty();
        if (over || now.isAfter(report.movedAt, REPORT_MILLIS)) {
            failover = Optional.empty();
            effects.show(new Notice.Moved(now.millis(), report.from, report.balancer, report.to,
                    report.movedAt.millisSince(report.lostAt), report.givenUp, report.resentCount, report.queued,
                    report.came,
                    report.unopened.isEmpty() && report.owed.isEmpty()));
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
