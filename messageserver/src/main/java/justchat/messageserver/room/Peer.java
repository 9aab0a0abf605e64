// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Effect.Range;

/// What the core knows of one other server of the view: what is durable there,
/// and what was sent to it. Decides what the next exchange carries.
///
/// The own log's entries are sent at once. Those of other logs only when the
/// peer says that it lacks what has been durable here for longer than a tick, or
/// says for the first time, since the link was made or the view changed, what it
/// has: normally their own server sends them. What was sent and does not turn up
/// in the peer's `have` for [#RESEND_MILLIS] is sent again.
final class Peer {
    /// More than it may take a peer to say what it has.
    static final long RESEND_MILLIS = 2_000;
    /// Even when nothing is new that must be said at once, `have` is said this often.
    static final long HAVE_MILLIS = 1_000;
    /// When nothing was new for so long, and the peer has all that is here, there is
    /// peace.
    static final long CALM_MILLIS = 10_000;
    /// Even then `have` is said this often.
    static final long QUIET_HAVE_MILLIS = 300_000;

    final Origin origin;
    private final Map<Origin, Flow> flows = new HashMap<>();
    private final Vow vow = new Vow();
    private boolean up;
    private boolean inFlight;
    private boolean paused;
    private boolean haveIsNews;
    /// Whether there is more in it than this peer was told, news or not.
    private boolean haveIsOwed;
    /// Whether this peer ever said what it has; until then no entries are sent.
    private boolean known;
    /// Whether it has not said so since the link was made, or the view changed.
    private boolean fresh;
    private long saidAtMillis;
    /// Whether there was news of any kind since the last tick.
    private boolean stirred;
    private boolean calm;
    private long stirredAtMillis;

    /// One log, as this peer has it. Invariant: have <= sent after every exchange.
    private static final class Flow {
        long have;
        long haveAtTick;
        long sent;
        /// Send entries of other servers up to here.
        long relay;
        long progressAtMillis;
    }

    Peer(Origin origin) {
        this.origin = origin;
    }

    /// What it has promised; in rooms of total order only.
    Vow vow() {
        return vow;
    }

    long have(Origin log) {
        var flow = flows.get(log);
        return flow == null ? 0 : flow.have;
    }

    void linkUp() {
        up = true;
        inFlight = false;
        paused = false;
        meet();
        flows.values().forEach(flow -> flow.sent = flow.have);
    }

    void linkDown() {
        up = false;
        inFlight = false;
    }

    void linkReady(boolean taken) {
        inFlight = false;
        if (!taken) {
            paused = true;
            haveIsNews = true;
            flows.values().forEach(flow -> flow.sent = flow.have);
        }
    }

    /// The view has changed: both sides say what they have, and send what the other lacks.
    void meet() {
        fresh = true;
        saySoon();
    }

    /// What is durable here, or promised, has changed, and this peer may wait for it.
    void saySoon() {
        haveIsNews = true;
        sayLater();
    }

    /// What is durable here has changed; nobody waits for it, so it goes along with
    /// whatever is said next, within [#HAVE_MILLIS].
    void sayLater() {
        haveIsOwed = true;
        stir();
    }

    /// Somebody may wait now for what was to be said later.
    void sayWhatIsOwed() {
        haveIsNews |= haveIsOwed;
    }

    /// A tick has passed: a peer that had more already at the last one is told what is
    /// here, and so sends what is lacking.
    void ask(BiPredicate<Origin, Long> isLacking) {
        flows.forEach((log, flow) -> {
            if (isLacking.test(log, flow.haveAtTick)) {
                saySoon();
            }
            flow.haveAtTick = flow.have;
        });
    }

    /// The peer says what is durable there: what it lacks is sent.
    ///
    /// @return the logs of which it has more than before
    List<Origin> says(VersionVector have, SortedMap<Origin, OriginLog> logs, long nowMillis) {
        var advanced = has(have, nowMillis);
        known = true;
        logs.values().forEach(log -> relay(log, fresh ? log.synced : log.overdue));
        fresh = false;
        return advanced;
    }

    private List<Origin> has(VersionVector have, long nowMillis) {
        var advanced = new ArrayList<Origin>();
        for (var entry : have.entries().entrySet()) {
            var flow = flows.computeIfAbsent(entry.getKey(), _ -> new Flow());
            if (entry.getValue() > flow.have) {
                flow.have = entry.getValue();
                flow.sent = Math.max(flow.sent, flow.have);
                flow.progressAtMillis = nowMillis;
                advanced.add(entry.getKey());
                stir();
            }
        }
        return advanced;
    }

    /// The server of this log is gone, and what this peer has is known exactly: what it
    /// lacks is sent by us, now.
    void relayNow(OriginLog log) {
        relay(log, log.synced);
    }

    /// More folds are known: what it has is more than it named.
    ///
    /// @return the logs of which it has more than known before
    List<Origin> expand(Folds folds, long nowMillis) {
        if (!known) {
            return List.of();
        }
        vow.expand(folds);
        return has(folds.expand(have()), nowMillis);
    }

    private VersionVector have() {
        var named = new HashMap<Origin, Long>();
        flows.forEach((log, flow) -> named.put(log, flow.have));
        return VersionVector.of(named);
    }

    private void stir() {
        stirred = true;
        calm = false;
    }

    private void relay(OriginLog log, long upTo) {
        if (have(log.origin) < upTo) {
            stir();
            flows.computeIfAbsent(log.origin, _ -> new Flow()).relay = upTo;
        }
    }

    /// A tick has passed.
    ///
    /// @return how many logs' tails are sent again
    int tick(SortedMap<Origin, OriginLog> logs, long nowMillis) {
        paused = false;
        if (stirred) {
            stirred = false;
            stirredAtMillis = nowMillis;
        }
        calm = nowMillis - stirredAtMillis >= CALM_MILLIS;
        if (nowMillis - saidAtMillis >= (isQuiet(logs.values()) ? QUIET_HAVE_MILLIS : HAVE_MILLIS)) {
            haveIsNews = true;
        }
        if (!up || !known) {
            return 0;
        }
        int again = 0;
        for (var flow : flows.values()) {
            if (!inFlight && flow.sent > flow.have && nowMillis - flow.progressAtMillis >= RESEND_MILLIS) {
                flow.sent = flow.have;
                flow.progressAtMillis = nowMillis;
                again++;
            }
        }
        return again;
    }

    /// Whether an exchange may be sent now.
    boolean isReady() {
        return up && !inFlight && !paused;
    }

    /// Whether there is nothing to send, and nothing that may have to be sent again.
    boolean isQuiet(Collection<OriginLog> logs) {
        return !up || calm && !inFlight && !paused && !haveIsNews
                && (!known || logs.stream().allMatch(log -> have(log.origin) >= log.appended()));
    }

    /// Whether it has said that all that is here is durable there.
    boolean hasAll(Collection<OriginLog> logs) {
        return known && logs.stream().allMatch(log -> have(log.origin) >= log.appended());
    }

    /// Whether it has said what is durable there, and of the logs that count here
    /// nothing more is than what is durable here.
    boolean isCovered(VersionVector durable, Predicate<Origin> counts) {
        return known && flows.entrySet().stream().allMatch(flow -> flow.getValue().have <= durable.at(flow.getKey())
                || !counts.test(flow.getKey()));
    }

    boolean haveIsNews() {
        return haveIsNews;
    }

    /// What the next exchange carries: of each log a fair share, within the limits
    /// of an exchange.
    List<Range> next(SortedMap<Origin, OriginLog> logs, Origin self, long nowMillis) {
        if (!known) {
            return List.of();
        }
        var lacking = new ArrayList<OriginLog>();
        for (var log : logs.values()) {
            if (target(log, self) > sent(log)) {
                lacking.add(log);
            }
        }
        var ranges = new ArrayList<Range>(lacking.size());
        int entriesLeft = Exchange.MAX_ENTRIES;
        int weightLeft = Exchange.MAX_WEIGHT;
        int logsLeft = lacking.size();
        for (var log : lacking) {
            int share = Math.max(1, entriesLeft / logsLeft);
            int weightShare = weightLeft / logsLeft;
            logsLeft--;
            long from = sent(log) + 1;
            long to = from;
            int weight = log.weight(from);
            if (entriesLeft < 1 || weight > weightLeft && !ranges.isEmpty()) {
                break;
            }
            while (to < target(log, self) && to - from + 1 < share && weight + log.weight(to + 1) <= weightShare) {
                to++;
                weight += log.weight(to);
            }
            entriesLeft -= (int) (to - from + 1);
            weightLeft -= weight;
            ranges.add(new Range(log.origin, from, to));
            var flow = flows.computeIfAbsent(log.origin, _ -> new Flow());
            if (flow.sent <= flow.have) {
                flow.progressAtMillis = nowMillis;
            }
            flow.sent = to;
        }
        return ranges;
    }

    void sending(long nowMillis) {
        inFlight = true;
        haveIsNews = false;
        haveIsOwed = false;
        saidAtMillis = nowMillis;
    }

    private long sent(OriginLog log) {
        var flow = flows.get(log.origin);
        return flow == null ? 0 : Math.max(flow.sent, flow.have);
    }

    private long target(OriginLog log, Origin self) {
        if (log.origin.equals(self)) {
            return log.appended();
        }
        var flow = flows.get(log.origin);
        return flow == null ? 0 : Math.min(flow.relay, log.appended());
    }
}
