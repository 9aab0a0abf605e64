// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Receipt;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.ordering.Ordering;
import justchat.messageserver.room.Event.Submit;
import justchat.messageserver.room.Submissions.Held;

/// Takes clients' posts: refuses, holds or stamps them, and answers each
/// exactly once. A part of the core; the rules are those of [RoomCore].
final class Desk {
    /// Client instances of which posts are accepted.
    static final int MAX_INSTANCES = 1_000_000;

    private static final Outcome OUTSIDE = new Outcome.Unavailable(
            "This server is not part of the cluster at the moment.");
    private static final Outcome DISK_FULL = new Outcome.Unavailable("This server's disk is full.");
    private static final Outcome OVERLOADED = new Outcome.Busy("The room is busy.", Submissions.RETRY_MILLIS);
    private static final Outcome OVERTAKEN = new Outcome.Busy(
            "This message was overtaken by a change of servers.", Submissions.RETRY_MILLIS);
    private static final Outcome TOO_OLD = new Outcome.Invalid(
            "This message is too old to say what became of it.");

    private final Membership membership;
    private final Logs logs;
    private final Ordering ordering;
    private final Rules rules;
    private final Gate gate;
    private final Folds folds;
    private final EnumMap<Counter, Long> counters;
    private final Submissions submissions = new Submissions();
    private final ShownMessages shown = new ShownMessages();
    private final Fingerprint fingerprint = new Fingerprint();
    /// The last sequence of an instance that is stamped in the own log, where that
    /// is more than what is shown.
    private final Map<Instance, Long> stamped = new HashMap<>();
    private List<Effect> effects = List.of();

    Desk(Membership membership, Logs logs, Ordering ordering, Rules rules, Gate gate, Folds folds,
            EnumMap<Counter, Long> counters) {
        this.membership = membership;
        this.logs = logs;
        this.ordering = ordering;
        this.rules = rules;
        this.gate = gate;
        this.folds = folds;
        this.counters = counters;
    }

    /// Where this step's effects go.
    void begin(List<Effect> stepEffects) {
        effects = stepEffects;
    }

    /// This server has a new incarnation, and so a new log of its own.
    void newLife() {
        stamped.clear();
    }

    void submit(Submit submit, long nowMillis, boolean diskFull, Consumer<Entry> append) {
        var post = submit.post();
        var id = post.id();
        long print = fingerprint.of(post.author(), post.payload());
        long last = ordering.lastShown(id.instance());
        if (ordering.isShown(id)) {
            count(Counter.RETRIES_ANSWERED);
            answer(submit.submission(), asShown(id, print));
        } else if (submissions.join(submit.submission(), id, print, effects)) {
            count(Counter.RETRIES_ANSWERED);
        } else if (!membership.inView() || diskFull) {
            answer(submit.submission(), membership.inView() ? DISK_FULL : OUTSIDE);
        } else if (id.sequence() > next(id.instance()) + Submissions.MAX_AHEAD || !submissions.hasRoom(post)
                || last == 0 && ordering.instances() >= MAX_INSTANCES) {
            count(Counter.POSTS_BUSY);
            answer(submit.submission(), OVERLOADED);
        } else {
            submissions.hold(new Held(post, submit.atMillis(), print, nowMillis,
                    new ArrayList<>(List.of(submit.submission()))));
            release(id.instance(), append);
            if (submissions.isHeld(id)) {
                count(Counter.POSTS_HELD);
            }
        }
    }

    private Outcome asShown(MessageId id, long print) {
        var found = shown.find(id);
        if (found.isEmpty()) {
            return TOO_OLD;
        }
        if (found.get().fingerprint() != print) {
            count(Counter.EQUIVOCATIONS);
            return new Outcome.Equivocation();
        }
        return stored(id, found.get().position());
    }

    private Outcome stored(MessageId id, Position position) {
        int copies = membership.copies(logs.of(position.origin()), position);
        return new Outcome.Stored(new Receipt(id, copies, membership.view().members().size(), position));
    }

    /// The sequence that this instance's next post must have to be stamped here.
    private long next(Instance instance) {
        return Math.max(ordering.lastShown(instance), stamped.getOrDefault(instance, 0L)) + 1;
    }

    /// Something was delivered: stamps or answers the held posts whose time
    /// has come.
    void recheck(Consumer<Entry> append) {
        for (var instance : submissions.recheckNow()) {
            release(instance, append);
        }
    }

    private void release(Instance instance, Consumer<Entry> append) {
        for (var held = submissions.firstHeld(instance); held != null; held = submissions.firstHeld(instance)) {
            var id = held.post().id();
            if (ordering.isShown(id)) {
                submissions.release(held);
                var outcome = asShown(id, held.fingerprint());
                held.submissions().forEach(submission -> answer(submission, outcome));
            } else if (ordering.keepsSequence() && id.sequence() != next(instance)) {
                return;
            } else if (gate.closed().isPresent() || !isDelivered(held.post().seen())) {
                submissions.recheckLater(instance);
                return;
            } else {
                submissions.release(held);
                var refusal = refusal(held);
                if (refusal.isPresent()) {
                    held.submissions().forEach(submission -> answer(submission, refusal.get()));
                } else {
                    stamp(held, append);
                }
            }
        }
    }

    /// Whether no post waits for its time.
    boolean isQuiet() {
        return submissions.isQuiet();
    }

    private Optional<Outcome> refusal(Held held) {
        if (!membership.inView()) {
            count(Counter.POSTS_BUSY);
            return Optional.of(OUTSIDE);
        }
        if (!logs.hasRoom(membership.self(), ordering.delivered(membership.self()))) {
            count(Counter.POSTS_BUSY);
            return Optional.of(OVERLOADED);
        }
        var refusal = rules.refusal(held.post(), held.atMillis());
        refusal.ifPresent(_ -> count(Counter.POSTS_REFUSED));
        return refusal;
    }

    private void stamp(Held held, Consumer<Entry> append) {
        var post = held.post();
        var position = new Position(membership.self(), logs.of(membership.self()).appended() + 1);
        stamped.put(post.id().instance(), post.id().sequence());
        submissions.stamped(post.id(), held.fingerprint(), held.submissions());
        count(Counter.ACCEPTED);
        append.accept(
                new Entry(position, post.id(), post.author(), folds.shrink(post.seen()), held.atMillis(),
                        post.payload(),
                        logs.time() + 1, gate.epoch()));
    }

    private boolean isDelivered(VersionVector vector) {
        for (var entry : vector.entries().entrySet()) {
            if (entry.getValue() > ordering.delivered(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    /// An entry is delivered and shown: who waits for its message is answered.
    void shown(Entry entry) {
        long print = fingerprint.of(entry.author(), entry.payload());
        count(Counter.SHOWN);
        shown.add(entry, print);
        rules.shown(entry);
        stamped.computeIfPresent(entry.id().instance(), (_, last) -> last <= entry.id().sequence() ? null : last);
        var waiting = submissions.shown(entry);
        if (waiting != null) {
            var outcome = waiting.fingerprint() == print
                    ? stored(entry.id(), entry.position())
                    : new Outcome.Equivocation();
            waiting.submissions().forEach(submission -> answer(submission, outcome));
        }
    }

    /// A further copy of a message is delivered; nobody is shown it.
    void suppressed(Entry copy) {
        count(Counter.COPIES_SUPPRESSED);
        rules.copied(copy);
        long print = fingerprint.of(copy.author(), copy.payload());
        if (shown.find(copy.id()).filter(first -> first.fingerprint() != print).isPresent()) {
            count(Counter.EQUIVOCATIONS);
        }
    }

    /// The entry is delivered nowhere, ever: its message may come again.
    void passedOver(Entry entry) {
        stamped.remove(entry.id().instance());
        var waiting = submissions.shown(entry);
        if (waiting != null) {
            waiting.submissions().forEach(submission -> answer(submission, OVERTAKEN));
        }
    }

    void expire(long nowMillis) {
        for (int expired = submissions.expire(nowMillis, gate.closed(), effects); expired > 0; expired--) {
            count(Counter.POSTS_BUSY);
        }
    }

    private void answer(long submission, Outcome outcome) {
        effects.add(new Effect.Answer(submission, outcome));
    }

    private void count(Counter counter) {
        counters.merge(counter, 1L, Long::sum);
    }
}
