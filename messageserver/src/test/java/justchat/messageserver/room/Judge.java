// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;

/// Knows everything that happens in a simulated cluster and says at once when it
/// must not. Causality is judged by what authors had really been shown, never by
/// the protocol's own vectors.
final class Judge {
    private final Order order;
    /// In a room of total order: what everybody is shown.
    private final List<MessageId> sequence = new ArrayList<>();
    private final Map<MessageId, Written> written = new HashMap<>();
    private final Map<Position, Entry> entries = new HashMap<>();
    private final Map<Position, Set<Integer>> everDurable = new HashMap<>();
    /// Of each message the first place in the linear order that any copy has.
    private final Map<MessageId, Place> places = new HashMap<>();
    private final Set<MessageId> promised = new HashSet<>();

    /// What a message said, and what its author had been shown of each instance.
    private record Written(String text, Map<Instance, Long> shown) {}

    /// What one reader, or one life of a server, has shown so far.
    static final class Shown {
        final Map<Instance, Long> last = new HashMap<>();
        final Set<String> texts = new HashSet<>();
        final Set<MessageId> ids = new HashSet<>();
    }

    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    Judge(Order order) {
        this.order = order;
    }

    void wrote(MessageId id, String text, Map<Instance, Long> shown) {
        written.put(id, new Written(text, Map.copyOf(shown)));
    }

    /// The entry is on a disk, for good unless that disk is lost.
    void durable(int server, Entry entry) {
        var known = entries.putIfAbsent(entry.position(), entry);
        if (known != null && !known.equals(entry)) {
            throw new Violation("two entries at " + entry.position() + ": " + known.id() + " and " + entry.id());
        }
        places.merge(entry.id(), entry.place(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
        everDurable.computeIfAbsent(entry.position(), _ -> new HashSet<>()).add(server);
    }

    /// A server told an author that the message is safe.
    void acknowledged(MessageId id, Position position, Shown there) {
        requireDurable(position, 1, "acknowledged");
        if (!there.ids.contains(id)) {
            throw new Violation(id + " acknowledged before it was shown");
        }
        if (!entries.get(position).id().equals(id)) {
            throw new Violation(id + " acknowledged at " + position + ", which is " + entries.get(position).id());
        }
        promised.add(id);
    }

    /// A server shows an entry.
    void shown(String who, Shown before, Entry entry, int copiesNeeded) {
        requireDurable(entry.position(), copiesNeeded, "shown by " + who);
        shown(who, before, entry);
        promised.add(entry.id());
    }

    private void requireDurable(Position position, int copies, String what) {
        int durable = everDurable.getOrDefault(position, Set.of()).size();
        if (durable < copies) {
            throw new Violation(position + " " + what + " with " + durable + " of " + copies + " copies");
        }
    }

    /// Anybody shows an entry to anybody.
    void shown(String who, Shown before, Entry entry) {
        var id = entry.id();
        var message = written.get(id);
        if (message == null || !entry.payload().equals(new Payload.Text(message.text()))) {
            throw new Violation(who + " is shown something nobody wrote: " + entry);
        }
        if (!before.ids.add(id) || !before.texts.add(message.text())) {
            throw new Violation(who + " is shown twice: " + entry);
        }
        if (before.last.getOrDefault(id.instance(), 0L) != id.sequence() - 1) {
            throw new Violation(who + " is shown " + id + " after " + before.last.get(id.instance()));
        }
        if (order == Order.TOTAL) {
            int place = before.ids.size() - 1;
            if (place == sequence.size()) {
                sequence.add(id);
            } else if (!sequence.get(place).equals(id)) {
                throw new Violation(who + " is shown " + entry + " where others were shown " + sequence.get(place));
            }
        }
        message.shown().forEach((instance, upTo) -> {
            if (before.last.getOrDefault(instance, 0L) < upTo) {
                throw new Violation(who + " is shown " + id + " before " + new MessageId(instance, upTo));
            }
            var seen = upTo > 0 ? places.get(new MessageId(instance, upTo)) : null;
            if (seen != null && seen.compareTo(entry.place()) >= 0) {
                throw new Violation(id + " stands before " + new MessageId(instance, upTo)
                        + ", which its author had seen, in the linear order");
            }
        });
        before.last.put(id.instance(), id.sequence());
    }

    /// In the end: everybody has been shown everything that anybody was told of.
    void complete(String who, Shown shown) {
        var lost = new HashSet<>(promised);
        lost.removeAll(shown.ids);
        if (!lost.isEmpty()) {
            throw new Violation("lost at " + who + ": " + lost);
        }
    }

    boolean isPromised(Position position) {
        var entry = entries.get(position);
        return entry != null && promised.contains(entry.id());
    }

    int messages() {
        return written.size();
    }

    Set<MessageId> promised() {
        return promised;
    }
}
