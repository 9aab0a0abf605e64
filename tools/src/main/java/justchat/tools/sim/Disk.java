// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import justchat.messageserver.model.VersionVector;

/// A server's disk: of every room a log of records. What is synced survives
/// everything but the loss of the disk; of the rest a crash keeps some, and may
/// tear the next one.
final class Disk {
    private static final long FASTEST_SYNC = 100;
    private static final long SLOWEST_SYNC = 2_000;
    private static final long SLOW = 150_000;

    private final World world;
    private final Map<String, Log> logs = new TreeMap<>();
    private boolean full;
    private boolean slow;
    private boolean used;

    /// One room's records.
    static final class Log {
        final List<byte[]> records = new ArrayList<>();
        /// The first so many are safe.
        int synced;
        VersionVector remembered = VersionVector.empty();
    }

    Disk(World world) {
        this.world = world;
    }

    Log log(String room) {
        return logs.computeIfAbsent(room, _ -> new Log());
    }

    /// Whether nothing of an earlier life is there.
    boolean isBlank() {
        return !used;
    }

    /// A process that stands in the book begins to use it.
    void use() {
        used = true;
    }

    boolean isFull() {
        return full;
    }

    void full(boolean now) {
        full = now;
    }

    void slow(boolean now) {
        slow = now;
    }

    /// How long a sync takes.
    long syncMicros() {
        long most = slow ? SLOW : world.unlucky(0.05) ? 10 * SLOWEST_SYNC : SLOWEST_SYNC;
        return world.between(FASTEST_SYNC, most);
    }

    void crash() {
        logs.values().forEach(this::crash);
    }

    private void crash(Log log) {
        int kept = log.synced + (int) world.between(0, log.records.size() - log.synced);
        if (kept < log.records.size() && log.records.get(kept).length > 0 && world.probably(0.5)) {
            world.fault(Fault.TORN_WRITE);
            var whole = log.records.get(kept);
            var torn = new byte[(int) world.between(0, whole.length - 1)];
            System.arraycopy(whole, 0, torn, 0, torn.length);
            log.records.set(kept, torn);
            kept++;
        }
        log.records.subList(kept, log.records.size()).clear();
    }

    void lose() {
        logs.clear();
        full = false;
        used = false;
    }
}
