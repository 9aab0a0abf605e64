// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import justchat.messageserver.archive.Archive;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Reading;
import justchat.messageserver.archive.Search;
import justchat.messageserver.codec.Refusals;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.conduct.PersonalConduct;
import justchat.messageserver.conduct.RoomConduct;
import justchat.messageserver.conduct.RoomMember;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Room;
import justchat.wire.Refused;
import justchat.wire.RoomSummary;

/// What clients may ask about rooms. Runs on the caller's virtual thread, and
/// waits for rooms and their disks. Thread-safe.
final class Lookups {
    private static final int ANSWER_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 200;
    /// For a room that its client has only just created.
    private static final int NEW_ROOM_MILLIS = 1_000;
    /// Of whom is asked at once whether they are away.
    private static final int MAX_USERS = 1_000;

    private final Services services;

    Lookups(Services services) {
        this.services = Objects.requireNonNull(services, "services");
    }

    /// What stands in the room of private entries for one user.
    ///
    /// @param read
    ///            by room
    record Personal(Map<String, VersionVector> read, Map<String, String> settings, int letters) {}

    /// A room by its name; waits a while for a new one.
    Room room(String name) throws Refused {
        try {
            return services.rooms().await(name, NEW_ROOM_MILLIS).orElseThrow(() -> Refusals.notFound(
                    "there is no room " + name + "; #rooms lists them"));
        } catch (InterruptedException _) {
            throw stopping();
        }
    }

    /// A room that this user is in.
    private Room roomOf(String user, String name) throws Refused {
        var room = room(name);
        if (isPrivate(room)) {
            throw Refusals.notPermitted("private entries are nobody else's business");
        }
        if (!services.rooms().isIn(room, user)) {
            throw outside(name);
        }
        return room;
    }

    private static boolean isPrivate(Room room) {
        return room.info().name().equals(RoomInfo.PRIVATE.name());
    }

    static Refused outside(String room) {
        return Refusals.notPermitted("you are not in " + room + "; #join " + room);
    }

    Personal personal(String user, List<Room> rooms) throws Refused {
        var names = rooms.stream().map(room -> room.info().name()).toList();
        return ask(room(RoomInfo.PRIVATE.name()), knowledge -> {
            var conduct = (PersonalConduct) knowledge.conduct();
            var read = new TreeMap<String, VersionVector>();
            names.forEach(name -> read.put(name, conduct.read(user, name)));
            return new Personal(read, conduct.settings(user), conduct.waiting(user, services.millis().getAsLong())
                    .size());
        });
    }

    /// All rooms, or those that the user is in.
    List<RoomSummary> summaries(String user, List<Room> rooms, Personal personal) throws Refused {
        var summaries = new ArrayList<RoomSummary>(rooms.size());
        for (var room : rooms) {
            summaries.add(summary(user, room, personal.read().get(room.info().name())));
        }
        return summaries;
    }

    /// One room; the one of private entries is summarized as having nothing unread.
    RoomSummary summary(String user, Room room) throws Refused {
        return isPrivate(room)
                ? summary(user, room, VersionVector.empty())
                : summary(user, room, personal(user, List.of(room)).read().get(room.info().name()));
    }

    private RoomSummary summary(String user, Room room, VersionVector read) throws Refused {
        boolean joined = isPrivate(room) || services.rooms().isIn(room, user);
        var now = room.summary();
        long unread = joined && now.entries() > 0 && !isPrivate(room)
                ? ask(room, knowledge -> knowledge.archive().unreadCount(read, user))
                : 0;
        var info = ToWire.room(room.info());
        now.lock().map(ToWire::lock).ifPresent(info::setLock);
        return new RoomSummary(info, now.topic(), now.members(), joined, now.entries(), ToWire
                .vector(read), unread);
    }

    List<RoomMember> members(String user, String name) throws Refused {
        long now = services.millis().getAsLong();
        return ask(roomOf(user, name), knowledge -> knowledge.conduct() instanceof RoomConduct conduct
                ? conduct.members(now)
                : List.of());
    }

    /// Those of these users who are away, with what they say about it.
    Map<String, String> away(List<String> users) throws Refused {
        return ask(room(RoomInfo.PRIVATE.name()), knowledge -> {
            var conduct = (PersonalConduct) knowledge.conduct();
            var away = new TreeMap<String, String>();
            users.stream().limit(MAX_USERS).filter(user -> !conduct.away(user).isEmpty()).forEach(
                    user -> away.put(user, conduct.away(user)));
            return away;
        });
    }

    Page history(String user, String name, Search search) throws Refused {
        return page(user, name, archive -> archive.page(search.before(), search.limit(), search.sinceMillis()));
    }

    Page search(String user, String name, Search search) throws Refused {
        if (!search.words().isEmpty() && room(name).info().lock().isPresent()) {
            throw Refusals.notPermitted(name + " is closed: what is said there only its members can search");
        }
        return page(user, name, archive -> archive.search(search));
    }

    Page unread(String user, String name, VersionVector read, int limit) throws Refused {
        return page(user, name, archive -> archive.unread(read, user, limit));
    }

    private Page page(String user, String name, Function<Archive, Reading> question) throws Refused {
        var room = roomOf(user, name);
        return room.read(ask(room, knowledge -> question.apply(knowledge.archive())));
    }

    private static <T> T ask(Room room, Function<Room.Knowledge, T> question) throws Refused {
        return await(room.ask(question));
    }

    /// What a room answers to one who can wait.
    static <T> T await(CompletionStage<T> answer) throws Refused {
        try {
            return answer.toCompletableFuture().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            throw Refusals.busy("the room is busy at the moment", RETRY_MILLIS);
        } catch (InterruptedException _) {
            throw stopping();
        }
    }

    private static Refused stopping() {
        Thread.currentThread().interrupt();
        return Refusals.unavailable("this server is stopping", RETRY_MILLIS);
    }
}
