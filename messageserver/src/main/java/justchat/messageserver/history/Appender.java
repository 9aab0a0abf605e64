// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.history.PlaceIndex.Place;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.VersionVector;

/// The segments of one room as they are written: which is the current one, and
/// where it goes on. Used by one thread at a time, but for [#segment].
final class Appender {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private final String name;
    private final Disk disk;
    private final Growth growth;
    private final Map<Long, Segment> segments = new ConcurrentHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private Optional<Segment> current = Optional.empty();
    private Optional<Disk.File> file = Optional.empty();
    private int end;
    private long highest;
    private VersionVector noted = VersionVector.empty();

    Appender(String name, Disk disk, Growth growth) {
        this.name = name;
        this.disk = disk;
        this.growth = growth;
    }

    /// Goes on behind what was found; an unfinished write is cut off.
    ///
    /// @return how many bytes were cut off
    long begin(Survey survey) throws IOException {
        segments.putAll(survey.segments);
        damages.addAll(survey.damages);
        current = survey.last;
        end = survey.end;
        highest = survey.highest;
        noted = survey.delivered.map(DeliveredFile::delivered).orElse(VersionVector.empty());
        if (survey.isWhole() && !damages.isEmpty()) {
            mend();
        }
        if (survey.torn.isEmpty()) {
            return 0;
        }
        try (var last = disk.open(current.orElseThrow().number())) {
            current.get().cut(last, survey.torn.get());
        }
        return survey.torn.get().to() - survey.torn.get().from();
    }

    /// For any thread.
    Segment segment(long number) {
        return segments.get(number);
    }

    boolean isOpen() {
        return file.isPresent();
    }

    /// Writes the first of these entries, as many as the batch and the segment hold
    /// and one at least, durably.
    ///
    /// @return where they are
    List<Place> append(List<Entry> entries, ByteBuffer batch) throws IOException {
        if (current.isEmpty()) {
            roll();
        }
        var places = encode(entries, batch);
        if (places.isEmpty()) {
            roll();
            places = encode(entries, batch.clear());
        }
        if (file.isEmpty()) {
            file = Optional.of(disk.open(current.orElseThrow().number()));
        }
        file.get().write(batch.flip(), end);
        file.get().force();
        end += batch.limit();
        return places;
    }

    private List<Place> encode(List<Entry> entries, ByteBuffer batch) {
        var segment = current.orElseThrow();
        var places = new ArrayList<Place>();
        for (var entry : entries) {
            int start = batch.position();
            if (batch.remaining() < Segment.MAX_RECORD_BYTES) {
                break;
            }
            int length = segment.encode(entry, batch);
            if (end + start + length > segment.limit()) {
                batch.position(start);
                break;
            }
            places.add(new Place(segment.number(), end + start, length));
        }
        return places;
    }

    private void roll() throws IOException {
        closeFile();
        long number = highest + 1;
        var segment = Segment.create(disk, number, growth.after(current.map(Segment::size).orElse(0)));
        highest = number;
        segments.put(number, segment);
        current = Optional.of(segment);
        end = Segment.HEADER_BYTES;
    }

    /// Notes what is delivered, and how far the segments are durable.
    void note(VersionVector delivered) throws IOException {
        noted = delivered;
        if (current.isPresent()) {
            new DeliveredFile(delivered, current.get().number(), end).write(disk);
        }
    }

    /// Makes all that is damaged good to read again, as empty places.
    void mend() throws IOException {
        for (var damage : damages) {
            mend(damage);
        }
        damages.clear();
        note(noted);
    }

    private void mend(Damage damage) throws IOException {
        long number = damage.segment();
        switch (damage.kind()) {
            case MISSING, UNREADABLE -> Segment.create(disk, number, growth.first());
            case HEADER -> {
                try (var open = disk.open(number)) {
                    segments.get(number).writeHeaders(open);
                }
            }
            case PLACE -> {
                try (var open = disk.open(number)) {
                    segments.get(number).makeVoid(open, new Segment.Range(damage.from(), damage.to()));
                }
            }
        }
    }

    void closeFile() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            LOG.warn("{}: closing: {}", name, e.getMessage());
        }
        file = Optional.empty();
    }
}
