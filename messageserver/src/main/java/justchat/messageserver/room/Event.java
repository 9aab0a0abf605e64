// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// All that can happen to a room's core. Each may come late, twice or never.
public sealed interface Event {
    /// What is read from disk at the start. Before anything else: the first other
    /// event says that it is over.
    sealed interface Recovery extends Event {}

    /// Read from this server's own disk at the start, in the order it was appended:
    /// durable here. Before anything else but [Trusted].
    record Recovered(Entry entry) implements Recovery {}

    /// Read from disk at the start: what was delivered in earlier lives, and is
    /// therefore committed, whoever lives now.
    record Trusted(VersionVector delivered) implements Recovery {
        public Trusted {
            Objects.requireNonNull(delivered, "delivered");
        }
    }

    /// Some of what was on disk is unreadable. After the last [Recovered].
    record Damaged() implements Recovery {}

    /// A client's post. `submission` is the number to answer to.
    record Submit(long submission, Post post, long atMillis) implements Event {
        public Submit {
            Objects.requireNonNull(post, "post");
        }
    }

    /// From another server: entries, all that is durable there, and in rooms of total
    /// order what it promises.
    record Received(Origin peer, List<Entry> entries, VersionVector have, Optional<Promise> promise)
            implements
                Event {
        public Received {
            Objects.requireNonNull(peer, "peer");
            entries = List.copyOf(entries);
            Objects.requireNonNull(have, "have");
            Objects.requireNonNull(promise, "promise");
        }
    }

    /// The first `upTo` entries appended in this life are durable here.
    record Synced(long upTo) implements Event {}

    /// A link to this peer was made; nothing is in flight.
    record LinkUp(Origin peer) implements Event {}

    /// The last exchange was answered; `taken` is false if the peer was busy.
    record LinkReady(Origin peer, boolean taken) implements Event {}

    /// The link to this peer is gone.
    record LinkDown(Origin peer) implements Event {}

    /// The balancers decided on a view, or who this server is from now on.
    record ViewChanged(Origin self, View view) implements Event {
        public ViewChanged {
            Objects.requireNonNull(self, "self");
            Objects.requireNonNull(view, "view");
        }
    }

    /// The disk takes no more, or does again.
    record DiskFull(boolean full) implements Event {}

    /// Time passes: milliseconds of a clock that never goes back. Every
    /// [RoomCore#TICK_MILLIS] or so.
    record Tick(long nowMillis) implements Event {}
}
