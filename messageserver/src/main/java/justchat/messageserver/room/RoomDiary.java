// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Entries;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Priority;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;

/// What the causal log says of one room. From any thread; with tracing off nothing is made.
public final class RoomDiary {
    private final RoomInfo room;
    private final Journal journal;

    public RoomDiary(RoomInfo room, Journal journal) {
        this.room = Objects.requireNonNull(room, "room");
        this.journal = Objects.requireNonNull(journal, "journal");
    }

    /// From its author's client.
    public void received(Post post) {
        if (journal.wants(key(post.id()), post.clock())) {
            journal.record(() -> of(Verb.RECEIVES_POST).with(Key.MESSAGE, post.id()).with(Key.USER, post.author()),
                    post.clock());
        }
    }

    /// From another server.
    public void received(Exchange exchange) {
        if (!exchange.entries().isEmpty() && wanted(exchange.entries(), exchange.clock())) {
            journal.record(() -> of(Verb.RECEIVES_COPIES).with(Key.ENTRIES, places(exchange.entries()))
                    .with(Key.FROM, exchange.from()), exchange.clock());
        }
    }

    /// Here.
    public void stamped(Entry entry) {
        if (journal.wants(key(entry.id()), VectorClock.empty())) {
            journal.record(() -> stamp(entry));
        }
    }

    /// To another server.
    ///
    /// @return to go with them
    public VectorClock replicated(Origin peer, List<Entry> entries) {
        return wanted(entries, VectorClock.empty())
                ? journal.record(() -> of(Verb.REPLICATES).with(Key.ENTRIES, places(entries)).with(Key.TO, peer))
                : VectorClock.empty();
    }

    /// To all readers, in the room's order.
    ///
    /// @return to go with them
    public VectorClock delivered(List<Entry> entries) {
        return wanted(entries, VectorClock.empty())
                ? journal.record(() -> of(Verb.DELIVERS).with(Key.ENTRIES, places(entries)))
                : VectorClock.empty();
    }

    /// To one reader, who lacks them.
    ///
    /// @return to go with them
    public VectorClock deliveredEarlier(String reader, List<Entry> entries) {
        return wanted(entries, VectorClock.empty())
                ? journal.record(() -> of(Verb.DELIVERS_EARLIER).with(Key.ENTRIES, places(entries)).with(Key.TO,
                        reader))
                : VectorClock.empty();
    }

    /// To the author.
    ///
    /// @return to go with it
    public VectorClock answered(Outcome outcome) {
        if (outcome instanceof Outcome.Stored(var receipt)) {
            return journal.wants(key(receipt.id()), VectorClock.empty())
                    ? journal.record(() -> of(Verb.ACKNOWLEDGES).with(Key.MESSAGE, receipt.id())
                            .with(Key.AT, receipt.position()).with(Key.COPIES, receipt.copies()))
                    : VectorClock.empty();
        }
        return journal.record(() -> of(Verb.REFUSES_POST).as(Priority.WARNING).with(Key.REASON,
                outcome.getClass().getSimpleName()));
    }

    private Saying stamp(Entry entry) {
        var saying = of(Verb.STAMPS).with(Key.ORDER, room.order().name().toLowerCase(Locale.ROOT))
                .with(Key.MESSAGE, entry.id()).with(Key.AT, entry.position());
        var withPlace = room.order() == Order.TOTAL
                ? saying.with(Key.PLACE, entry.epoch() + ":" + entry.time())
                : saying;
        var withAuthor = entry.author().isEmpty() ? withPlace : withPlace.with(Key.USER, entry.author());
        return entry.dependencies().isEmpty()
                ? withAuthor
                : withAuthor.with(Key.AFTER, entry.dependencies().entries().entrySet().stream()
                        .map(RoomDiary::known).toList());
    }

    private static Entries.At known(Map.Entry<Origin, Long> entry) {
        return new Entries.At(entry.getKey().toString(), entry.getValue());
    }

    private Saying of(Verb verb) {
        return Saying.of(verb).with(Key.ROOM, room.name());
    }

    private boolean wanted(List<Entry> entries, VectorClock received) {
        for (var entry : entries) {
            if (journal.wants(key(entry.id()), received)) {
                return true;
            }
        }
        return false;
    }

    private static long key(MessageId id) {
        return Journal.key(id.instance().high(), id.sequence());
    }

    /// Where these were stamped.
    public static List<Entries.At> places(List<Entry> entries) {
        return entries.stream().map(entry -> new Entries.At(entry.position().origin().toString(),
                entry.position().sequence())).toList();
    }
}
