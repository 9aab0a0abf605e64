// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// An [Allowance] for each user, whatever the number of its sessions. Thread-safe;
/// a lock is held for map operations.
///
/// Remembers those only that have used some of theirs: an allowance that is whole
/// again is forgotten.
public final class Allowances {
    private final int burst;
    private final int perSecond;
    /// Guarded by `this`. Who took something most recently is last.
    private final SequencedMap<String, Allowance> byUser = new LinkedHashMap<>(16, 0.75f, true);

    /// @param burst
    ///            of each user, at once
    /// @param perSecond
    ///            of each user, in the long run
    public Allowances(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /// Takes one of this user's.
    ///
    /// @return 0 if there was one; else in how many milliseconds there will be
    public synchronized int take(String user, long nowMillis) {
        int wait = byUser.computeIfAbsent(user, _ -> new Allowance(burst, perSecond, nowMillis)).take(nowMillis);
        while (byUser.firstEntry().getValue().isWhole(nowMillis)) {
            byUser.pollFirstEntry();
        }
        return wait;
    }

    /// How many are remembered.
    synchronized int size() {
        return byUser.size();
    }
}
