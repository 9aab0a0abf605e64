// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import org.apache.thrift.TException;

import justchat.client.codec.Malformed;
import justchat.client.codec.PageCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.client.model.Code;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.PublicFile;
import justchat.client.model.Refusal;
import justchat.client.model.RoomSummary;
import justchat.client.model.Search;
import justchat.client.model.ShownEntry;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.MessageServer;

/// What closed rooms ask of servers: whether a room that did not let us in is
/// closed, its code, and a search in what can be opened here. Thread-safe; waits,
/// on threads of its own.
public final class ClosedCalls {
    private static final Deadline QUESTION = Deadline.ofMillis(2_000);
    private static final Duration NO_SERVER = Duration.ofSeconds(5);
    /// Of a search, pages that are looked through before it says where to go on.
    private static final int PAGES = 5;
    private static final int PAGE = 100;
    /// Of the files of a room.
    private static final int FILE_PAGES = 10;
    private static final int FILE_PAGE = 200;

    private final ClosedRooms rooms;
    private final Links links;
    private final Consumer<Event> loop;
    /// Joins under way, and how to try them again. Guarded by itself.
    private final Map<MessageId, Runnable> joins = new HashMap<>();

    ClosedCalls(ClosedRooms rooms, Links links, Consumer<Event> loop) {
        this.rooms = rooms;
        this.links = links;
        this.loop = loop;
    }

    /// Says something: sealed, if the room is closed.
    ///
    /// @param road
    ///            to the server; does not wait
    void post(String room, MessageId id, Payload payload, Consumer<justchat.wire.Payload> road) {
        switch (rooms.outgoing(room, id, payload)) {
            case ClosedRooms.Outgoing.Goes(var wire) -> {
                if (payload instanceof Payload.Membership membership && membership.joined()) {
                    synchronized (joins) {
                        joins.put(id, () -> post(room, id, payload, road));
                    }
                }
                road.accept(wire);
            }
            case ClosedRooms.Outgoing.Stays(var sentence) -> Thread.ofVirtual().name("closed room").start(
                    () -> loop.accept(new Event.PostRefused(room, id, Refusal.NOT_PERMITTED, sentence, 0)));
        }
    }

    /// A page of a room, with what can be opened here.
    Page opened(String room, Page page) {
        return rooms.opened(room, page);
    }

    /// What the loop is to hear of this; empty: it will hear of it later.
    Optional<Event> incoming(Event event) {
        var opened = rooms.incoming(event);
        if (opened instanceof Event.Stored stored) {
            forget(stored.id());
        }
        if (!(opened instanceof Event.PostRefused refused) || refused.reason() == Refusal.BUSY
                || refused.reason() == Refusal.UNAVAILABLE) {
            return Optional.of(opened);
        }
        var join = forget(refused.id());
        if (refused.reason() != Refusal.NOT_PERMITTED || join.isEmpty()) {
            return Optional.of(opened);
        }
        Thread.ofVirtual().name("closed room").start(() -> notJoined(refused, join.get()));
        return Optional.empty();
    }

    private Optional<Runnable> forget(MessageId id) {
        synchronized (joins) {
            return Optional.ofNullable(joins.remove(id));
        }
    }

    /// If it is for want of its code, and the code is known here, it is tried again; if
    /// not, the person is asked.
    private void notJoined(Event.PostRefused refused, Runnable again) {
        boolean tried = rooms.hasNewestKeys(refused.room());
        var room = summary(refused.room());
        room.ifPresent(summary -> rooms.learn(summary.info()));
        if (room.isEmpty() || room.get().joined() || !room.get().info().isClosed()) {
            loop.accept(refused);
        } else if (!rooms.hasNewestKeys(refused.room())) {
            loop.accept(new Event.CodeWanted(refused));
        } else if (tried) {
            loop.accept(refused);
        } else {
            again.run();
        }
    }

    private Optional<RoomSummary> summary(String room) {
        try {
            var link = links.await(NO_SERVER);
            return link.isEmpty()
                    ? Optional.empty()
                    : SummaryCodec.summaries(link.get().stub(QUESTION).rooms()).stream().filter(one -> one.name()
                            .equals(room)).findFirst();
        } catch (TException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // --- codes

    /// See [justchat.client.core.Network#enterCode].
    public void enter(long request, String room, Code code) {
        answer(request, () -> {
            if (!rooms.isClosed(room)) {
                summary(room).ifPresent(summary -> rooms.learn(summary.info()));
            }
            return new Event.CodeTaken(request, rooms.enter(room, code));
        });
    }

    /// See [justchat.client.core.Network#makeCode].
    public void make(long request, String room, Code wish) {
        answer(request, () -> {
            summary(room).ifPresent(summary -> rooms.learn(summary.info()));
            var made = rooms.makeNext(room, wish);
            rooms.keep(room, made);
            return new Event.CodeMade(request, made.lock(), Optional.of(made.code()).filter(_ -> wish.isToBeMade()));
        });
    }

    private interface Answer {
        Event get();
    }

    private void answer(long request, Answer answer) {
        Thread.ofVirtual().name("code").start(() -> {
            Event event;
            try {
                event = answer.get();
            } catch (IllegalArgumentException e) {
                event = new Event.AskFailed(request, e.getMessage());
            }
            loop.accept(event);
        });
    }

    // --- files

    boolean areAny() {
        return rooms.areAny();
    }

    /// The list of files that balancers have, without what it says of closed rooms, and
    /// what the messages of those that the person is in tell of: nobody else can list
    /// that. Of each room the newest.
    ///
    /// @param listed
    ///            by a balancer
    Event.Files files(MessageServer.Client server, long request, List<PublicFile> listed) throws TException, Malformed {
        var files = new ArrayList<PublicFile>();
        var withheld = new ArrayList<String>();
        for (var room : SummaryCodec.summaries(server.rooms())) {
            rooms.learn(room.info());
            if (room.joined() && rooms.isClosed(room.name()) && !isRead(server, room.name(), files)) {
                withheld.add(room.name());
            }
        }
        listed.stream().filter(file -> !rooms.isClosed(file.room())).forEach(files::add);
        return new Event.Files(request, files, withheld, VectorClock.empty());
    }

    /// @return false if some of its files cannot be read here
    private boolean isRead(MessageServer.Client server, String room, List<PublicFile> files)
            throws TException, Malformed {
        boolean all = true;
        Optional<Place> before = Optional.empty();
        for (int pages = 0; pages < FILE_PAGES; pages++) {
            var page = rooms.opened(room, PageCodec.page(server.search(PageCodec.search(new Search(room, List.of(),
                    Optional.empty(), true, OptionalLong.empty(), before, FILE_PAGE)))));
            for (var shown : page.entries()) {
                var entry = shown.entry();
                switch (entry.payload()) {
                    case Payload.Shared(var file) when file.seal().isPresent() -> files.add(new PublicFile(file, entry
                            .author(), entry.stampedAtMillis(), room, entry.id()));
                    case Payload.Unreadable(_, Payload.Unreadable.Why why) ->
                        all &= why != Payload.Unreadable.Why.NO_CODE;
                    default -> {
                    }
                }
            }
            before = page.before();
            if (before.isEmpty()) {
                break;
            }
        }
        return all;
    }

    // --- search

    /// What matches; in a closed room, of what can be opened here in the next few pages
    /// before the place where the search is: servers cannot look into it.
    Page search(MessageServer.Client server, Search search) throws TException, Malformed {
        return rooms.isClosed(search.room()) && !search.words().isEmpty()
                ? here(server, search)
                : rooms.opened(search.room(), PageCodec.page(server.search(PageCodec.search(search))));
    }

    private Page here(MessageServer.Client server, Search search) throws TException, Malformed {
        var found = new ArrayList<ShownEntry>();
        var before = search.before();
        for (int pages = 0; pages < PAGES && found.size() < search.limit(); pages++) {
            var page = rooms.opened(search.room(), PageCodec.page(server.history(PageCodec.history(search.room(),
                    before, PAGE, search.sinceMillis()))));
            found.addAll(0, page.entries().stream().filter(shown -> matches(search, shown)).toList());
            before = page.before();
            if (before.isEmpty()) {
                break;
            }
        }
        return new Page(found, before, 0);
    }

    private static boolean matches(Search search, ShownEntry shown) {
        var payload = shown.entry().payload();
        var text = switch (payload) {
            case Payload.Text said -> said.text();
            case Payload.Reply reply -> reply.text();
            case Payload.Shared shared -> shared.file().name();
            default -> "";
        };
        return !text.isEmpty() && (!search.filesOnly() || payload instanceof Payload.Shared)
                && search.author().filter(author -> !author.equals(shown.entry().author())).isEmpty()
                && areIn(search.words(), text);
    }

    /// Beginnings of words, all of them, whatever their case: as servers search.
    private static boolean areIn(List<String> beginnings, String text) {
        var words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        for (var beginning : beginnings) {
            boolean here = false;
            for (var word : words) {
                here |= word.startsWith(beginning.toLowerCase(Locale.ROOT));
            }
            if (!here) {
                return false;
            }
        }
        return true;
    }
}
