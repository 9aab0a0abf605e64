// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

/// One moment, handed to the pure parts.
///
/// @param nanos
///            for measuring; monotone
/// @param millis
///            since 1970; for display
public record Now(long nanos, long millis) {
    static final long NANOS_PER_MILLI = 1_000_000;

    /// Milliseconds since an earlier moment.
    public long millisSince(Now earlier) {
        return (nanos - earlier.nanos) / NANOS_PER_MILLI;
    }

    /// Whether that many milliseconds have passed since an earlier moment.
    public boolean isAfter(Now earlier, long patienceMillis) {
        return millisSince(earlier) >= patienceMillis;
    }
}
