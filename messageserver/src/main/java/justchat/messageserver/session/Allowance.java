// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

/// A token bucket: how much one user may ask for. Pure; time is an argument.
/// Not thread-safe, its owner guards it.
///
/// Invariant: 0 <= tokens <= burst.
public final class Allowance {
    private final int burst;
    private final int perSecond;
    private double tokens;
    private long atMillis;

    /// @param burst
    ///            at once
    /// @param perSecond
    ///            in the long run
    public Allowance(int burst, int perSecond, long nowMillis) {
        if (burst < 1 || perSecond < 1) {
            throw new IllegalArgumentException("allowance: " + burst + ", " + perSecond);
        }
        this.burst = burst;
        this.perSecond = perSecond;
        this.tokens = burst;
        this.atMillis = nowMillis;
    }

    /// Takes one.
    ///
    /// @return 0 if there was one; else in how many milliseconds there will be
    public int take(long nowMillis) {
        long passed = Math.max(0, nowMillis - atMillis);
        tokens = Math.min(burst, tokens + passed * perSecond / 1000.0);
        atMillis = Math.max(atMillis, nowMillis);
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return (int) Math.max(1, Math.ceil((1 - tokens) * 1000 / perSecond));
    }

    /// Whether it is as if nothing had ever been taken.
    boolean isWhole(long nowMillis) {
        return tokens + Math.max(0, nowMillis - atMillis) * perSecond / 1000.0 >= burst;
    }
}
