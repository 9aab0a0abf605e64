// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import justchat.logs.vocabulary.Entries;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;

/// A message's place in its room, as the server that stamped it wrote it down.
///
/// @param author
///            the author's client instance; empty: a server itself says it
/// @param sequence
///            of the message at its author's, from 1
/// @param place
///            in a room of total order: epoch and Lamport time
record Stamp(Event event, String room, Promise promise, String message, String author, long sequence,
        Entries.At at, long[] place, List<Entries.At> after) {
    private static final Comparator<Stamp> TOTAL = Comparator.<Stamp>comparingLong(stamp -> stamp.place[0])
            .thenComparingLong(stamp -> stamp.place[1]).thenComparing(stamp -> number(stamp.at.origin(), 0))
            .thenComparing(stamp -> number(stamp.at.origin(), 1)).thenComparing(stamp -> stamp.at.sequence());

    /// What a room promises of its order, each what those before it do, too.
    enum Promise {
        UNORDERED, FIFO, CAUSAL, TOTAL
    }

    /// @return empty if something is missing, as in a log of another program
    static Optional<Stamp> of(Event event, Saying saying) {
        var room = saying.get(Key.ROOM);
        var message = saying.get(Key.MESSAGE);
        var at = saying.entries(Key.AT);
        var promise = saying.get(Key.ORDER).flatMap(Stamp::promise);
        int slash = message.map(id -> id.lastIndexOf('/')).orElse(-1);
        if (room.isEmpty() || promise.isEmpty() || slash < 1 || at.size() != 1) {
            return Optional.empty();
        }
        var place = saying.get(Key.PLACE).map(Stamp::place).orElse(new long[]{0, 0});
        var id = message.get();
        var author = saying.get(Key.USER).isPresent() ? id.substring(0, slash) : "";
        return Optional.of(new Stamp(event, room.get(), promise.get(), id, author, digits(id.substring(slash + 1)),
                at.getFirst(), place, saying.entries(Key.AFTER)));
    }

    /// Whether in a room of total order the other comes first.
    boolean isAfter(Stamp other) {
        return TOTAL.compare(this, other) > 0;
    }

    /// As a person would name it.
    String name() {
        return message + " at " + at;
    }

    private static Optional<Promise> promise(String word) {
        return switch (word) {
            case "unordered" -> Optional.of(Promise.UNORDERED);
            case "fifo" -> Optional.of(Promise.FIFO);
            case "causal" -> Optional.of(Promise.CAUSAL);
            case "total" -> Optional.of(Promise.TOTAL);
            default -> Optional.empty();
        };
    }

    private static long[] place(String text) {
        int colon = text.indexOf(':');
        return new long[]{digits(text.substring(0, Math.max(0, colon))), digits(text.substring(colon + 1))};
    }

    private static long number(String origin, int part) {
        int dot = origin.indexOf('.');
        return digits(part == 0 ? origin.substring(0, Math.max(0, dot)) : origin.substring(dot + 1));
    }

    private static long digits(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
