// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// How long to wait before the next round of attempts: exponential from 0.1 to 5
/// seconds with full jitter, so that many clients do not come back at once.
/// Pure: chance is an argument. One thread's.
final class Backoff {
    static final long FIRST_MILLIS = 100;
    static final long LAST_MILLIS = 5_000;

    private static final int FEW = 200;
    private static final int MOVE_MILLIS = 120_000;

    private long ceilingMillis = FIRST_MILLIS;

    /// When to go to another server that was named, out of the time in which that is to
    /// be over: not in its last tenth, for it takes a moment.
    static long moveMillis(int withinMillis, double chance) {
        return Math.round(Math.clamp(withinMillis, 0, MOVE_MILLIS) * 0.9 * chance);
    }

    /// How long to wait after the loss of a server before anybody is asked: as long as
    /// the others would need, if all that are online came back at a thousand a
    /// second, but not if they are few.
    ///
    /// @param online
    ///            on all servers
    static long spreadMillis(int online, double chance) {
        return online < FEW ? 0 : Math.round(Math.min(online, LAST_MILLIS) * chance);
    }

    /// @param chance
    ///            uniformly from 0 to 1
    /// @return at least a fifth of the round's ceiling, at most the ceiling
    long nextMillis(double chance) {
        var ceiling = ceilingMillis;
        ceilingMillis = Math.min(LAST_MILLIS, 2 * ceilingMillis);
        return Math.round(ceiling * (0.2 + 0.8 * chance));
    }
}
