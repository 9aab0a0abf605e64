// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;

/// The letters of all users: which of them wait, and whether there is room for
/// more. A letter waits until its recipient has collected it, and 30 days at most.
/// Not thread-safe.
final class Letters {
    static final int MAX_WAITING = 10_000;
    static final long MAX_BYTES = 64L << 20;
    static final long MAX_BYTES_OF_SENDER = 10L << 20;
    static final long KEPT_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private final Map<String, Box> boxes = new HashMap<>();
    private final Map<MessageId, Addressed> waiting = new HashMap<>();
    private final TreeSet<Addressed> oldestFirst = new TreeSet<>(
            Comparator.comparingLong((Addressed letter) -> letter.waiting.stampedAtMillis())
                    .thenComparing(letter -> letter.waiting.place()));
    /// Who wrote which letter that was ever shown, to tell those that are gone from
    /// those that have not come.
    private final Authors authors = new Authors();
    /// Collected before it was shown here, by whom: concurrent entries come in
    /// any order.
    private final Map<MessageId, Set<String>> collectedEarly = new HashMap<>();

    private record Addressed(String recipient, Waiting waiting) {}

    /// What waits for one recipient.
    private static final class Box {
        final TreeMap<Place, Waiting> letters = new TreeMap<>();
        final Map<String, Long> bytesOfSender = new HashMap<>();
        long bytes;

        void add(Waiting letter) {
            letters.put(letter.place(), letter);
            count(letter, letter.bytes());
        }

        void remove(Waiting letter) {
            letters.remove(letter.place());
            count(letter, -letter.bytes());
        }

        private void count(Waiting letter, long bytesMore) {
            bytes += bytesMore;
            bytesOfSender.merge(letter.sender(), bytesMore, Long::sum);
            bytesOfSender.remove(letter.sender(), 0L);
        }
    }

    // --- what was said

    void shown(Entry entry, Payload.Letter letter) {
        authors.add(entry.id(), entry.author(), false);
        var early = collectedEarly.remove(entry.id());
        if (early != null && early.contains(letter.recipient())) {
            return;
        }
        add(addressed(entry, letter));
    }

    private static Addressed addressed(Entry entry, Payload.Letter letter) {
        return new Addressed(letter.recipient(), new Waiting(entry.id(), entry.place(), entry.author(),
                letter.envelope().size(), entry.stampedAtMillis()));
    }

    private void add(Addressed letter) {
        waiting.put(letter.waiting.id(), letter);
        oldestFirst.add(letter);
        boxes.computeIfAbsent(letter.recipient, _ -> new Box()).add(letter.waiting);
    }

    /// A letter that still waits does so at the least place of its copies.
    void copied(Entry copy, Payload.Letter letter) {
        var known = waiting.get(copy.id());
        if (known != null && known.recipient.equals(letter.recipient())
                && copy.place().compareTo(known.waiting.place()) < 0) {
            remove(known);
            add(addressed(copy, letter));
        }
    }

    void shown(Entry entry, Payload.Collected collected) {
        for (var id : collected.letters()) {
            var letter = waiting.get(id);
            if (letter != null && letter.recipient.equals(entry.author())) {
                remove(letter);
            } else if (authors.authorOf(id).isEmpty()) {
                collectedEarly.computeIfAbsent(id, _ -> new HashSet<>()).add(entry.author());
            }
        }
    }

    private void remove(Addressed letter) {
        waiting.remove(letter.waiting.id());
        oldestFirst.remove(letter);
        var box = boxes.get(letter.recipient);
        box.remove(letter.waiting);
        if (box.letters.isEmpty()) {
            boxes.remove(letter.recipient);
        }
    }

    private void forgetOld(long atMillis) {
        while (!oldestFirst.isEmpty() && isGone(oldestFirst.getFirst().waiting, atMillis)) {
            remove(oldestFirst.getFirst());
        }
    }

    private static boolean isGone(Waiting letter, long atMillis) {
        return letter.stampedAtMillis() < atMillis - KEPT_MILLIS;
    }

    // --- what may be said

    Optional<Outcome> refusal(String author, Payload.Letter letter, long atMillis) {
        if (letter.recipient().equals(author)) {
            return Optional.of(new Outcome.Invalid("a letter to yourself"));
        }
        forgetOld(atMillis);
        var box = boxes.getOrDefault(letter.recipient(), new Box());
        int bytes = letter.envelope().size();
        if (box.letters.size() >= MAX_WAITING || box.bytes + bytes > MAX_BYTES) {
            return Optional.of(new Outcome.TooLarge("too many letters wait for " + letter.recipient()));
        }
        return box.bytesOfSender.getOrDefault(author, 0L) + bytes > MAX_BYTES_OF_SENDER
                ? Optional.of(new Outcome.TooLarge("too many letters of yours wait for " + letter.recipient()))
                : Optional.empty();
    }

    /// Collecting again what was collected is no mistake: another device was faster.
    Optional<Outcome> refusal(String author, Payload.Collected collected) {
        for (var id : collected.letters()) {
            var letter = waiting.get(id);
            if (authors.authorOf(id).isEmpty() || letter != null && !letter.recipient.equals(author)) {
                return Optional.of(new Outcome.Invalid("no such letter waits for you"));
            }
        }
        return Optional.empty();
    }

    List<Waiting> waiting(String user, long atMillis) {
        var box = boxes.get(user);
        return box == null
                ? List.of()
                : box.letters.values().stream().filter(letter -> !isGone(letter, atMillis)).toList();
    }
}
