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
    private final Channel channel;
    /// By room.
    private final Map<String, ReaderOutbox> outboxes = new ConcurrentHashMap<>(4);

    public Session(Presence presence, Channel channel) {
        this.presence = Objects.requireNonNull(presence, "presence");
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

    public Channel channel() {
        return channel;
    }

    /// A new outbox for what this session reads of this room. One that is there
    /// already is to be taken from the room by the caller, see [#stop].
    public ReaderOutbox read(String room) {
        var outbox = new ReaderOutbox(this, room, channel);
        outboxes.put(room, outbox);
        return outbox;
    }

    /// Ends the reading of this room.
    ///
    /// @return what the room is to be told to leave
    public Optional<ReaderOutbox> stop(String room) {
        return Optional.ofNullable(outboxes.remove(room));
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
