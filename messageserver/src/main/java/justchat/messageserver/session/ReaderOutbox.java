// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Delivery;

/// The outbox of a session in one room, over the [Channel] that all its rooms
/// share. Nothing waits here: what was taken is in the connection's own buffer,
/// which is bounded in bytes; what was refused is still in the room's log. Once
/// it is stopped it takes nothing, even if the room has yet to hear of that.
///
/// Invariant: after a refusal the action of [#whenRoom] runs once the buffer has
/// room, even if it had room again before the action was given: `emptied` counts
/// how often it had, and is compared with what it was before the offer.
public final class ReaderOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderOutbox.class);

    private final Session session;
    private final String room;
    /// Guarded by `this`, like the next two.
    private boolean stopped;
    private int emptied;
    /// Null: nobody waits for room. There are very many of these objects.
    private Runnable action;
    private final CatchUp catchUp;
    /// What `emptied` was before the last refused offer. Owned by the
    /// room's strand.
    private int refusedAt = -1;

    /// @param catchUp
    ///            its place while it is given what it missed
    public ReaderOutbox(Session session, String room, CatchUp catchUp) {
        this.session = Objects.requireNonNull(session, "session");
        this.room = Objects.requireNonNull(room, "room");
        this.catchUp = Objects.requireNonNull(catchUp, "catchUp");
    }

    /// Which room is read through it.
    public String room() {
        return room;
    }

    /// Whether nothing is taken any more: what read through it is to be told to leave.
    public synchronized boolean isStopped() {
        return stopped;
    }

    @Override
    public synchronized boolean offer(Delivery delivery) {
        boolean taken = !stopped && session.channel().deliver(delivery);
        if (taken) {
            catchUp.took(delivery.entries().size());
        } else {
            refusedAt = emptied;
            catchUp.close();
        }
        return taken;
    }

    @Override
    public void whenRoom(Runnable whenRoom) {
        synchronized (this) {
            action = whenRoom;
        }
        if (emptied() != refusedAt) {
            runAction();
        }
    }

    @Override
    public void cut(String reason) {
        LOG.info("{} is cut off from {}: {}", session, room, reason);
        session.channel().close();
    }

    @Override
    public void end() {
        session.ended(this);
    }

    /// Returns when no offer is under way; none that comes later is taken.
    synchronized void stop() {
        stopped = true;
        catchUp.close();
    }

    /// The channel's buffer has been full, and has room again.
    void hasRoom() {
        synchronized (this) {
            emptied++;
        }
        runAction();
    }

    private synchronized int emptied() {
        return emptied;
    }

    private void runAction() {
        Runnable due;
        synchronized (this) {
            due = action;
            action = null;
        }
        if (due != null) {
            due.run();
        }
    }
}
