// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Figures;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Search;

/// Takes back all that the person said, in one room after another: looks for it,
/// page by page, and erases it, one post at a time, each when the one before has
/// its receipt. Pure; owned by [AccountDesk].
///
/// idle -> (begin) looking -> (enough, or the room's end) erasing -> (receipt)
/// looking -> ... -> idle, when the last room is done.
final class Erasing {
    private final Rooms rooms;
    private final Requests requests;
    private final Outbox outbox;
    private final Connection connection;
    private final Deque<String> left = new ArrayDeque<>();
    private final List<MessageId> found = new ArrayList<>();
    private String password = "";
    private String room = "";
    private Optional<Place> before = Optional.empty();
    private boolean roomDone;
    private long erased;
    private Optional<MessageId> post = Optional.empty();

    Erasing(Rooms rooms, Requests requests, Outbox outbox, Connection connection) {
        this.rooms = rooms;
        this.requests = requests;
        this.outbox = outbox;
        this.connection = connection;
    }

    /// @param secret
    ///            given back when all is done
    void begin(String secret, Now now, Effects effects) {
        password = secret;
        left.clear();
        rooms.joined().stream().map(Room::name).forEach(left::add);
        nextRoom();
        effects.info(now, "taking back what you said in " + Figures.count(left.size() + 1L, "room") + " ...");
        look(now, effects);
    }

    private void nextRoom() {
        room = left.poll();
        before = Optional.empty();
        roomDone = false;
        found.clear();
        erased = 0;
    }

    private void look(Now now, Effects effects) {
        var asked = requests
                .ask(new Requests.Kind.Mine(new Search(room, List.of(), Optional.of(connection.name()), false,
                        OptionalLong.empty(), before, Limits.PAGE)), now, effects);
        if (!asked) {
            stop();
        }
    }

    /// @return what was given to [#begin], if that was all
    Optional<String> page(Requests.Kind.Mine asked, Page page, Now now, Effects effects) {
        if (!asked.search().room().equals(room)) {
            return Optional.empty();
        }
        page.entries().stream().map(shown -> shown.entry()).filter(entry -> isSaid(entry.payload()))
                .forEach(entry -> found.add(entry.id()));
        before = page.before();
        roomDone = before.isEmpty();
        return goOn(now, effects);
    }

    private static boolean isSaid(Payload payload) {
        return Telling.isMessage(payload) || payload instanceof Payload.Reaction
                || payload instanceof Payload.Unreadable;
    }

    private Optional<String> goOn(Now now, Effects effects) {
        if (found.size() >= Payload.Erase.MAX_TARGETS || roomDone && !found.isEmpty()) {
            erase(now, effects);
            return Optional.empty();
        }
        if (!roomDone) {
            look(now, effects);
            return Optional.empty();
        }
        if (left.isEmpty()) {
            var secret = password;
            stop();
            return Optional.of(secret);
        }
        nextRoom();
        look(now, effects);
        return Optional.empty();
    }

    private void erase(Now now, Effects effects) {
        var some = List.copyOf(found.subList(0, Math.min(found.size(), Payload.Erase.MAX_TARGETS)));
        var seen = rooms.get(room).map(here -> here.shown().seen());
        post = seen.flatMap(shown -> outbox.say(room, shown, new Payload.Erase(some), now, effects));
        if (post.isPresent()) {
            found.subList(0, some.size()).clear();
            erased += some.size();
        } else {
            effects.problem(now,
                    "not all you said in " + room + " could be taken back, so your account is not deleted");
            stop();
        }
    }

    /// @return as [#page]
    Optional<String> stored(String name, MessageId id, Now now, Effects effects) {
        if (!isOurs(name, id)) {
            return Optional.empty();
        }
        post = Optional.empty();
        effects.info(now, room + ": took back " + Figures.count(erased, "message"));
        return goOn(now, effects);
    }

    boolean isBusy() {
        return !room.isEmpty();
    }

    /// Whether this post of a room is its own.
    boolean isOurs(String name, MessageId id) {
        return name.equals(room) && post.filter(id::equals).isPresent();
    }

    /// Nothing more is erased.
    void stop() {
        post = Optional.empty();
        room = "";
        password = "";
        left.clear();
        found.clear();
    }
}
