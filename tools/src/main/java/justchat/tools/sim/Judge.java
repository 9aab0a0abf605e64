// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Receipt;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

/// Knows everything that happens in a room of a simulated cluster, and says at
/// once when it must not. Causality is judged by what authors had really been
/// shown, never by the protocol's own vectors.
final class Judge {
    private final RoomInfo room;
    private final Map<MessageId, Written> written = new HashMap<>();
    private final Map<Position, Entry> entries = new HashMap<>();
    private final Map<Position, Set<Integer>> everDurable = new HashMap<>();
    private final Map<Position, Set<Integer>> holders = new HashMap<>();
    private final Set<Position> delivered = new HashSet<>();
    private final Set<MessageId> promised = new HashSet<>();
    /// In rooms of total order: what everybody is shown.
    private final List<MessageId> canon = new ArrayList<>();
    /// Where the first copy of each message stands.
    private final Map<MessageId, Place> firstCopy = new HashMap<>();
    private long acknowledged;
    private long epoch;
    private Optional<List<Entry>> linear = Optional.empty();

    /// What a message said, and what its author had been shown of each instance.
    private record Written(String text, Map<Instance, Long> shown) {}

    /// What one reader, or one life of a server, has shown so far.
    static final class Shown {
        final Map<Instance, Long> last = new HashMap<>();
        final Set<MessageId> ids = new HashSet<>();
        private final Set<String> texts = new HashSet<>();
    }

    Judge(RoomInfo room) {
        this.room = room;
    }

    void wrote(MessageId id, String text, Map<Instance, Long> shown) {
        written.put(id, new Written(text, Map.copyOf(shown)));
    }

    /// A server's core accepted the entry, or stamped it.
    void appended(Object who, Entry entry) {
        var known = entries.putIfAbsent(entry.position(), entry);
        if (known != null && !known.equals(entry)) {
            throw violation("two entries at " + entry.position() + ": " + known.id() + " and, at " + who + ", "
                    + entry.id());
        }
    }

    /// A server's core has passed over this, or shown it: it counts.
    void placed(Entry entry) {
        firstCopy.merge(entry.id(), entry.place(), (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    /// The entry is on a disk, for good unless that disk is lost.
    void durable(int server, Entry entry) {
        everDurable.computeIfAbsent(entry.position(), _ -> new HashSet<>()).add(server);
        holders.computeIfAbsent(entry.position(), _ -> new HashSet<>()).add(server);
    }

    /// All that was on this server's disk is lost.
    void diskLost(int server) {
        holders.values().forEach(holding -> holding.remove(server));
    }

    /// Whether all that was promised is on another disk than this server's.
    boolean survives(int server) {
        return holders.entrySet().stream().allMatch(holding -> !holding.getValue().contains(server) || holding
                .getValue().size() > 1 || !isPromised(holding.getKey()));
    }

    /// A server told an author that the message is safe.
    void acknowledged(Object who, Receipt receipt, Shown there) {
        var id = receipt.id();
        requireDurable(receipt.position(), 1, "acknowledged by " + who);
        if (!there.ids.contains(id)) {
            throw violation(id + " acknowledged by " + who + " before it was shown");
        }
        if (!entries.get(receipt.position()).id().equals(id)) {
            throw violation(id + " acknowledged at " + receipt.position() + ", which is " + entries.get(receipt
                    .position()).id());
        }
        promised.add(id);
    }

    /// The author heard of it.
    void heard() {
        acknowledged++;
    }

    /// A server shows an entry.
    void delivered(Object who, Shown before, Entry entry, int copiesNeeded) {
        requireDurable(entry.position(), copiesNeeded, "shown by " + who);
        shown(who, before, entry);
        delivered.add(entry.position());
        if (!(entry.payload() instanceof Payload.Control)) {
            promised.add(entry.id());
        }
    }

    private void requireDurable(Position position, int copies, String what) {
        int durable = everDurable.getOrDefault(position, Set.of()).size();
        if (durable < copies) {
            throw violation(position + " " + what + " with " + durable + " of " + copies + " copies");
        }
    }

    /// Anybody shows an entry to anybody.
    void shown(Object who, Shown before, Entry entry) {
        if (entry.payload() instanceof Payload.Control) {
            return;
        }
        var id = entry.id();
        var message = written.get(id);
        if (message == null || !entry.payload().equals(new Payload.Text(message.text()))) {
            throw violation(who + " is shown something nobody wrote: " + entry);
        }
        if (!before.ids.add(id) || !before.texts.add(message.text())) {
            throw violation(who + " is shown twice: " + entry);
        }
        if (room.order() != Order.UNORDERED && before.last.getOrDefault(id.instance(), 0L) != id.sequence() - 1) {
            throw violation(who + " is shown " + entry + " after " + before.last.get(id.instance()));
        }
        if (room.order() == Order.CAUSAL || room.order() == Order.TOTAL) {
            requireCauses(who, before, entry, message);
        }
        if (isTotal()) {
            requireNext(who, before, entry);
        }
        before.last.merge(id.instance(), id.sequence(), Math::max);
    }

    private void requireCauses(Object who, Shown before, Entry entry, Written message) {
        message.shown().forEach((instance, sequence) -> {
            if (before.last.getOrDefault(instance, 0L) < sequence) {
                throw violation(who + " is shown " + entry + " before " + new MessageId(instance, sequence));
            }
        });
    }

    private void requireNext(Object who, Shown before, Entry entry) {
        int place = before.ids.size() - 1;
        if (place == canon.size()) {
            canon.add(entry.id());
        } else if (!canon.get(place).equals(entry.id())) {
            throw violation(who + " is shown " + entry + " as number " + (place + 1) + ", where others were shown "
                    + canon.get(place));
        }
    }

    /// A server orders in this epoch.
    void ordersIn(long inForce) {
        epoch = Math.max(epoch, inForce);
    }

    /// The newest epoch that was in force anywhere; 0 if none was.
    long epoch() {
        return epoch;
    }

    boolean isTotal() {
        return room.order() == Order.TOTAL;
    }

    /// In the end: everybody has been shown everything that anybody was told of.
    void complete(Object who, Shown shown) {
        var lost = new HashSet<>(promised);
        lost.removeAll(shown.ids);
        if (!lost.isEmpty()) {
            throw violation("lost at " + who + ": " + lost);
        }
    }

    /// In the end: what this server has shown, put in the order of places, is what
    /// every other one makes of it, keeps the room's own order, and is what users
    /// page through here.
    void inLinearOrder(Object who, Replica replica) {
        var sorted = replica.order().stream().filter(entry -> !(entry.payload() instanceof Payload.Control))
                .sorted(Comparator
                        .comparing(this::place))
                .toList();
        if (linear.isEmpty()) {
            linear = Optional.of(sorted);
        }
        for (int i = 0; i < sorted.size(); i++) {
            if (!linear.get().get(i).id().equals(sorted.get(i).id())) {
                throw violation("number " + (i + 1) + " of the linear order is " + sorted.get(i) + " at " + who
                        + ", elsewhere " + linear.get().get(i));
            }
        }
        requireHistory(who, sorted.stream().map(Entry::id).toList(),
                replica.history().stream().map(Entry::id).toList());
        var shown = new Shown();
        sorted.forEach(entry -> shown("the linear order of " + who, shown, entry));
    }

    private void requireHistory(Object who, List<MessageId> sorted, List<MessageId> history) {
        int same = 0;
        while (same < Math.min(sorted.size(), history.size()) && sorted.get(same).equals(history.get(same))) {
            same++;
        }
        if (same < Math.max(sorted.size(), history.size())) {
            throw violation("from number " + (same + 1) + " on, the history that " + who
                    + " gives is not the linear order: " + history.subList(same, history.size()) + ", not "
                    + sorted.subList(same, sorted.size()));
        }
    }

    /// In the end: a vector names few lives of each member.
    void requireShort(Object who, VersionVector vector, List<Integer> members, int lives) {
        long named = vector.entries().keySet().stream().filter(origin -> members.contains(origin.server())).count();
        if (named > (long) lives * members.size()) {
            throw violation(
                    who + " has a vector of " + named + " entries for " + members.size() + " servers: " + vector);
        }
    }

    /// A message that was stamped at several servers stands where its first copy does;
    /// in a room of total order it was shown there.
    private Place place(Entry entry) {
        return isTotal() ? entry.place() : firstCopy.get(entry.id());
    }

    private boolean isPromised(Position position) {
        var entry = entries.get(position);
        return delivered.contains(position) || entry != null && promised.contains(entry.id());
    }

    /// Messages that somebody was told of.
    int promised() {
        return promised.size();
    }

    int messages() {
        return written.size();
    }

    long acknowledged() {
        return acknowledged;
    }

    Violation violation(String message) {
        return new Violation(room.name() + " (" + room.order().name().toLowerCase(Locale.ROOT) + "): "
                + message);
    }
}
