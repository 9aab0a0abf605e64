// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.session.Outbox;

/// The front door of a room's replica on this server. Thread-safe; no method
/// blocks. Behind it is a single writer with a bounded mailbox.
public interface Room {
    /// Says something. The answer comes once the entry is durable on enough servers
    /// and delivered here, or at once with a refusal (Busy when the mailbox is
    /// full). May be repeated with the same id: one entry.
    CompletionStage<Answered> tell(Post post);

    /// Takes an exchange from another server.
    ///
    /// @return false if the mailbox is full: later, same again
    boolean hear(Exchange exchange);

    /// Whether a server that opens a link may talk to this room; the caller has
    /// checked its certificate.
    Greeting greet(Origin caller, VectorClock clock);

    /// Starts to deliver to a reader: first what it has not seen, then what comes,
    /// all through its outbox. The stage completes before the first offer.
    ///
    /// @param seen
    ///            what the reader was shown already and is never offered again; if
    ///            empty, it gets the latest `recent` entries
    CompletionStage<Joined> attach(Outbox outbox, Optional<VersionVector> seen, int recent);

    /// Stops delivering to it. May be repeated.
    void detach(Outbox outbox);

    /// The balancers decided on a new view, or gave this server a new incarnation.
    void viewChanged(Origin self, View view);

    /// What a reader meets.
    ///
    /// @param entries
    ///            of the room so far
    /// @param missed
    ///            how many of them are about to be offered before any new one
    record Joined(long entries, long missed) {}

    /// The answer to a server that opens a link.
    sealed interface Greeting {
        /// Welcome; who we are, and the newest view we know.
        record Welcome(Origin self, long view, VectorClock clock) implements Greeting {}

        /// The caller's incarnation is not the one in the newest view we know.
        record Stranger(long view) implements Greeting {}
    }
}
