// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// How the epochs before a view end: which of them was the last one that may
/// have come in force, and how much of each log belongs to it and its
/// predecessors. A pure function of what the members of the view answer.
///
/// The witnesses of an earlier view are those of its servers that are members
/// now and still have their disk. Whoever ordered in that view's epoch had seen
/// that all its members hold its opening and its cut; so if one witness lacks
/// some of that, and is bound not to take part in it any more, that epoch was
/// never in force and never will be. If all hold it, what anybody was shown in it
/// is durable at every one of them. Without a single witness, the others may be alive
/// somewhere and still ordering: there is nothing to do but wait.
final class Flush {
    private Flush() {}

    /// What a member has for good, said when it was bound to the view in question.
    ///
    /// @param whole
    ///            false if it lost some of what it had
    record Answer(VersionVector held, boolean whole) {}

    /// An opening, and where it stands.
    record Opening(Position position, Payload.Epoch epoch) {
        /// Whether it, and all that its cut covers, is among this.
        boolean isHeld(VersionVector held) {
            return held.covers(position) && held.covers(epoch.cut());
        }
    }

    sealed interface Decision {
        /// The new epoch follows this one (0: none) with this cut.
        record Open(long previous, VersionVector cut) implements Decision {}

        /// Members have not answered yet, or not everything they have is here.
        record Unanswered(List<Origin> members) implements Decision {}

        /// One of these servers has to come back.
        record Missing(Set<Integer> servers) implements Decision {}

        /// Nobody remembers which servers made up this view.
        record Forgotten(long view) implements Decision {}
    }

    /// What the witnesses of one earlier view tell.
    private sealed interface Verdict {
        record Never() implements Verdict {}

        record Decided(Decision decision) implements Verdict {}
    }

    /// @param view
    ///            the view that needs an epoch
    /// @param createdInView
    ///            before it the room was not
    /// @param openings
    ///            all that are known here, by their view
    /// @param here
    ///            all that is durable here
    /// @param answers
    ///            what this member of the view has answered, or null
    static Decision decide(View view, long createdInView, SortedMap<Long, Opening> openings, VersionVector here,
            Function<Origin, Answer> answers) {
        var past = new HashMap<Long, Set<Integer>>();
        view.past().forEach(earlier -> past.put(earlier.number(), earlier.servers()));
        for (long number = view.number() - 1; number >= Math.max(1, createdInView); number--) {
            var servers = past.get(number);
            if (servers == null) {
                return new Decision.Forgotten(number);
            }
            if (servers.isEmpty()) {
                continue;
            }
            var verdict = ask(view, number, servers, openings.get(number), here, answers);
            if (verdict instanceof Verdict.Decided(var decision)) {
                return decision;
            }
        }
        return new Decision.Open(0, VersionVector.empty());
    }

    private static Verdict ask(View view, long number, Set<Integer> servers, Opening opening, VersionVector here,
            Function<Origin, Answer> answers) {
        var missing = new TreeSet<>(servers);
        var witnesses = new ArrayList<Origin>();
        for (var member : view.members()) {
            missing.remove(member.origin().server());
            if (servers.contains(member.origin().server()) && member.blankSince() <= number && isSound(member.origin(),
                    answers)) {
                witnesses.add(member.origin());
            }
        }
        if (!witnesses.isEmpty()) {
            return ask(witnesses, number, opening, here, answers);
        }
        return missing.isEmpty()
                ? inherit(view, number, opening, here, answers)
                : new Verdict.Decided(new Decision.Missing(missing));
    }

    private static boolean isSound(Origin member, Function<Origin, Answer> answers) {
        var answer = answers.apply(member);
        return answer == null || answer.whole;
    }

    private static Verdict ask(List<Origin> witnesses, long number, Opening opening, VersionVector here,
            Function<Origin, Answer> answers) {
        var unanswered = new ArrayList<Origin>();
        var cut = here;
        for (var witness : witnesses) {
            var answer = answers.apply(witness);
            if (answer == null || !here.covers(answer.held)) {
                // What it has may be said by folds that are not here yet, or contain the opening.
                unanswered.add(witness);
            } else if (opening == null || !opening.isHeld(answer.held)) {
                return new Verdict.Never();
            } else {
                cut = cut.merge(answer.held);
            }
        }
        return new Verdict.Decided(unanswered.isEmpty()
                ? new Decision.Open(number, cut)
                : new Decision.Unanswered(unanswered));
    }

    /// All of that view's servers are here, and every one of them has lost what it
    /// had: there is nobody to wait for. What others got of it is all there is.
    private static Verdict inherit(View view, long number, Opening opening, VersionVector here,
            Function<Origin, Answer> answers) {
        var unanswered = new ArrayList<Origin>();
        var left = here;
        for (var member : view.members()) {
            var answer = answers.apply(member.origin());
            if (answer == null || !here.covers(answer.held)) {
                unanswered.add(member.origin());
            } else {
                left = left.merge(answer.held);
            }
        }
        if (!unanswered.isEmpty()) {
            return new Verdict.Decided(new Decision.Unanswered(unanswered));
        }
        return opening != null && opening.isHeld(left)
                ? new Verdict.Decided(new Decision.Open(number, left))
                : new Verdict.Never();
    }

    /// The openings from the first that follows `installed` up to this one.
    ///
    /// @throws IllegalStateException
    ///             if one is not here
    static List<Payload.Epoch> chain(Payload.Epoch last, long installed, Map<Long, Opening> openings) {
        var chain = new ArrayList<Payload.Epoch>();
        var epoch = last;
        chain.add(epoch);
        while (epoch.previous() != installed && epoch.previous() != 0) {
            var earlier = openings.get(epoch.previous());
            if (earlier == null) {
                throw new IllegalStateException("epoch " + epoch.view() + " follows " + epoch.previous()
                        + ", which is not here");
            }
            epoch = earlier.epoch();
            chain.addFirst(epoch);
        }
        return chain;
    }

    /// Whether these are the members of the view.
    static boolean isOf(View view, List<Origin> members) {
        return view.members().size() == members.size()
                && new HashSet<>(members).containsAll(view.members().stream().map(Member::origin).toList());
    }
}
