// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import static java.util.stream.Collectors.toUnmodifiableMap;

/// What an event can tell of itself beside its verb, in the order in which it is written.
public enum Key {
    /// `balancer`, `server` or `client`.
    ROLE,
    /// `full`, or the part of messages that is traced, like `1/16`.
    TRACING,
    /// A room's name.
    ROOM,
    /// What the room promises: `unordered`, `fifo`, `causal`, `total`.
    ORDER,
    /// A message's id, the same over all its tries: the first digits of its author's client instance and the sequence
    /// there, like `9f86d081/3`. Unique in its room.
    MESSAGE,
    /// Where a message was stamped: a server, its incarnation, and the sequence in that log, like `2.7:31`.
    AT,
    /// A message's place in a room of total order: epoch and Lamport time, like `3:120`. The rest is decided by [#AT].
    PLACE,
    /// What its author had seen of the room, as [Entries]: the highest sequence of each log.
    AFTER,
    /// Stamped messages in the order of the event, as [Entries].
    ENTRIES,
    /// What a reader has of the room before the first delivery, as [Entries]; absent: nothing.
    SEEN,
    /// How many of the latest messages a reader wants that has seen none.
    RECENT,
    /// Whose, by whom: an account.
    USER,
    /// A process or a person that it came from.
    FROM,
    /// A process or a person that it goes to.
    TO,
    /// Like `ms-1`.
    SERVER,
    /// Like `lb-1`.
    BALANCER,
    /// Number of the view of servers.
    VIEW,
    /// What the requester calls it.
    REQUEST,
    /// What this client calls a transfer, like `f3`.
    TRANSFER,
    /// The first digits of a file's hash.
    FILE,
    /// The first chunk of a batch and the last, like `0-15`.
    CHUNKS,
    /// In bytes.
    SIZE,
    /// How many.
    COUNT,
    /// How many sessions came.
    ATTACHED,
    /// How many sessions went.
    DETACHED,
    /// How many files are new.
    FILES,
    /// How many files are gone.
    ERASED,
    /// On how many servers it is durable.
    COPIES,
    /// Why, in words.
    REASON;

    private static final Map<String, Key> BY_WORD = Stream.of(values())
            .collect(toUnmodifiableMap(Key::word, Function.identity()));

    private final String word = name().toLowerCase(Locale.ROOT);

    /// As it is written.
    public String word() {
        return word;
    }

    static Optional<Key> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
