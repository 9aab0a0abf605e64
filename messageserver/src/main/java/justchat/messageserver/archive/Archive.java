// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// The index of one room's messages: which there are, in linear order, by whom and
/// since when; about 30 bytes of memory each. What they say is on disk, and read by
/// a [Reading]. A message of which a retry made copies stands at the least of their
/// places. Pure; owned by the room's strand.
public final class Archive {
    /// At most so many messages are looked at for one page of a search.
    public static final int MAX_STEP = 50_000;

    private final Overlays overlays;
    private final List<OriginColumns> columns = new ArrayList<>();
    private final Map<Origin, Integer> originNumbers = new HashMap<>();
    private final Writers writers = new Writers();
    private final LinearOrder order = new LinearOrder(columns);
    private final Folds folds = new Folds();

    /// @param overlays
    ///            of the same room's conduct
    public Archive(Overlays overlays) {
        this.overlays = overlays;
    }

    /// Every entry that the room shows, in the room's order on this server.
    ///
    /// @throws IllegalStateException
    ///             if it is not behind all that was shown of its origin's log
    public void shown(Entry entry) {
        switch (entry.payload()) {
            case Payload.Message _ -> add(entry);
            case Payload.Fold(VersionVector complete) -> folds.add(entry.position(), complete);
            case Payload.Epoch _,Payload.Change _,Payload.Personal _ -> {
            }
        }
    }

    /// A further copy of an entry that was shown, in the room's order on this server,
    /// among those shown: if its place is less, its message moves there. Costs a look
    /// at all messages at worst, 4 bytes of each.
    ///
    /// @throws IllegalStateException
    ///             if it moves there, and is not behind all that is here of its
    ///             origin's log
    public void copied(Entry copy) {
        if (copy.payload() instanceof Payload.Message && takeFromBehind(copy)) {
            add(copy);
        }
    }

    /// @return whether the copy's message stood at a greater place
    private boolean takeFromBehind(Entry copy) {
        int writer = writers.find(copy);
        for (int number = 0; number < columns.size(); number++) {
            var log = columns.get(number);
            int slot = log.find(writer, copy.id());
            if (slot != OriginColumns.NOWHERE) {
                boolean behind = log.placeAt(slot).compareTo(copy.place()) > 0;
                if (behind) {
                    log.move(slot);
                    order.remove(number, slot);
                }
                return behind;
            }
        }
        return false;
    }

    private void add(Entry message) {
        int number = originNumbers.computeIfAbsent(message.position().origin(), origin -> {
            columns.add(new OriginColumns(origin, writers));
            return columns.size() - 1;
        });
        order.add(number, columns.get(number).add(message));
    }

    /// How many messages there are.
    public int messages() {
        return order.count();
    }

    /// The latest messages before a place, whoever wrote them; erased ones too, as
    /// such.
    ///
    /// @param before
    ///            empty: from the newest
    /// @param limit
    ///            1 to [Page#MAX_MESSAGES]
    /// @param sinceMillis
    ///            nothing stamped before this moment
    public Reading page(Optional<Place> before, int limit, OptionalLong sinceMillis) {
        return backwards(Search.all(before, limit, sinceMillis), limit, true);
    }

    /// The latest messages that match; not those that are erased. Looks at
    /// [#MAX_STEP] messages: the page says where to go on.
    public Reading search(Search search) {
        return backwards(search, MAX_STEP, false);
    }

    private Reading backwards(Search search, int most, boolean withErased) {
        var found = new ArrayList<Place>();
        int author = search.author().map(writers::author).orElse(Writers.NOBODY);
        int end = search.before().map(order::countBefore).orElse(order.count());
        int at = end;
        for (; at > 0 && end - at < MAX_STEP && found.size() < most; at--) {
            var from = order.columnsAt(at - 1);
            int slot = order.slotAt(at - 1);
            if ((search.author().isEmpty() || from.authorAt(slot) == author)
                    && (!search.filesOnly() || from.isFileAt(slot))
                    && (search.sinceMillis().isEmpty()
                            || from.mayBeStampedSince(slot, search.sinceMillis().getAsLong()))) {
                found.add(from.placeAt(slot));
            }
        }
        var rest = at == 0 ? Optional.<Place>empty() : Optional.of(order.placeAt(at));
        return new Reading(overlays, found, Reading.Direction.BACKWARDS, search, withErased, rest, 0);
    }

    /// The first messages of others that `read` does not cover, in linear order: the
    /// same on every server. Those of one origin come in the order of its log, so what
    /// is shown of them is a vector again.
    ///
    /// @param limit
    ///            1 to [Page#MAX_MESSAGES]
    public Reading unread(VersionVector read, String user, int limit) {
        Search.requireLimit(limit);
        var known = folds.expand(read);
        int self = writers.author(user);
        var next = new PriorityQueue<Cursor>();
        long count = 0;
        for (var log : columns) {
            int first = log.slotAfter(known.applyAsLong(log.origin));
            count += countOfOthers(log, first, self);
            new Cursor(log, first).skip(self).ifPresent(next::add);
        }
        var found = new ArrayList<Place>();
        while (!next.isEmpty() && found.size() < limit) {
            var cursor = next.poll();
            found.add(cursor.log.placeAt(cursor.slot));
            new Cursor(cursor.log, cursor.slot + 1).skip(self).ifPresent(next::add);
        }
        return new Reading(overlays, found, Reading.Direction.FORWARDS,
                Search.all(Optional.empty(), limit, OptionalLong.empty()), true, Optional.empty(), count);
    }

    /// How many messages of others `read` does not cover.
    public long unreadCount(VersionVector read, String user) {
        var known = folds.expand(read);
        int self = writers.author(user);
        long count = 0;
        for (var log : columns) {
            count += countOfOthers(log, log.slotAfter(known.applyAsLong(log.origin)), self);
        }
        return count;
    }

    private static long countOfOthers(OriginColumns log, int first, int self) {
        long count = 0;
        for (int slot = first; slot < log.count(); slot++) {
            count += log.isByOther(slot, self) ? 1 : 0;
        }
        return count;
    }

    /// The next message of one log.
    private record Cursor(OriginColumns log, int slot) implements Comparable<Cursor> {
        /// From here on the first message that is not by this author.
        Optional<Cursor> skip(int author) {
            int next = slot;
            while (next < log.count() && !log.isByOther(next, author)) {
                next++;
            }
            return next < log.count() ? Optional.of(new Cursor(log, next)) : Optional.empty();
        }

        @Override
        public int compareTo(Cursor other) {
            return OriginColumns.compare(log, slot, other.log, other.slot);
        }
    }
}
