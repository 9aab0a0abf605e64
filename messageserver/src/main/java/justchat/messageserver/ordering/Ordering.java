// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// Decides which committed entries of a room are deliverable, and in what
/// order. Each order that a room can be created with is one implementation.
/// Pure: no clock, no thread, no randomness; not thread-safe, owned by the room.
///
/// Invariant: of every origin's log a prefix is delivered, and every message is
/// shown once; except in [Unordered], of every instance's messages a prefix.
public sealed interface Ordering permits HoldBack, Total {
    /// The ordering of a room that was created with this order, of which nothing is
    /// delivered yet.
    static Ordering of(Order order) {
        return switch (order) {
            case UNORDERED -> new Unordered();
            case FIFO -> new Fifo();
            case CAUSAL -> new Causal();
            case TOTAL -> new Total();
        };
    }

    /// An entry became committed; of one origin they come in sequence, without
    /// gaps. Whatever is deliverable now goes to `placed`, in the room's order.
    ///
    /// @throws IllegalArgumentException
    ///             if the entry is not the next one of its origin
    void offer(Entry committed, Consumer<Placed> placed);

    /// Up to which sequence this origin's log is delivered.
    long delivered(Origin origin);

    /// All that is delivered.
    VersionVector delivered();

    /// Whether this message was shown.
    default boolean isShown(MessageId id) {
        return id.sequence() <= lastShown(id.instance());
    }

    /// Whether a message may be shown only after all earlier ones of its instance.
    default boolean keepsSequence() {
        return true;
    }

    /// The greatest sequence of this instance that was shown; 0 if none was.
    long lastShown(Instance instance);

    /// How many instances were ever shown.
    int instances();

    /// Entries of this origin that are committed and held back.
    int held(Origin origin);
}
