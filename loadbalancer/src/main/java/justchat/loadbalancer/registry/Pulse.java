// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.Set;

/// What a server says of itself in a heartbeat.
///
/// @param latenessMillis
///            how late its own timer was at worst in the last second
/// @param cpuPermille
///            how busy it kept its machine in the last second: thousandths of all cores
/// @param hears
///            numbers of the servers that it has heard in the last half second
public record Pulse(int sessions, int outboundKiB, int latenessMillis, int cpuPermille, Set<Integer> hears) {
    /// More servers than this a heartbeat does not name.
    public static final int MAX_HEARS = 64;

    static final Pulse NONE = new Pulse(0, 0, 0, 0, Set.of());

    /// @throws IllegalArgumentException
    ///             if a number is out of range
    public Pulse {
        if (sessions < 0 || outboundKiB < 0 || latenessMillis < 0 || cpuPermille < 0 || cpuPermille > 1_000
                || hears.size() > MAX_HEARS) {
            throw new IllegalArgumentException("heartbeat: " + sessions + " sessions, " + outboundKiB + " KiB, "
                    + latenessMillis + " ms late, " + cpuPermille + " of 1,000, hears " + hears.size());
        }
        hears = Set.copyOf(hears);
    }
}
