// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;

import justchat.messageserver.model.Presence;

/// One client that is attached here. Immutable; compare by identity, since a
/// client that comes back is another session of the same instance.
public final class Session {
    private final Presence presence;
    private final Channel channel;
    private final ReaderOutbox outbox;

    public Session(Presence presence, Channel channel) {
        this.presence = Objects.requireNonNull(presence, "presence");
        this.channel = Objects.requireNonNull(channel, "channel");
        this.outbox = new ReaderOutbox(toString(), channel);
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

    public ReaderOutbox outbox() {
        return outbox;
    }

    /// Like `elon/9f86d081`.
    @Override
    public String toString() {
        return presence.user() + "/" + presence.instance();
    }
}
