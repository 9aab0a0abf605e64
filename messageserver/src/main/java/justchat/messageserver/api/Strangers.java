// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// Connections that have no session yet: only so many at once, in all and from one
/// address, so that nobody can fill this server without having logged in. Processes on
/// this very machine are not told apart by their address. Thread-safe.
///
/// Invariant: `all` is the sum over `byAddress` and those on this machine.
final class Strangers {
    private final Limits limits;
    /// Guarded by `this`, like the one below.
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    /// @param perAddress
    ///            from one other machine, at once
    /// @param all
    ///            at once
    record Limits(int perAddress, int all) {
        static final Limits DEFAULT = new Limits(64, 4_096);
    }

    Strangers(Limits limits) {
        this.limits = limits;
    }

    /// @return false if there are too many: nothing is counted, and it is to be closed
    synchronized boolean admit(InetAddress address) {
        if (all >= limits.all() || byAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            return false;
        }
        all++;
        if (!address.isLoopbackAddress()) {
            byAddress.merge(address, 1, Integer::sum);
        }
        return true;
    }

    /// One that was admitted has a session now, or is closed.
    synchronized void leave(InetAddress address) {
        all--;
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized int count() {
        return all;
    }
}
