// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// All origins' logs of a room, as the core knows them, and which appends are
/// not durable here yet.
final class Logs {
    /// Entries appended and not durable yet; beyond that nothing is appended.
    static final int MAX_UNSYNCED = 16_384;

    private final SortedMap<Origin, OriginLog> logs = new TreeMap<>();
    /// Positions by append, from `unsyncedFrom` on those that are not durable yet.
    private final List<Position> unsynced = new ArrayList<>();
    private int unsyncedFrom;
    /// Logs with a fold that does not count as synced yet.
    private final SequencedSet<OriginLog> waiting = new LinkedHashSet<>();
    private long syncedCount;
    private long time;
    private VersionVector durable = VersionVector.empty();
    private final SequencedSet<OriginLog> grown = new LinkedHashSet<>();

    /// Whether there is such a log, or may be one more.
    boolean admits(Origin origin) {
        return logs.containsKey(origin) || logs.size() < VersionVector.MAX_ENTRIES;
    }

    OriginLog of(Origin origin) {
        return logs.computeIfAbsent(origin, OriginLog::new);
    }

    /// How much of this log is appended here.
    long appended(Origin origin) {
        var log = logs.get(origin);
        return log == null ? 0 : log.appended();
    }

    /// How much of this log is durable here.
    long synced(Origin origin) {
        var log = logs.get(origin);
        return log == null ? 0 : log.synced;
    }

    /// Whether some of this log, up to there, is not here and could be.
    boolean lack(Origin origin, long upTo) {
        return appended(origin) < upTo && admits(origin);
    }

    /// Whether all of this is durable here.
    boolean holdDurably(VersionVector vector) {
        for (var entry : vector.entries().entrySet()) {
            if (synced(entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    SortedMap<Origin, OriginLog> all() {
        return logs;
    }

    /// Whether one more entry may be appended to this log.
    boolean hasRoom(Origin origin, long delivered) {
        return admits(origin) && unsynced.size() - unsyncedFrom < MAX_UNSYNCED && of(origin).hasRoom(delivered);
    }

    /// Whether one more entry may be appended to this log though nothing of it can be
    /// delivered before all of it is here.
    boolean hasRoomToCatchUp(Origin origin, long delivered) {
        return admits(origin) && unsynced.size() - unsyncedFrom < MAX_UNSYNCED
                && of(origin).hasRoomToCatchUp(delivered);
    }

    /// The greatest Lamport time of any entry here (Lamport 1978).
    long time() {
        return time;
    }

    void append(Entry entry) {
        time = Math.max(time, entry.time());
        of(entry.position().origin()).append(entry);
        unsynced.add(entry.position());
    }

    /// Appends an entry that is durable already.
    void recover(Entry entry, Consumer<OriginLog> advanced) {
        time = Math.max(time, entry.time());
        var log = of(entry.position().origin());
        log.append(entry);
        written(log, log.appended(), advanced);
    }

    private void written(OriginLog log, long upTo, Consumer<OriginLog> advanced) {
        log.written(upTo);
        boolean more = sync(log, advanced);
        while (more && !waiting.isEmpty()) {
            more = false;
            for (var other : List.copyOf(waiting)) {
                more |= sync(other, advanced);
            }
        }
    }

    private boolean sync(OriginLog log, Consumer<OriginLog> advanced) {
        boolean more = log.sync(this::holdDurably);
        if (log.isWaiting()) {
            waiting.add(log);
        } else {
            waiting.remove(log);
        }
        if (more) {
            grown.add(log);
            advanced.accept(log);
        }
        return more;
    }

    /// The first `upTo` appends are durable.
    void synced(long upTo, Consumer<OriginLog> advanced) {
        while (syncedCount < upTo && unsyncedFrom < unsynced.size()) {
            var position = unsynced.get(unsyncedFrom++);
            syncedCount++;
            written(of(position.origin()), position.sequence(), advanced);
        }
        if (unsyncedFrom > MAX_UNSYNCED || unsyncedFrom == unsynced.size()) {
            unsynced.subList(0, unsyncedFrom).clear();
            unsyncedFrom = 0;
        }
    }

    void tick() {
        logs.values().forEach(OriginLog::tick);
    }

    /// Brings [#durable] up to date.
    ///
    /// @return the logs of which there is more in it than before
    List<OriginLog> refreshDurable() {
        if (grown.isEmpty()) {
            return List.of();
        }
        var more = List.copyOf(grown);
        grown.clear();
        Map<Origin, Long> entries = new HashMap<>();
        logs.values().forEach(log -> entries.put(log.origin, log.synced));
        durable = VersionVector.of(entries);
        return more;
    }

    /// All that is durable here.
    VersionVector durable() {
        return durable;
    }
}
