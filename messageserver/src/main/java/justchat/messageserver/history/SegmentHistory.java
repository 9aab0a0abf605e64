// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
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
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// A room's entries in segment files, all origins' logs together in the order
/// they came, so that one fsync makes all of them durable and recovery replays a
/// prefix of what happened. Segments are filled with zeros beforehand: an fsync
/// then writes data only.
///
/// The shared [Writers] write, one at a time for a room: as much of what is queued
/// as fits a batch in one write, one fsync, then one [History.Listener#synced].
/// Readers read on their own threads, and open the files for themselves. With
/// nothing to do it holds memory within the shared budget, and no thread.
public final class SegmentHistory implements History {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentHistory.class);
    private static final long RETRY_FULL_MILLIS = 500;
    private static final long CLOSE_MILLIS = 10_000;

    private final String name;
    private final Disk disk;
    private final Writers writers;
    private final Appender appender;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    /// Guarded by `lock`, like all below up to the empty line.
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final RecentEntries recent = new RecentEntries();
    private PlaceIndex index = new PlaceIndex();
    private Optional<VersionVector> toRemember = Optional.empty();
    private boolean toMend;
    private Optional<Listener> listener = Optional.empty();
    /// A writer has it, or is about to.
    private boolean busy;
    private boolean closed;
    private boolean failed;

    /// Owned by the writer that has its turn, like all below; before the start,
    /// by the caller.
    private final List<Entry> writing = new ArrayList<>();
    private long synced;
    private boolean full;

    SegmentHistory(String name, Disk disk, Writers writers, Growth growth) {
        this.name = name;
        this.disk = disk;
        this.writers = writers;
        this.appender = new Appender(name, disk, growth);
    }

    @Override
    public VersionVector delivered() throws IOException {
        return DeliveredFile.read(disk).map(DeliveredFile::delivered).orElse(VersionVector.empty());
    }

    @Override
    public Recovery recover(Consumer<Entry> entries) throws IOException {
        var survey = new Survey(disk);
        survey.read(entries);
        index = survey.index;
        long cut = appender.begin(survey);
        survey.damages.forEach(damage -> LOG.error("{}: {}", name, damage));
        if (!survey.isWhole()) {
            LOG.error("{}: not whole; what is missing will be fetched from other servers", name);
        }
        return new Recovery(survey.entries, cut, survey.damages.size(), survey.isWhole());
    }

    @Override
    public void start(Listener hears) {
        locked(() -> {
            listener = Optional.of(hears);
            wake();
        });
    }

    @Override
    public void append(Entry entry) {
        locked(() -> {
            queue.add(entry);
            recent.add(entry);
            wake();
        });
    }

    @Override
    public void remember(VersionVector delivered) {
        locked(() -> {
            toRemember = Optional.of(delivered);
            wake();
        });
    }

    @Override
    public void mended() {
        locked(() -> {
            toMend = true;
            wake();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /// With the lock.
    private void wake() {
        if (!busy && listener.isPresent()) {
            busy = true;
            writers.turn(this::turn, 0);
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

    // --- reading

    @Override
    public List<Entry> read(List<Position> positions) throws IOException {
        var entries = new ArrayList<Entry>(positions.size());
        try (var files = new OpenFiles(disk)) {
            for (var position : positions) {
                entries.add(read(position, files));
            }
        }
        return entries;
    }

    private Entry read(Position position, OpenFiles files) throws IOException {
        Place place;
        lock.lock();
        try {
            var inMemory = recent.find(position);
            if (inMemory.isPresent()) {
                return inMemory.get();
            }
            place = index.find(position).orElseThrow(() -> new IOException(position + " is not in the history"));
        } finally {
            lock.unlock();
        }
        return appender.segment(place.segment()).read(files.of(place.segment()), place.offset(), place.length())
                .filter(entry -> entry.position().equals(position))
                .orElseThrow(() -> new IOException(position + ": damaged on disk at " + place));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long nanos = TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
            while (busy && !failed && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
            if (!busy) {
                appender.closeFile();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        writers.forget(this);
    }

    // --- a writer's turn

    private void turn() {
        long againAfter = 0;
        try {
            step();
            sayFull(false);
        } catch (Disk.FullException e) {
            if (!full) {
                LOG.error("{}: the disk is full, no new posts until there is space: {}", name, e.getMessage());
            }
            sayFull(true);
            againAfter = RETRY_FULL_MILLIS;
        } catch (IOException e) {
            locked(() -> failed = true);
            listener.orElseThrow().failed(e);
        }
        Writers.Held held;
        lock.lock();
        try {
            held = new Writers.Held(recent.weight(), appender.isOpen());
            boolean stuck = failed || full && closed;
            if (stuck || writing.isEmpty() && queue.isEmpty() && toRemember.isEmpty() && !toMend) {
                // A failed disk is never tried again: it stays busy for ever, so nothing wakes it.
                busy = failed;
                idle.signalAll();
            } else {
                writers.turn(this::turn, againAfter);
            }
        } finally {
            lock.unlock();
        }
        writers.ended(this, held);
    }

    private void sayFull(boolean isFull) {
        if (full != isFull) {
            full = isFull;
            listener.orElseThrow().full(isFull);
        }
    }

    /// One batch, or what else there is to do.
    private void step() throws IOException {
        Optional<VersionVector> remember;
        boolean mend;
        lock.lock();
        try {
            writing.addAll(queue);
            queue.clear();
            remember = toRemember;
            toRemember = Optional.empty();
            mend = writing.isEmpty() && toMend;
            toMend &= !mend;
        } finally {
            lock.unlock();
        }
        if (!writing.isEmpty()) {
            written(appender.append(writing, writers.batch()));
            listener.orElseThrow().synced(synced);
        }
        if (remember.isPresent()) {
            rememberNow(remember.get());
        }
        if (mend) {
            appender.mend();
        }
    }

    private void rememberNow(VersionVector delivered) {
        try {
            appender.note(durable(delivered));
        } catch (IOException e) {
            LOG.warn("{}: could not note what is delivered (it is noted again soon): {}", name, e.getMessage());
        }
    }

    /// Of what is delivered that which is on disk here: other servers may have made
    /// durable what this one has not yet.
    private VersionVector durable(VersionVector delivered) {
        var durable = new HashMap<Origin, Long>();
        locked(() -> delivered.entries().forEach((origin, sequence) -> durable.put(origin,
                Math.min(sequence, index.last(origin)))));
        return VersionVector.of(durable);
    }

    private void written(List<Place> places) {
        locked(() -> {
            for (int i = 0; i < places.size(); i++) {
                index.add(writing.get(i).position(), places.get(i));
            }
            synced += places.size();
            recent.trim(synced, RecentEntries.MAX_ENTRIES, RecentEntries.MAX_WEIGHT);
        });
        writing.subList(0, places.size()).clear();
    }

    /// Gives back memory and the open file, for those that need it more.
    void release() {
        locked(() -> {
            recent.trim(synced, 0, 0);
            if (!busy) {
                appender.closeFile();
            }
        });
    }
}
