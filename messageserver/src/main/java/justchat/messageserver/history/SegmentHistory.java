// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.history.PlaceIndex.Place;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// A room's entries in segment files of [#SEGMENT_BYTES], all origins' logs
/// together in the order they came, so that one fsync makes all of them durable
/// and recovery replays a prefix of what happened. Segments are filled with
/// zeros beforehand: an fsync then writes data only.
///
/// Its own platform thread writes: everything queued in one write, one fsync,
/// then one [History.Listener#synced]. Readers read on their own threads.
public final class SegmentHistory implements History {
    static final int SEGMENT_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentHistory.class);
    private static final int BATCH_BYTES = 1 << 20;
    private static final int MAX_RECORD_BYTES = Segment.RECORD_HEADER_BYTES + EntryFormat.MAX_BYTES;
    private static final long RETRY_FULL_MILLIS = 500;

    private final String name;
    private final Disk disk;
    private final int segmentBytes;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /// Guarded by `lock`, like all below up to the empty line.
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final RecentEntries recent = new RecentEntries();
    private final PlaceIndex index = new PlaceIndex();
    private final Map<Long, Segment> segments = new TreeMap<>();
    private Optional<VersionVector> toRemember = Optional.empty();
    private boolean closed;

    /// Owned by the writing thread, like all below; before it starts, by
    /// the caller.
    private Optional<Segment> current = Optional.empty();
    private int end;
    private long synced;
    private boolean full;
    private Optional<Thread> writer = Optional.empty();

    /// Opens the history of one room in its own directory, which is made if it is
    /// not there.
    public static SegmentHistory open(Path directory, String room) throws IOException {
        return new SegmentHistory(room, new DirectoryDisk(directory), SEGMENT_BYTES);
    }

    /// Whether there is nothing of an earlier life in this directory.
    public static boolean isBlank(Path directory) throws IOException {
        return !Files.isDirectory(directory) || DirectoryDisk.numbers(directory).isEmpty();
    }

    SegmentHistory(String name, Disk disk, int segmentBytes) {
        this.name = name;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    @Override
    public VersionVector delivered() throws IOException {
        return DeliveredFile.read(disk);
    }

    @Override
    public Recovery recover(Consumer<Entry> entries) throws IOException {
        long recovered = 0;
        long cut = 0;
        int damaged = 0;
        var numbers = disk.segments();
        for (long number : numbers) {
            var segment = Segment.open(disk, number);
            if (segment.isEmpty()) {
                LOG.error("{}: the header of segment {} is damaged, all in it is left out", name, number);
                damaged++;
                current = Optional.empty();
                continue;
            }
            segments.put(number, segment.get());
            var scan = segment.get().scan((offset, length, entry) -> {
                if (entry.position().sequence() == index.last(entry.position().origin()) + 1) {
                    index.add(entry.position(), new Place(number, offset, length));
                    entries.accept(entry);
                }
            });
            current = segment;
            end = scan.end();
            damaged += scan.damagedPlaces();
            if (scan.restBytes() > 0 && number == numbers.getLast()) {
                segment.get().cut(end, scan.restBytes());
                cut = scan.restBytes();
            } else if (scan.restBytes() > 0) {
                damaged++;
            }
        }
        for (long count : index.lasts()) {
            recovered += count;
        }
        if (damaged > 0) {
            LOG.error("{}: {} damaged places; what is missing will be fetched from other servers", name, damaged);
        }
        return new Recovery(recovered, cut, damaged);
    }

    @Override
    public void start(Listener listener) {
        var thread = Thread.ofPlatform().daemon().name("history-" + name).unstarted(() -> run(listener));
        writer = Optional.of(thread);
        thread.start();
    }

    @Override
    public void append(Entry entry) {
        lock.lock();
        try {
            queue.add(entry);
            recent.add(entry);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Entry> recent(Position position) {
        lock.lock();
        try {
            return recent.find(position);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> read(List<Position> positions) throws IOException {
        var entries = new ArrayList<Entry>(positions.size());
        for (var position : positions) {
            entries.add(read(position));
        }
        return entries;
    }

    private Entry read(Position position) throws IOException {
        Place place;
        Segment segment;
        lock.lock();
        try {
            var inMemory = recent.find(position);
            if (inMemory.isPresent()) {
                return inMemory.get();
            }
            place = index.find(position).orElseThrow(() -> new IOException(position + " is not in the history"));
            segment = segments.get(place.segment());
        } finally {
            lock.unlock();
        }
        return segment.read(place.offset(), place.length()).filter(entry -> entry.position().equals(position))
                .orElseThrow(() -> new IOException(position + ": damaged on disk at " + place));
    }

    @Override
    public void remember(VersionVector delivered) {
        lock.lock();
        try {
            toRemember = Optional.of(delivered);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (writer.isPresent()) {
                writer.get().join(TimeUnit.SECONDS.toMillis(10));
            }
            for (var segment : segments.values()) {
                segment.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{}: closing: {}", name, e.getMessage());
        }
    }

    // --- the writing thread

    private void run(Listener listener) {
        try {
            var entries = new ArrayList<Entry>();
            while (next(entries)) {
                try {
                    write(entries, listener);
                    if (full) {
                        full = false;
                        listener.full(false);
                    }
                } catch (Disk.FullException e) {
                    if (!full) {
                        LOG.error("{}: the disk is full, no new posts until there is space: {}", name, e.getMessage());
                        full = true;
                        listener.full(true);
                    }
                }
            }
        } catch (IOException e) {
            listener.failed(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for work; `entries` is what could not be written the last time, and
    /// gets what else is queued.
    ///
    /// @return false if there is nothing more to do, ever
    private boolean next(List<Entry> entries) throws InterruptedException, IOException {
        Optional<VersionVector> remember;
        lock.lock();
        try {
            if (!entries.isEmpty() && !closed) {
                work.await(RETRY_FULL_MILLIS, TimeUnit.MILLISECONDS);
            }
            while (entries.isEmpty() && queue.isEmpty() && toRemember.isEmpty() && !closed) {
                work.await();
            }
            remember = toRemember;
            toRemember = Optional.empty();
            if (closed && full || closed && entries.isEmpty() && queue.isEmpty() && remember.isEmpty()) {
                return false;
            }
            entries.addAll(queue);
            queue.clear();
        } finally {
            lock.unlock();
        }
        if (remember.isPresent() && !full) {
            rememberNow(remember.get());
        }
        return true;
    }

    private void rememberNow(VersionVector delivered) {
        try {
            DeliveredFile.write(disk, delivered);
        } catch (IOException e) {
            LOG.warn("{}: could not note what is delivered (it is noted again soon): {}", name, e.getMessage());
        }
    }

    /// Writes all of them and removes from the list what is durable.
    private void write(List<Entry> entries, Listener listener) throws IOException {
        while (!entries.isEmpty()) {
            if (current.isEmpty() || end + MAX_RECORD_BYTES > current.get().size()) {
                roll();
            }
            var segment = current.orElseThrow();
            batch.clear();
            var places = new ArrayList<Place>();
            int at = end;
            for (var entry : entries) {
                if (batch.remaining() < MAX_RECORD_BYTES || at + MAX_RECORD_BYTES > segment.size()) {
                    break;
                }
                int length = segment.encode(entry, batch);
                places.add(new Place(segment.number(), at, length));
                at += length;
            }
            segment.write(batch.flip(), end);
            segment.force();
            end = at;
            written(entries, places);
            listener.synced(synced);
        }
    }

    private void written(List<Entry> entries, List<Place> places) {
        lock.lock();
        try {
            for (int i = 0; i < places.size(); i++) {
                index.add(entries.get(i).position(), places.get(i));
            }
            synced += places.size();
            recent.trim(synced);
        } finally {
            lock.unlock();
        }
        entries.subList(0, places.size()).clear();
    }

    private void roll() throws IOException {
        long number = disk.segments().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        var segment = Segment.create(disk, number, segmentBytes);
        lock.lock();
        try {
            segments.put(number, segment);
        } finally {
            lock.unlock();
        }
        current = Optional.of(segment);
        end = Segment.HEADER_BYTES;
    }
}
