// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.ordering.Ordering;

/// Makes vectors shorter: every life of a server leaves a log behind, and a
/// vector would name them all for ever. A fold is an entry that says: whoever has
/// this has those logs up to there. A vector that covers the fold need not name
/// them.
///
/// Nothing depends on that nobody adds to a folded log: should more of it turn
/// up, from a disk that was away, a vector names it again. What it takes is that
/// nobody counts a fold as durable, or shows it, before all that it folds
/// ([Logs], [Ordering]).
///
/// Invariant: `expand(shrink(v)) == v`, for every v that covers what the folds in
/// it fold.
final class Folds {
    /// How many logs one fold names.
    static final int MAX_FOLDED = 256;

    /// Of each folded log, up to where, and by which entry.
    private final Map<Origin, List<Folded>> byFolded = new HashMap<>();
    /// Of each log, the folds in it.
    private final Map<Origin, TreeMap<Long, VersionVector>> byLog = new HashMap<>();

    private record Folded(long upTo, Position by) {}

    void learn(Position by, Payload.Fold fold) {
        byLog.computeIfAbsent(by.origin(), _ -> new TreeMap<>()).put(by.sequence(), fold.complete());
        fold.complete().entries().forEach((origin, upTo) -> byFolded.computeIfAbsent(origin, _ -> new ArrayList<>())
                .add(new Folded(upTo, by)));
    }

    /// Without the logs that a fold in it implies.
    VersionVector shrink(VersionVector vector) {
        if (byFolded.isEmpty() || vector.entries().keySet().stream().noneMatch(byFolded::containsKey)) {
            return vector;
        }
        var left = new TreeMap<Origin, Long>();
        vector.entries().forEach((origin, upTo) -> {
            var folds = byFolded.getOrDefault(origin, List.of());
            if (folds.stream().noneMatch(fold -> upTo <= fold.upTo && vector.covers(fold.by))) {
                left.put(origin, upTo);
            }
        });
        return VersionVector.of(left);
    }

    /// With all that the folds in it imply, as far as they are known here.
    VersionVector expand(VersionVector vector) {
        if (vector.entries().keySet().stream().noneMatch(byLog::containsKey)) {
            return vector;
        }
        var all = new TreeMap<>(vector.entries());
        var open = new ArrayDeque<>(all.keySet());
        for (var log = open.poll(); log != null; log = open.poll()) {
            var folds = byLog.get(log);
            if (folds != null) {
                folds.headMap(all.get(log), true).values().forEach(complete -> complete.entries().forEach(
                        (origin, upTo) -> {
                            if (all.getOrDefault(origin, 0L) < upTo) {
                                all.put(origin, upTo);
                                open.add(origin);
                            }
                        }));
            }
        }
        return VersionVector.of(all);
    }

    /// The greatest part of this vector that covers what the folds in it fold: a
    /// vector that was put together may cover a fold and lack what it folds.
    VersionVector close(VersionVector vector) {
        var all = new TreeMap<>(vector.entries());
        boolean again = true;
        while (again) {
            again = false;
            for (var log : byLog.entrySet()) {
                long upTo = all.getOrDefault(log.getKey(), 0L);
                for (var fold : log.getValue().headMap(upTo, true).entrySet()) {
                    if (!covers(all, fold.getValue())) {
                        all.put(log.getKey(), fold.getKey() - 1);
                        again = true;
                        break;
                    }
                }
            }
        }
        return VersionVector.of(all);
    }

    private static boolean covers(Map<Origin, Long> all, VersionVector folded) {
        return folded.entries().entrySet().stream().allMatch(entry -> all.getOrDefault(entry.getKey(), 0L) >= entry
                .getValue());
    }

    /// How many folds stand in this log.
    int countIn(Origin log) {
        var folds = byLog.get(log);
        return folds == null ? 0 : folds.size();
    }

    /// What can be folded: logs of former lives of servers that are members again,
    /// of which every member has the same, all of it delivered here.
    Optional<Payload.Fold> due(Membership membership, Logs logs, Ordering ordering) {
        var members = membership.view().members().stream().map(Member::origin).toList();
        SortedMap<Origin, Long> complete = new TreeMap<>();
        for (var log : logs.all().values()) {
            long upTo = log.appended();
            boolean former = members.stream().anyMatch(member -> member.server() == log.origin.server()
                    && member.incarnation() > log.origin.incarnation());
            if (former && upTo > 0 && log.synced == upTo && ordering.delivered(log.origin) == upTo
                    && !isFolded(log.origin, upTo) && complete.size() < MAX_FOLDED
                    && membership.peers().stream().allMatch(peer -> peer.have(log.origin) == upTo)) {
                complete.put(log.origin, upTo);
            }
        }
        return complete.isEmpty() ? Optional.empty() : Optional.of(new Payload.Fold(VersionVector.of(complete)));
    }

    private boolean isFolded(Origin origin, long upTo) {
        return byFolded.getOrDefault(origin, List.of()).stream().anyMatch(fold -> fold.upTo >= upTo);
    }
}
