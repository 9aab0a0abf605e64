// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// What one room has on disk, looked at and not changed.
///
/// @param bytes
///            of the segments, with what is still empty in them
/// @param torn
///            bytes of an unfinished write at the very end; harmless
/// @param delivered
///            what was delivered, or something older
/// @param epochs
///            that entries were stamped in
/// @param whole
///            false if something is missing that is known to have been durable here
public record Inspection(String room, int segments, long bytes, SortedMap<Origin, Log> logs, List<Damage> damages,
        int torn, VersionVector delivered, SortedSet<Long> epochs, boolean whole) {
    /// One origin's log.
    ///
    /// @param entries
    ///            without a gap from the first
    /// @param highest
    ///            the last sequence that is there, or is known to have been
    public record Log(long entries, long highest) {}

    public Inspection {
        logs = Collections.unmodifiableSortedMap(logs);
        damages = List.copyOf(damages);
        epochs = Collections.unmodifiableSortedSet(epochs);
    }

    /// Looks at one of [Histories#rooms]; blocks.
    ///
    /// @param directory
    ///            that of the histories; not in use
    public static Inspection of(Path directory, String room) throws IOException {
        return of(Histories.disk(directory, room), room);
    }

    static Inspection of(Disk disk, String room) throws IOException {
        var survey = new Survey(disk);
        var epochs = new TreeSet<Long>();
        survey.read(entry -> {
            if (entry.epoch() > 0) {
                epochs.add(entry.epoch());
            }
        });
        var delivered = survey.delivered.map(DeliveredFile::delivered).orElse(VersionVector.empty());
        long bytes = survey.segments.values().stream().mapToLong(Segment::size).sum();
        int torn = survey.torn.map(range -> range.to() - range.from()).orElse(0);
        return new Inspection(room, survey.segments.size(), bytes, logs(survey, delivered), survey.damages, torn,
                delivered, epochs, survey.isWhole());
    }

    private static SortedMap<Origin, Log> logs(Survey survey, VersionVector delivered) {
        var highest = new TreeMap<>(survey.seen);
        delivered.entries().forEach((origin, sequence) -> highest.merge(origin, sequence, Math::max));
        var logs = new TreeMap<Origin, Log>();
        highest.forEach((origin, last) -> logs.put(origin, new Log(survey.index.last(origin), last)));
        return logs;
    }

    /// Whether everything is as it was written; an unfinished write is.
    public boolean isFine() {
        return whole && damages.isEmpty();
    }

    public long entries() {
        return logs.values().stream().mapToLong(Log::entries).sum();
    }
}
