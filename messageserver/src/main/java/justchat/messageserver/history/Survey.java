// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import justchat.messageserver.history.PlaceIndex.Place;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;

/// Reads all that one room has on disk, and changes nothing. Used by one thread,
/// once.
///
/// Of every origin's log the entries count that follow each other without a gap.
/// What stands behind a damaged place stays on disk but does not count, until what
/// was lost is appended again.
final class Survey {
    final Map<Long, Segment> segments = new TreeMap<>();
    final PlaceIndex index = new PlaceIndex();
    final List<Damage> damages = new ArrayList<>();
    /// The highest sequence that was seen of each origin, gap or not.
    final Map<Origin, Long> seen = new HashMap<>();
    final Optional<DeliveredFile> delivered;
    /// The segment to go on in, and where; empty if there is none, or it is bad.
    Optional<Segment> last = Optional.empty();
    int end;
    /// Of an unfinished write at the very end of the last segment.
    Optional<Segment.Range> torn = Optional.empty();
    long entries;
    /// The highest number of a segment that is there, or is known to have been.
    long highest;

    private final Disk disk;

    Survey(Disk disk) throws IOException {
        this.disk = disk;
        this.delivered = DeliveredFile.read(disk);
    }

    /// Hands over what counts, in the order it was written.
    void read(Consumer<Entry> visitor) throws IOException {
        var numbers = disk.segments();
        highest = Math.max(numbers.isEmpty() ? 0 : numbers.getLast(),
                delivered.map(DeliveredFile::segment).orElse(0L));
        for (long number = 1; number <= highest; number++) {
            last = Optional.empty();
            if (numbers.contains(number)) {
                read(number, number == highest, visitor);
            } else {
                damages.add(new Damage(number, Damage.Kind.MISSING, 0, 0));
            }
        }
    }

    private void read(long number, boolean isLast, Consumer<Entry> visitor) throws IOException {
        try (var file = disk.open(number)) {
            var found = Segment.open(file, number);
            if (found.isEmpty()) {
                damages.add(new Damage(number, Damage.Kind.UNREADABLE, 0, 0));
                return;
            }
            var segment = found.get();
            segments.put(number, segment);
            if (!segment.hasBothHeaders(file)) {
                damages.add(new Damage(number, Damage.Kind.HEADER, 0, 0));
            }
            var scan = segment.scan(file, (offset, length, entry) -> take(number, offset, length, entry, visitor));
            scan.damaged().forEach(range -> damages.add(place(number, range)));
            last = found;
            end = scan.end();
            judgeRest(segment, scan, isLast);
        }
    }

    private void take(long number, int offset, int length, Entry entry, Consumer<Entry> visitor) {
        var position = entry.position();
        seen.merge(position.origin(), position.sequence(), Math::max);
        if (position.sequence() == index.last(position.origin()) + 1) {
            index.add(position, new Place(number, offset, length));
            entries++;
            visitor.accept(entry);
        }
    }

    private static Damage place(long number, Segment.Range range) {
        return new Damage(number, Damage.Kind.PLACE, range.from(), range.to());
    }

    /// What is behind the last good record is a write that never finished, unless it
    /// is known to have been durable once.
    private void judgeRest(Segment segment, Segment.Scan scan, boolean isLast) {
        int durable = delivered.filter(known -> known.segment() == segment.number()).map(DeliveredFile::end).orElse(0);
        int to = Math.max(scan.rest().map(Segment.Range::to).orElse(end), Math.min(durable, segment.limit()));
        if (to > end && (!isLast || durable > end)) {
            damages.add(place(segment.number(), new Segment.Range(end, to)));
            end = to;
        } else {
            torn = scan.rest();
        }
    }

    /// Whether nothing is missing that is known to have been here: what was durable,
    /// and in every log what comes before the last of it that was seen.
    boolean isWhole() {
        return damages.stream().noneMatch(Damage::mayLose)
                && seen.entrySet().stream().allMatch(one -> index.last(one.getKey()) >= one.getValue())
                && delivered.stream().flatMap(known -> known.delivered().entries().entrySet().stream())
                        .allMatch(one -> index.last(one.getKey()) >= one.getValue());
    }
}
