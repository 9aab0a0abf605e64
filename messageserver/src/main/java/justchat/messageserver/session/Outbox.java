// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import justchat.messageserver.model.Delivery;

/// What waits to be sent to one reader of one room. Bounded. Called by the room's
/// strand.
///
/// Implementations MUST NOT block, MUST NOT reorder, and MUST NOT drop what they
/// accepted while the connection lives. The room gives the same
/// [Delivery] object to all readers it goes to, so that it can be encoded once.
public interface Outbox {
    /// Takes the delivery for sending.
    ///
    /// @return false if it is full or the connection is gone: nothing was taken. The
    ///         room remembers where this reader is and goes on from there after
    ///         [#whenRoom] has run, from disk if need be.
    boolean offer(Delivery delivery);

    /// Runs `action`, once, when there is room again; at once if there is already.
    /// Never runs it if the connection is closed. The action does not block.
    void whenRoom(Runnable action);

    /// Cuts the reader off: it has taken nothing for too long. It may come back
    /// and resume.
    void cut(String reason);

    /// Nothing follows: the reader is in the room no more. The last thing it was
    /// offered says why.
    void end();
}
