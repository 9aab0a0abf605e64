// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import justchat.messageserver.model.Delivery;

/// The connection under a session, as a session needs it (a port). Thread-safe;
/// no method blocks.
public interface Channel {
    /// Queues a delivery; the same object for many readers is encoded once.
    ///
    /// @return false if the connection is closed or its buffer full: nothing
    ///         was queued
    boolean deliver(Delivery delivery);

    /// Tells how many people are online. May be lost when the buffer is full.
    void people(int online);

    /// Bytes queued and not yet taken by the operating system.
    long waitingBytes();

    /// Runs `action` whenever the buffer has been full and has room again.
    void onRoom(Runnable action);

    /// May be repeated.
    void close();
}
