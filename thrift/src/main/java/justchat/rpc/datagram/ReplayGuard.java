// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.util.HashMap;
import java.util.Map;

/// Lets each heartbeat of a server through once, and only forwards: sequences
/// rise within an incarnation, incarnations rise for ever. Pure; one thread.
///
/// Invariant: for each server, nothing is let through that is not later than
/// what was let through last.
final class ReplayGuard {
    static final int MAX_SERVERS = 1024;

    /// The latest of one server.
    private record Latest(int incarnation, long sequence) {}

    private final Map<Integer, Latest> latest = new HashMap<>();

    /// HEARD, or why not.
    Fate judge(int server, int incarnation, long sequence) {
        var known = latest.get(server);
        if (known == null) {
            if (latest.size() >= MAX_SERVERS) {
                return Fate.CROWDED;
            }
        } else if (incarnation < known.incarnation) {
            return Fate.STALE;
        } else if (incarnation == known.incarnation && sequence <= known.sequence) {
            return Fate.REPLAYED;
        }
        latest.put(server, new Latest(incarnation, sequence));
        return Fate.HEARD;
    }
}
