// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import justchat.loadbalancer.model.ServerOrigin;

/// Clients that were sent to a server and that no report has named there yet. Those that do not come are forgotten
/// after a while. Pure; not thread-safe.
///
/// Invariant: `counts` has the sums over `expected`, and there are `size` of them, at most [#MAX].
final class Coming {
    /// Beyond this many, more are not remembered.
    static final int MAX = 10_000;
    /// Who has not come within this time has gone elsewhere.
    static final long PATIENCE_MILLIS = 3_000;

    /// In the order in which they will be forgotten.
    private final SequencedMap<Seat, Due> expected = new LinkedHashMap<>();
    private final Map<ServerOrigin, Integer> counts = new HashMap<>();
    private int size;

    private record Seat(ServerOrigin origin, String user) {}

    private record Due(int clients, long untilMillis) {}

    void add(ServerOrigin origin, String user, long nowMillis) {
        if (size >= MAX) {
            return;
        }
        var seat = new Seat(origin, user);
        var before = expected.remove(seat);
        expected.putLast(seat, new Due(1 + (before == null ? 0 : before.clients()), nowMillis + PATIENCE_MILLIS));
        change(origin, 1);
    }

    /// One client of this user is among that server's sessions now.
    void arrived(ServerOrigin origin, String user) {
        var seat = new Seat(origin, user);
        var due = expected.get(seat);
        if (due == null) {
            return;
        }
        if (due.clients() == 1) {
            expected.remove(seat);
        } else {
            expected.put(seat, new Due(due.clients() - 1, due.untilMillis()));
        }
        change(origin, -1);
    }

    void forget(long nowMillis) {
        while (!expected.isEmpty() && expected.firstEntry().getValue().untilMillis() <= nowMillis) {
            var gone = expected.pollFirstEntry();
            change(gone.getKey().origin(), -gone.getValue().clients());
        }
    }

    int at(ServerOrigin origin) {
        return counts.getOrDefault(origin, 0);
    }

    int size() {
        return size;
    }

    private void change(ServerOrigin origin, int by) {
        size += by;
        counts.merge(origin, by, (before, more) -> before + more == 0 ? null : before + more);
    }
}
