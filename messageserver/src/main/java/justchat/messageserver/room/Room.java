// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import justchat.messageserver.archive.Archive;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Reading;
import justchat.messageserver.conduct.Conduct;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.session.Outbox;

/// The front door of a room's replica on this server. Thread-safe; no method
/// blocks but [#read]. Behind it is a single writer with a bounded mailbox.
public interface Room {
    /// As the book has it.
    RoomInfo info();

    /// How it stands, as of the latest entry shown here.
    Summary summary();

    /// Says something. The answer comes once the entry is durable on enough servers
    /// and delivered here, or at once with a refusal (Busy when the mailbox is
    /// full). May be repeated with the same id: one entry.
    CompletionStage<Answered> tell(Post post);

    /// Takes an exchange from another server of the view.
    ///
    /// @return false if the mailbox is full: later, same again
    boolean hear(Exchange exchange);

    /// Starts to deliver to a reader: first what it has not seen, then what comes,
    /// all through its outbox. The stage completes before the first offer.
    CompletionStage<Joining> attach(Outbox outbox, Attendance attendance);

    /// Stops delivering to it. May be repeated.
    void detach(Outbox outbox);

    /// The balancers decided on a new view, or gave this server a new incarnation.
    void viewChanged(Origin self, View view);

    /// Asks on the room's strand; the question must not block, nor keep what it is
    /// given. Completes exceptionally if the room is too busy to be asked.
    <T> CompletionStage<T> ask(Function<Knowledge, T> question);

    /// Reads a page from this room's disk. Blocks.
    Page read(Reading reading);

    /// What the strand knows, for those who ask there.
    record Knowledge(Conduct conduct, Archive archive) {}

    /// @param topic
    ///            empty: nothing in particular
    /// @param members
    ///            0 where everybody is one
    /// @param entries
    ///            shown so far
    /// @param lock
    ///            of a closed room: the newest
    record Summary(String topic, int members, long entries, Optional<Lock> lock) {}

    /// Who wants to read, and from where.
    ///
    /// @param seen
    ///            what the reader was shown already and is never offered again; if
    ///            empty, it gets the latest `recent` entries; in the room of private
    ///            entries the letters that wait for it
    record Attendance(String user, Optional<VersionVector> seen, int recent) {
        Attendance with(UnaryOperator<VersionVector> change) {
            return new Attendance(user, seen.map(change), recent);
        }
    }

    /// What becomes of a wish to read.
    sealed interface Joining {
        /// @param base
        ///            what counts as seen before the first offer
        /// @param missed
        ///            entries about to be offered before any new one
        record Joined(VersionVector base, long missed) implements Joining {
            Joined with(UnaryOperator<VersionVector> change) {
                return new Joined(change.apply(base), missed);
            }
        }

        /// The user is not in the room.
        record Outside() implements Joining {}

        /// The user is not in the room as far as is known here, which is less than the
        /// user has seen.
        record Behind() implements Joining {}
    }
}
