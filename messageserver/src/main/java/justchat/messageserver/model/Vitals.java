// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;

/// What a server says of itself in every heartbeat.
///
/// @param view
///            the newest view it knows
/// @param outboundKiB
///            what waits for its readers
/// @param latenessMillis
///            how late its own timer was, at worst, in the last second; a late
///            process is no reliable witness
/// @param cpuPermille
///            how busy this process kept the machine: thousandths of all cores, 0 to
///            1,000
/// @param hears
///            numbers of the servers it has heard lately
public record Vitals(Origin origin, long view, int sessions, int outboundKiB, int latenessMillis, int cpuPermille,
        List<Integer> hears) {
    /// More servers than this are not named.
    public static final int MAX_HEARS = 64;

    /// @throws IllegalArgumentException
    ///             if too many servers are named
    public Vitals {
        Objects.requireNonNull(origin, "origin");
        hears = List.copyOf(hears);
        if (hears.size() > MAX_HEARS) {
            throw new IllegalArgumentException("hears " + hears.size() + " servers");
        }
    }
}
