// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;

/// The other servers, as a room needs them (a port): one link to each, which all
/// rooms share. Thread-safe. No method blocks.
public interface Replicas {
    /// From now on the listener hears what happens to the links for this room, on
    /// any thread; of those that are up, at once.
    void join(String room, Listener listener);

    /// Sends one exchange. A room sends to a peer whose link is up, and the next one
    /// only after [Listener#ready]: of each room, one is in flight at a time.
    void send(Origin peer, Exchange exchange);

    /// Hears of links. Per peer: up, ready*, down, up, ...
    interface Listener {
        /// A link was made, and nothing of this room is in flight.
        void up(Origin peer);

        /// The last exchange was answered.
        ///
        /// @param taken
        ///            false if the peer was busy, or does not know the room yet, and
        ///            took nothing of it
        void ready(Origin peer, boolean taken);

        /// The link is gone; what was in flight may or may not have arrived.
        void down(Origin peer);
    }
}
