// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which sessions were asked to move to another server. Pure; time is an argument. Not
/// thread-safe, [Shedding] guards it.
///
/// Those that have been here longest go first. A session that was moved is the youngest
/// where it arrives, so nobody moves twice before everybody else has moved once; taking
/// the youngest would send the same few people round and round.
final class Moves {
    /// A client that was asked and has not gone is asked again after its time and this.
    static final int AGAIN_MILLIS = 5_000;
    /// After its time and this it does not listen.
    static final int GRACE_MILLIS = 30_000;

    private final Map<Session, Asked> asked = new HashMap<>();

    /// @param firstDueMillis
    ///            by when it should have gone when it was asked for the first time
    /// @param dueMillis
    ///            and for the last time
    private record Asked(long firstDueMillis, long dueMillis) {}

    /// Whom to ask now.
    ///
    /// @param attached
    ///            all that are here; others are forgotten
    List<Session> pick(Collection<Session> attached, int count, int withinMillis, long nowMillis) {
        asked.keySet().retainAll(Set.copyOf(attached));
        var picked = attached.stream().filter(session -> mayBeAsked(session, nowMillis))
                .sorted(Comparator.<Session, Boolean>comparing(asked::containsKey)
                        .thenComparingLong(session -> session.presence().sinceMillis()))
                .limit(count).toList();
        long due = nowMillis + withinMillis;
        picked.forEach(session -> asked.merge(session, new Asked(due, due), (first, _) -> new Asked(first
                .firstDueMillis(), due)));
        return picked;
    }

    private boolean mayBeAsked(Session session, long nowMillis) {
        var before = asked.get(session);
        return before == null || nowMillis >= before.dueMillis() + AGAIN_MILLIS;
    }

    /// It could not be told.
    void unasked(Session session) {
        asked.remove(session);
    }

    /// Those that were asked long ago and are still here.
    List<Session> overdue(Collection<Session> attached, long nowMillis) {
        return attached.stream().filter(session -> asked.containsKey(session) && nowMillis >= asked.get(session)
                .firstDueMillis() + GRACE_MILLIS).toList();
    }
}
