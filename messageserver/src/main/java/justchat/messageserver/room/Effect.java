// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;

/// All that a room's core can ask for.
public sealed interface Effect {
    /// Write this entry, and say [Event.Synced] when it is durable. Appends are
    /// numbered 1, 2, 3, ... in the order of these effects.
    record Append(Entry entry) implements Effect {
        public Append {
            Objects.requireNonNull(entry, "entry");
        }
    }

    /// Send these ranges of this server's logs to a peer, and what is durable here.
    /// The ranges are within the limits of one exchange.
    ///
    /// @param promise
    ///            in rooms of total order
    record SendExchange(Origin peer, List<Range> ranges, VersionVector have, Optional<Promise> promise)
            implements
                Effect {
        public SendExchange {
            Objects.requireNonNull(peer, "peer");
            ranges = List.copyOf(ranges);
            Objects.requireNonNull(have, "have");
            Objects.requireNonNull(promise, "promise");
        }
    }

    /// Show these to the readers, in this order, after all that were shown before.
    record Deliver(List<Entry> entries) implements Effect {
        public Deliver {
            entries = List.copyOf(entries);
        }
    }

    /// What became of a submission; exactly one answer each.
    record Answer(long submission, Outcome outcome) implements Effect {
        public Answer {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    /// Sequences `from` to `to`, both included, of one origin's log.
    record Range(Origin origin, long from, long to) {
        public Range {
            Objects.requireNonNull(origin, "origin");
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("range: " + from + " to " + to);
            }
        }

        /// @throws IllegalArgumentException
        ///             if the sequence is not in the range
        Position position(long sequence) {
            if (sequence < from || sequence > to) {
                throw new IllegalArgumentException(sequence + " is not in " + this);
            }
            return new Position(origin, sequence);
        }

        Stream<Position> positions() {
            return LongStream.rangeClosed(from, to).mapToObj(this::position);
        }

        /// Like `2.7:31-34`.
        @Override
        public String toString() {
            return origin + ":" + from + (to == from ? "" : "-" + to);
        }
    }
}
