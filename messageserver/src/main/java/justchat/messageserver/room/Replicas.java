// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;

/// The other servers, as a room needs them (a port). No method blocks.
public interface Replicas {
    /// Keeps a link to each member of the view other than `self`, and to nobody
    /// else. What happens to the links is told to the listener, on any thread.
    void follow(Origin self, View view, Listener listener);

    /// Sends one exchange. The room sends to a peer whose link is up, and the next
    /// one only after [Listener#ready]: one is in flight at a time.
    void send(Origin peer, Exchange exchange);

    /// Hears of links. Per peer: up, ready*, down, up, ...
    interface Listener {
        /// A link was made, and nothing is in flight.
        void up(Origin peer);

        /// The last exchange was answered.
        ///
        /// @param taken
        ///            false if the peer was busy and took nothing of it
        void ready(Origin peer, boolean taken);

        /// The link is gone; what was in flight may or may not have arrived.
        void down(Origin peer);
    }
}
