// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// A room's entries on this server's disk. Thread-safe.
public interface History extends Entries, AutoCloseable {
    /// What was last remembered, or something older: all of it is committed. Blocks.
    VersionVector delivered() throws IOException;

    /// Hands over everything that is on disk, in the order it was appended and of
    /// every origin in sequence without gaps. Blocks. Once, before anything else.
    Recovery recover(Consumer<Entry> entries) throws IOException;

    /// Starts to take entries. The listener is called on the history's own thread.
    void start(Listener listener);

    /// Queues an entry for writing; [Listener#synced] says when it is durable.
    /// Never blocks. The caller bounds what it has appended and not yet seen synced.
    void append(Entry entry);

    /// The entry, if it is in memory. Everything not yet written is, and the latest
    /// of the rest.
    Optional<Entry> recent(Position position);

    /// Remembers what is delivered, without hurry: the next life's
    /// [#delivered] is this or something older. Never blocks.
    void remember(VersionVector delivered);

    /// All that was lost ([Recovery#whole] was false) is appended again: the damaged
    /// places are written over, and the next life is whole. Without hurry; never
    /// blocks.
    void mended();

    /// Writes what is queued, then closes.
    @Override
    void close();

    /// What was found on disk.
    ///
    /// @param entries
    ///            handed over
    /// @param cutBytes
    ///            of an unfinished write at the very end, cut off
    /// @param damagedPlaces
    ///            where records are unreadable. Entries behind them in the same
    ///            origin's log were left out and must come from peers
    /// @param whole
    ///            false if something is missing that is known to have been durable
    ///            here
    record Recovery(long entries, long cutBytes, int damagedPlaces, boolean whole) {}

    /// Hears what became of appends.
    interface Listener {
        /// The first `upTo` entries appended since the start are durable.
        void synced(long upTo);

        /// The disk takes nothing more (entries stay queued, it is tried again), or it
        /// does again.
        void full(boolean full);

        /// The disk failed; nothing is known of what was not synced. Never tried again:
        /// the process has to end.
        void failed(IOException cause);
    }
}
