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

    /// Drops the oldest beyond these limits, but only of the first `written` added.
    void trim(long written, int mostEntries, long mostWeight) {
        var oldest = entries.values().iterator();
        while (dropped < Math.min(written, added) && (entries.size() > mostEntries || weight > mostWeight)) {
            weight -= oldest.next().weight();
            oldest.remove();
            dropped++;
        }
    }

    long weight() {
        return weight;
    }

    Optional<Entry> find(Position position) {
        return Optional.ofNullable(entries.get(position));
    }
}
