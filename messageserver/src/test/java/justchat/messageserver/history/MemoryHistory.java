// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// A complete history in memory, for tests: syncs at once, or when it is told
/// to; may pretend that only the latest entries are in memory. Thread-safe.
public final class MemoryHistory implements History {
    private final Map<Position, Entry> entries = new LinkedHashMap<>();
    private final int inMemory;
    private Optional<Listener> listener = Optional.empty();
    private VersionVector remembered = VersionVector.empty();
    private boolean holdsBack;
    private long appended;
    private boolean damaged;

    /// Everything is in memory.
    public MemoryHistory() {
        this(Integer.MAX_VALUE);
    }

    /// @param inMemory
    ///            so many of the latest entries are answered by [#recent]
    public MemoryHistory(int inMemory) {
        this.inMemory = inMemory;
    }

    /// From now on, appends are synced only by [#sync].
    public synchronized void holdBack() {
        holdsBack = true;
    }

    public synchronized void sync() {
        listener.ifPresent(hears -> hears.synced(appended));
    }

    public synchronized void full(boolean full) {
        listener.ifPresent(hears -> hears.full(full));
    }

    public synchronized void fail(IOException cause) {
        listener.ifPresent(hears -> hears.failed(cause));
    }

    /// From now on, [#read] fails.
    public synchronized void damage() {
        damaged = true;
    }

    public synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized VersionVector delivered() {
        return remembered;
    }

    @Override
    public synchronized Recovery recover(Consumer<Entry> consumer) {
        entries.values().forEach(consumer);
        return new Recovery(entries.size(), 0, 0, true);
    }

    @Override
    public synchronized void start(Listener hears) {
        listener = Optional.of(hears);
        appended = 0;
    }

    @Override
    public synchronized void append(Entry entry) {
        entries.put(entry.position(), entry);
        appended++;
        if (!holdsBack) {
            sync();
        }
    }

    @Override
    public synchronized Optional<Entry> recent(Position position) {
        return entries.values().stream().skip(Math.max(0, entries.size() - (long) inMemory)).filter(entry -> entry
                .position().equals(position)).findFirst();
    }

    @Override
    public synchronized List<Entry> read(List<Position> positions) throws IOException {
        var read = new ArrayList<Entry>();
        for (var position : positions) {
            if (damaged || !entries.containsKey(position)) {
                throw new IOException(position + " cannot be read");
            }
            read.add(entries.get(position));
        }
        return read;
    }

    @Override
    public synchronized void remember(VersionVector delivered) {
        remembered = delivered;
    }

    @Override
    public void mended() {
        // Nothing is ever lost here.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
