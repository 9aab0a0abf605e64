// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;

/// The latest entries, in memory: all that is not written yet, and of the rest
/// as many as fit. Not thread-safe.
final class RecentEntries {
    static final int MAX_ENTRIES = 32_768;
    static final long MAX_WEIGHT = 16L << 20;

    private final Map<Position, Entry> entries = new LinkedHashMap<>();
    private long weight;
    private long added;
    private long dropped;

    void add(Entry entry) {
        entries.put(entry.position(), entry);
        weight += entry.weight();
        added++;
    }

    /// Drops the oldest beyond the limits, but only of the first `written` added.
    void trim(long written) {
        var oldest = entries.values().iterator();
        while (dropped < Math.min(written, added) && (entries.size() > MAX_ENTRIES || weight > MAX_WEIGHT)) {
            weight -= oldest.next().weight();
            oldest.remove();
            dropped++;
        }
    }

    Optional<Entry> find(Position position) {
        return Optional.ofNullable(entries.get(position));
    }
}
