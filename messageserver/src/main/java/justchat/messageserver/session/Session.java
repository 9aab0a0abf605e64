// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import justchat.messageserver.model.Presence;

/// One client that is attached here, and the rooms that it reads. Compare by
/// identity, since a client that comes back is another session of the same
/// instance. Thread-safe; nothing blocks.
public final class Session {
    private final Presence presence;
    private final int generation;
    private final Channel channel;
    /// By room.
    private final Map<String, ReaderOutbox> outboxes = new ConcurrentHashMap<>(4);

    /// @param generation
    ///            of the account, as its ticket has it
    public Session(Presence presence, int generation, Channel channel) {
        this.presence = Objects.requireNonNull(presence, "presence");
        this.generation = generation;
        this.channel = Objects.requireNonNull(channel, "channel");
    }

    /// Begins to listen to the channel; called once, before anything is read.
    public void open() {
        channel.onRoom(() -> outboxes.values().forEach(ReaderOutbox::hasRoom));
    }

    public Presence presence() {
        return presence;
    }

    /// The name in the ticket.
    public String user() {
        return presence.user();
    }

    public int generation() {
        return generation;
    }

    public Channel channel() {
        return channel;
    }

    /// From now on the outbox's room is read through it.
    ///
    /// @return the one before it, stopped: the room is to be told to leave that
    public Optional<ReaderOutbox> read(ReaderOutbox outbox) {
        return stopped(outboxes.put(outbox.room(), outbox));
    }

    /// Ends the reading of this room: nothing of it is delivered once this returns.
    ///
    /// @return what the room is to be told to leave
    public Optional<ReaderOutbox> stop(String room) {
        return stopped(outboxes.remove(room));
    }

    /// Ends the reading through this outbox, not through one that came after it.
    public void stop(ReaderOutbox outbox) {
        outboxes.remove(outbox.room(), outbox);
        outbox.stop();
    }

    private static Optional<ReaderOutbox> stopped(ReaderOutbox outbox) {
        if (outbox != null) {
            outbox.stop();
        }
        return Optional.ofNullable(outbox);
    }

    /// What is read at the moment.
    public List<ReaderOutbox> reading() {
        return List.copyOf(outboxes.values());
    }

    /// The room has ended this reading.
    void ended(ReaderOutbox outbox) {
        outboxes.remove(outbox.room(), outbox);
    }

    /// Like `elon/9f86d081`.
    @Override
    public String toString() {
        return presence.user() + "/" + presence.instance();
    }
}
