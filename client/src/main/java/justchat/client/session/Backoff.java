// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// How long to wait before the next round of attempts: exponential from 0.1 to 5
/// seconds with full jitter, so that many clients do not come back at once.
/// Pure: chance is an argument. One thread's.
final class Backoff {
    static final long FIRST_MILLIS = 100;
    static final long LAST_MILLIS = 5_000;

    private long ceilingMillis = FIRST_MILLIS;

    /// @param chance
    ///            uniformly from 0 to 1
    /// @return at least a fifth of the round's ceiling, at most the ceiling
    long nextMillis(double chance) {
        var ceiling = ceilingMillis;
        ceilingMillis = Math.min(LAST_MILLIS, 2 * ceilingMillis);
        return Math.round(ceiling * (0.2 + 0.8 * chance));
    }
}
