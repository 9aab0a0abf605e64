// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Page;
import justchat.client.model.Place;
import justchat.client.model.Search;

/// History, searches and the inbox: asks for pages, and puts them on the screen.
/// Pure; owned by [ClientCore].
final class Pages {
    /// Pages of a search that may be empty, one after another.
    private static final int ROUNDS = 20;

    private final Rooms rooms;
    private final Requests requests;
    private final Recall recall;
    private final Connection connection;
    private final Listing listing;
    private final ZoneId zone;
    /// Where the next older page of a room ends.
    private final Map<String, Older> older = new HashMap<>();
    private Optional<Search> nextSearch = Optional.empty();

    /// @param before
    ///            empty: there is nothing older
    private record Older(Optional<Place> before, OptionalLong sinceMillis) {}

    Pages(Rooms rooms, Requests requests, Recall recall, Connection connection, Listing listing,
            ZoneId zone) {
        this.rooms = rooms;
        this.requests = requests;
        this.recall = recall;
        this.connection = connection;
        this.listing = listing;
        this.zone = zone;
    }

    void history(Input.History asked, Now now, Effects effects) {
        var room = rooms.current().name();
        boolean goesOn = asked.count().isEmpty() && asked.since().isEmpty();
        var from = Optional.ofNullable(goesOn ? older.get(room) : older.remove(room));
        if (goesOn && from.isPresent() && from.get().before.isEmpty()) {
            older.remove(room);
            effects.info(now, "there is nothing older in " + room + "; #history begins with the newest again");
            return;
        }
        var since = asked.since().map(moment -> OptionalLong.of(moment.millis(now.millis(), zone)))
                .orElseGet(() -> from.filter(_ -> goesOn).map(Older::sinceMillis).orElse(OptionalLong.empty()));
        int limit = asked.count().orElse(since.isPresent() ? Limits.PAGE : Limits.RECENT);
        requests.ask(new Requests.Kind.History(room, from.filter(_ -> goesOn).flatMap(Older::before), limit, since, 0),
                now, effects);
    }

    void find(Input.Find find, Now now, Effects effects) {
        boolean goesOn = find.words().isEmpty() && find.author().isEmpty() && find.since().isEmpty()
                && !find.filesOnly();
        if (goesOn) {
            nextSearch.ifPresentOrElse(
                    search -> requests.ask(new Requests.Kind.Find(search, 0, List.of()), now, effects),
                    () -> effects.problem(now, "there is no search to go on with; #search words begins one"));
            return;
        }
        var names = find.room().map(name -> name.equals(Input.Find.EVERYWHERE)
                ? rooms.joined().stream().map(Room::name).toList()
                : List.of(name)).orElseGet(() -> List.of(rooms.current().name()));
        var since = find.since().map(moment -> OptionalLong.of(moment.millis(now.millis(), zone)))
                .orElse(OptionalLong.empty());
        nextSearch = Optional.empty();
        if (!find.words().isEmpty()) {
            names.stream().filter(this::isClosed).forEach(name -> effects.info(now, name
                    + " is closed: no server can search it, so this client looks through what it can open, page by page"));
        }
        requests.ask(new Requests.Kind.Find(new Search(names.getFirst(), find.words(), find.author(), find.filesOnly(),
                since, Optional.empty(), Limits.RECENT), 0, names.subList(1, names.size())), now, effects);
    }

    private boolean isClosed(String room) {
        return rooms.get(room).filter(known -> known.summary().info().isClosed()).isPresent();
    }

    /// The next unread messages, the room before the eyes first.
    void inbox(int count, Now now, Effects effects) {
        var names = new ArrayList<String>();
        var here = rooms.current();
        if (here.reading().unread() > 0) {
            names.add(here.name());
        }
        rooms.joined().stream().filter(room -> room != here && room.reading().unread() > 0)
                .forEach(room -> names.add(room.name()));
        if (names.isEmpty()) {
            effects.info(now, "nothing is unread");
        } else {
            unread(names, count, now, effects);
        }
    }

    private void unread(List<String> names, int count, Now now, Effects effects) {
        var name = names.getFirst();
        var rest = names.subList(1, names.size());
        var room = rooms.get(name).orElseThrow();
        var reading = room.reading();
        if (reading.isBacklog()) {
            requests.ask(new Requests.Kind.Unread(name, reading.read(), count, rest, 0), now, effects);
            return;
        }
        var some = reading.take(count, room.shown().seen());
        boolean goesOn = some.size() < count && !rest.isEmpty();
        reading.moved(now);
        listing.entries(name, some, goesOn ? OptionalLong.empty() : OptionalLong.of(rooms.unread()), now, effects);
        if (goesOn) {
            unread(rest, count - some.size(), now, effects);
        }
    }

    void history(Requests.Kind.History asked, Page page, Now now, Effects effects) {
        older.put(asked.room(), new Older(page.before(), asked.sinceMillis()));
        if (asked.hold() == 0 || !page.entries().isEmpty() && !isStale(asked.room(), asked.hold())) {
            listing.show(Notice.Listed.Source.HISTORY, asked.room(), page.entries(), OptionalLong.empty(), page.before()
                    .isPresent(), now, effects);
        }
        rooms.release(asked.room(), asked.hold(), now, effects);
    }

    void found(Requests.Kind.Find asked, Page page, Now now, Effects effects) {
        var search = asked.search();
        var next = new Search(search.room(), search.words(), search.author(), search.filesOnly(), search.sinceMillis(),
                page.before(), search.limit());
        if (page.entries().isEmpty() && page.before().isPresent() && asked.rounds() < ROUNDS) {
            requests.ask(new Requests.Kind.Find(next, asked.rounds() + 1, asked.rest()), now, effects);
            return;
        }
        nextSearch = page.before().map(_ -> next);
        if (!page.entries().isEmpty() || asked.rest().isEmpty()) {
            listing.show(Notice.Listed.Source.SEARCH, search.room(), page.entries(), OptionalLong.empty(), page.before()
                    .isPresent() && asked.rest().isEmpty(), now, effects);
        }
        if (!asked.rest().isEmpty()) {
            requests.ask(new Requests.Kind.Find(new Search(asked.rest().getFirst(), search.words(), search.author(),
                    search.filesOnly(), search.sinceMillis(), Optional.empty(), search.limit()), 0,
                    asked.rest().subList(1, asked.rest().size())), now, effects);
        }
    }

    /// Shows what was not shown yet; what is about to be delivered is left to that.
    void unread(Requests.Kind.Unread asked, Page page, Now now, Effects effects) {
        var room = rooms.get(asked.room());
        if (room.isEmpty() || isStale(asked.room(), asked.hold())) {
            return;
        }
        var reading = room.get().reading();
        var seen = room.get().shown().seen();
        var due = page.entries().stream().filter(shown -> Reading.isDelivered(shown.entry(), seen)).toList();
        var fresh = due.stream().filter(shown -> !recall.isShown(asked.room(), shown.entry().id())).toList();
        due.forEach(shown -> reading.listed(shown.entry(), seen));
        reading.page(page, seen);
        reading.moved(now);
        int left = asked.limit() - fresh.size();
        var rest = asked.rest().stream().filter(name -> rooms.get(name).isPresent()).toList();
        boolean goesOn = left > 0 && !rest.isEmpty();
        if (!fresh.isEmpty() || !goesOn) {
            listing.show(Notice.Listed.Source.UNREAD, asked.room(), fresh, goesOn
                    ? OptionalLong.empty()
                    : OptionalLong
                            .of(rooms.unread()),
                    false, now, effects);
        }
        rooms.release(asked.room(), asked.hold(), now, effects);
        if (goesOn) {
            unread(rest, left, now, effects);
        }
    }

    /// Nobody asked for it, and the person is elsewhere by now.
    private boolean isStale(String room, int hold) {
        return hold != 0 && !rooms.current().name().equals(room);
    }

    void counted(Requests.Kind.Count asked, Page page) {
        rooms.get(asked.room()).ifPresent(room -> room.reading().counted(page.entries().size() + page.left(), room
                .shown().seen()));
    }

    /// No page comes.
    ///
    /// @return whether the person had asked for it
    boolean failed(Requests.Kind kind, Now now, Effects effects) {
        return switch (kind) {
            case Requests.Kind.History history -> {
                rooms.release(history.room(), history.hold(), now, effects);
                yield history.hold() == 0;
            }
            case Requests.Kind.Unread unread -> {
                rooms.release(unread.room(), unread.hold(), now, effects);
                yield unread.hold() == 0 || connection.attached();
            }
            case Requests.Kind.Count _ -> false;
            default -> true;
        };
    }
}
