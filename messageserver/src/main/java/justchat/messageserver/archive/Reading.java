// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.messageserver.conduct.Overlay;
import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.history.Entries;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;

/// A page that is still to be read. Made on the room's strand by [Archive],
/// read once, on any thread that may wait: nothing in it changes.
///
/// What became of the messages is looked at when they are read: a page may show an
/// edit or an erasure that came after it was asked for, never one that did not come.
public final class Reading {
    /// A search gives up its thread after so long, and says where to go on.
    static final long MAX_NANOS = 200_000_000;

    private static final int BATCH = 64;

    private final Overlays overlays;
    private final List<Place> places;
    private final Direction direction;
    private final Search search;
    private final Words words;
    private final boolean withErased;
    private final Optional<Place> rest;
    private final long total;

    /// In which order the places are.
    enum Direction {
        BACKWARDS, FORWARDS
    }

    /// @param places
    ///            of what may match, in this direction
    /// @param rest
    ///            where to go on when all of them are read
    /// @param total
    ///            for unread messages, how many there are
    Reading(Overlays overlays, List<Place> places, Direction direction, Search search, boolean withErased,
            Optional<Place> rest, long total) {
        this.overlays = overlays;
        this.places = places;
        this.direction = direction;
        this.search = search;
        this.words = new Words(search.words());
        this.withErased = withErased;
        this.rest = rest;
        this.total = total;
    }

    /// Reads the page; blocks. Messages that the disk cannot give are left out.
    public Page read(Entries history) {
        long start = System.nanoTime();
        var found = new ArrayList<Shown>();
        int weight = 0;
        int read = 0;
        while (read < places.size() && (read == 0 || System.nanoTime() - start < MAX_NANOS)) {
            var batch = places.subList(read, Math.min(places.size(), read + BATCH));
            var entries = entriesAt(history, batch.stream().map(Place::position).toList());
            for (var shown : shown(history, batch, entries)) {
                if (shown.isPresent() && !found.isEmpty() && weight + shown.get().weight() > Page.MAX_WEIGHT) {
                    return page(found, read);
                }
                read++;
                shown.ifPresent(found::add);
                weight += shown.map(Shown::weight).orElse(0);
                if (found.size() == search.limit()) {
                    return page(found, read);
                }
            }
        }
        return page(found, read);
    }

    /// @param read
    ///            so many of the places are dealt with
    private Page page(List<Shown> found, int read) {
        return switch (direction) {
            case FORWARDS -> new Page(found, Optional.empty(), total - found.size());
            case BACKWARDS -> {
                Collections.reverse(found);
                yield new Page(found, read == places.size() ? rest : Optional.of(places.get(read - 1)), 0);
            }
        };
    }

    private List<Optional<Shown>> shown(Entries history, List<Place> batch, Map<Position, Entry> entries) {
        var overlay = new HashMap<Position, Overlay>();
        entries.forEach((position, entry) -> overlay.put(position, overlays.of(entry.id())));
        var edits = entriesAt(history, overlay.values().stream().flatMap(one -> one.edited().stream()).toList());
        return batch.stream().map(place -> Optional.ofNullable(entries.get(place.position()))
                .flatMap(entry -> shown(entry, overlay.get(place.position()), edits))).toList();
    }

    private Optional<Shown> shown(Entry entry, Overlay overlay, Map<Position, Entry> edits) {
        if (search.sinceMillis().isPresent() && entry.stampedAtMillis() < search.sinceMillis().getAsLong()) {
            return Optional.empty();
        }
        if (overlay.erasedBy().isPresent()) {
            return withErased
                    ? Optional.of(new Shown(with(entry, new Payload.Text("")), false, overlay.erasedBy(), Map.of()))
                    : Optional.empty();
        }
        var edit = overlay.edited().map(edits::get).map(Entry::payload);
        var now = edit.map(payload -> edited(entry, payload)).orElse(entry);
        return words.areIn(textOf(now.payload()))
                ? Optional.of(new Shown(now, edit.isPresent(), Optional.empty(), overlay.reactions()))
                : Optional.empty();
    }

    private static Entry edited(Entry entry, Payload payload) {
        return payload instanceof Payload.Change change
                ? change.appliedTo(entry.payload()).map(now -> with(entry, now)).orElse(entry)
                : entry;
    }

    private static Entry with(Entry entry, Payload payload) {
        return new Entry(entry.position(), entry.id(), entry.author(), entry.dependencies(), entry.stampedAtMillis(),
                payload, entry.time(), entry.epoch());
    }

    private static String textOf(Payload payload) {
        return switch (payload) {
            case Payload.Text(String text) -> text;
            case Payload.Reply(var _, String text) -> text;
            case Payload.FileNotice notice -> notice.name();
            case Payload.Sealed _,Payload.Change _,Payload.Control _,Payload.Personal _ -> "";
        };
    }

    /// Those that the disk gives: all in one call, and if that fails one by one.
    private static Map<Position, Entry> entriesAt(Entries history, List<Position> positions) {
        var entries = new HashMap<Position, Entry>();
        try {
            history.read(positions).forEach(entry -> entries.put(entry.position(), entry));
        } catch (IOException _) {
            positions.forEach(position -> entryAt(history, position).ifPresent(entry -> entries.put(position, entry)));
        }
        return entries;
    }

    private static Optional<Entry> entryAt(Entries history, Position position) {
        try {
            return Optional.of(history.read(List.of(position)).getFirst());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
