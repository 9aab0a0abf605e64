// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Member;

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

    /// Asks the client to go to another server within this time.
    ///
    /// @return false if the connection is closed or its buffer full: it was not asked
    boolean move(Member target, int withinMillis);

    /// Tells, if there is room, that the session is over for good, and closes.
    void end(String sentence);

    /// Bytes queued and not yet taken by the operating system.
    long waitingBytes();

    /// Runs `action` whenever the buffer has been full and has room again.
    void onRoom(Runnable action);

    /// May be repeated.
    void close();
}
