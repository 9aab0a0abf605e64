// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import justchat.wire.Entry;
import justchat.wire.MessageId;
import justchat.wire.Order;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Position;

/// Holds one reader's view of one room against what the room's order promises, entry by entry. It believes nothing but
/// what the reader was shown. One thread at a time.
///
/// Invariant: of each origin, `covered` is the highest sequence up to which everything was shown.
final class OrderCheck {
    private final Order order;
    private final Map<Origin, Long> covered = new HashMap<>();
    /// Of each origin, what was shown above `covered`.
    private final Map<Origin, TreeSet<Long>> ahead = new HashMap<>();
    private final Map<ByteBuffer, Long> lastOfAuthor = new HashMap<>();
    private final Set<MessageId> seen = new HashSet<>();
    private final List<MessageId> texts = new ArrayList<>();

    /// @param base
    ///            what the server takes for shown before the first entry
    OrderCheck(Order order, List<Position> base) {
        this.order = Objects.requireNonNull(order, "order");
        base.forEach(position -> covered.put(position.getOrigin(), position.getSequence()));
    }

    /// The next entry that the reader is shown.
    ///
    /// @return what is wrong with it; empty: nothing
    Optional<String> shown(Entry entry) {
        var complaint = repeated(entry).or(() -> switch (order) {
            case UNORDERED -> Optional.empty();
            case FIFO -> overtaken(entry);
            case CAUSAL, TOTAL -> overtaken(entry).or(() -> early(entry));
        });
        take(entry);
        return complaint;
    }

    private Optional<String> repeated(Entry entry) {
        return seen.add(entry.getId()) || entry.getAuthor().isEmpty()
                ? Optional.empty()
                : Optional.of("shown twice: " + name(entry));
    }

    /// An author's later entry was shown before.
    private Optional<String> overtaken(Entry entry) {
        if (entry.getAuthor().isEmpty()) {
            return Optional.empty();
        }
        long sequence = entry.getId().getSequence();
        var before = lastOfAuthor.put(entry.getId().bufferForInstance(), sequence);
        return before != null && before >= sequence
                ? Optional.of(name(entry) + " was shown after number " + before + " of the same author")
                : Optional.empty();
    }

    /// Something that its author had been shown was not shown yet.
    private Optional<String> early(Entry entry) {
        return entry.getDependencies().stream()
                .filter(needed -> needed.getSequence() > covered.getOrDefault(needed.getOrigin(), 0L)).findFirst()
                .map(needed -> name(entry) + " was shown before " + needed.getSequence() + " of "
                        + needed.getOrigin().getServer() + "." + needed.getOrigin().getIncarnation());
    }

    private void take(Entry entry) {
        var origin = entry.getOrigin();
        var waiting = ahead.computeIfAbsent(origin, _ -> new TreeSet<>());
        waiting.add(entry.getSequence());
        long end = covered.getOrDefault(origin, 0L);
        while (waiting.remove(end + 1)) {
            end++;
        }
        covered.put(origin, end);
        if (entry.getPayload().getSetField() == Payload._Fields.TEXT) {
            texts.add(entry.getId());
        }
    }

    private static String name(Entry entry) {
        return "number " + entry.getId().getSequence() + " of " + entry.getAuthor();
    }

    /// What was shown without a gap, for the next post of this reader.
    List<Position> covered() {
        return covered.entrySet().stream().filter(known -> known.getValue() > 0)
                .map(known -> new Position(known.getKey(), known.getValue())).toList();
    }

    /// The texts in the order in which they were shown.
    List<MessageId> texts() {
        return List.copyOf(texts);
    }

    int textCount() {
        return texts.size();
    }
}
