// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who reaches whom, and how fast. Ends are named by number: servers from 1, the
/// balancers [#BALANCERS], clients from [#CLIENTS] on.
final class Network {
    static final int BALANCERS = 0;
    static final int CLIENTS = 1_000;
    private static final int ENDS = 10_000;
    private static final long FASTEST = 100;
    private static final long SLOWEST = 2_500;
    private static final long LATEST = 60_000;

    private final World world;
    private final Set<Integer> cuts = new HashSet<>();
    private final Map<Integer, Long> slow = new HashMap<>();

    Network(World world) {
        this.world = world;
    }

    private static int pair(int from, int to) {
        return from * ENDS + to;
    }

    void cut(int from, int to) {
        if (from != to) {
            cuts.add(pair(from, to));
        }
    }

    void slow(int one, int other, long micros) {
        slow.put(pair(one, other), micros);
        slow.put(pair(other, one), micros);
    }

    void heal() {
        cuts.clear();
        slow.clear();
    }

    boolean reaches(int from, int to) {
        return !cuts.contains(pair(from, to));
    }

    boolean reachEachOther(int one, int other) {
        return reaches(one, other) && reaches(other, one);
    }

    /// How long a message takes.
    long delay(int from, int to) {
        long late = 0;
        if (world.unlucky(0.01)) {
            world.fault(Fault.LATE);
            late = world.between(0, LATEST);
        }
        return world.between(FASTEST, SLOWEST) + late + slow.getOrDefault(pair(from, to), 0L);
    }

    /// A single packet: lost, doubled, overtaken.
    void packet(int from, int to, Runnable arrives) {
        if (!reaches(from, to) || world.unlucky(0.02)) {
            world.fault(Fault.LOST);
            return;
        }
        int copies = 1;
        if (world.unlucky(0.02)) {
            world.fault(Fault.DOUBLED);
            copies = 2;
        }
        for (int copy = 0; copy < copies; copy++) {
            world.in(delay(from, to), () -> {
                if (reaches(from, to)) {
                    arrives.run();
                }
            });
        }
    }
}
