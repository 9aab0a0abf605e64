// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Delivery;

/// The outbox of a session over its [Channel]. Nothing waits here: what was
/// taken is in the connection's own buffer, which is bounded in bytes; what was
/// refused is still in the room's log.
///
/// Invariant: after a refusal the action of [#whenRoom] runs once the buffer has
/// room, even if it had room again before the action was given: `emptied` counts
/// how often it had, and is compared with what it was before the offer.
public final class ReaderOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderOutbox.class);

    private final String reader;
    private final Channel channel;
    private final AtomicLong emptied = new AtomicLong();
    private final AtomicReference<Optional<Runnable>> action = new AtomicReference<>(Optional.empty());
    /// What `emptied` was before the last refused offer. Owned by the
    /// room's strand.
    private long refusedAt = -1;

    /// @param reader
    ///            who it is, for the log
    public ReaderOutbox(String reader, Channel channel) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.channel = Objects.requireNonNull(channel, "channel");
    }

    /// Begins to listen to the channel; called once, before the first offer.
    public void open() {
        channel.onRoom(() -> {
            emptied.incrementAndGet();
            runAction();
        });
    }

    @Override
    public boolean offer(Delivery delivery) {
        long before = emptied.get();
        boolean taken = channel.deliver(delivery);
        if (!taken) {
            refusedAt = before;
        }
        return taken;
    }

    @Override
    public void whenRoom(Runnable whenRoom) {
        action.set(Optional.of(whenRoom));
        if (emptied.get() != refusedAt) {
            runAction();
        }
    }

    @Override
    public void cut(String reason) {
        LOG.info("{} is cut off: {}", reader, reason);
        channel.close();
    }

    private void runAction() {
        action.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    }
}
