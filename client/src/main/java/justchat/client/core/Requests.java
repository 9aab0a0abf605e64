// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.Order;
import justchat.client.model.Place;
import justchat.client.model.PublicFile;
import justchat.client.model.Search;
import justchat.client.model.Seen;

/// Questions and private messages that wait for their answer. Pure; owned
/// by [ClientCore].
final class Requests {
    /// At once; one more is refused in words.
    static final int WAITING = 100;

    private final Map<Long, Kind> waiting = new HashMap<>();
    private long last;

    /// What was asked.
    sealed interface Kind {

        record Whisper(String user, String text) implements Kind {}

        record ListFiles() implements Kind {}

        record GetFile(String name) implements Kind {}

        /// Who is online; of another room than the lobby, its members are asked for next.
        record Who(String room) implements Kind {}

        record Members(String room, List<String> online) implements Kind {}

        record Create(String room, Order order) implements Kind {}

        record Rooms(String pattern) implements Kind {}

        /// @param hold
        ///            what is delivered meanwhile waits, see [Room#nextHold], for nobody
        ///            asked: it is what a room begins with; 0: somebody asked
        record History(String room, Optional<Place> before, int limit, OptionalLong sinceMillis, int hold)
                implements
                    Kind {
            static History context(String room, int hold) {
                return new History(room, Optional.empty(), Limits.RECENT, OptionalLong.empty(), hold);
            }
        }

        /// @param rounds
        ///            pages that were empty so far
        /// @param rest
        ///            rooms that come next
        record Find(Search search, int rounds, List<String> rest) implements Kind {}

        /// @param rest
        ///            rooms that come next
        /// @param hold
        ///            as above
        record Unread(String room, Seen read, int limit, List<String> rest, int hold) implements Kind {}

        /// How many are unread.
        record Count(String room, Seen read) implements Kind {}
    }

    /// Asks, or tells why not.
    ///
    /// @return whether an answer will come
    boolean ask(Kind kind, Now now, Effects effects) {
        if (waiting.size() >= WAITING) {
            effects.problem(now, WAITING + " questions wait for their answer already; ask again later");
            return false;
        }
        waiting.put(++last, kind);
        effects.add(effect(last, kind));
        return true;
    }

    private static Effect effect(long number, Kind kind) {
        return switch (kind) {
            case Kind.Whisper whisper -> new Effect.Whisper(number, whisper.user(), whisper.text());
            case Kind.ListFiles _,Kind.GetFile _ -> new Effect.AskFiles(number);
            case Kind.Who _ -> new Effect.AskOnline(number);
            case Kind.Members members -> new Effect.AskMembers(number, members.room());
            case Kind.Create create -> new Effect.CreateRoom(number, create.room(), create.order());
            case Kind.Rooms _ -> new Effect.AskRooms(number);
            case Kind.History history -> new Effect.AskHistory(number, history.room(), history.before(), history
                    .limit(), history.sinceMillis());
            case Kind.Find find -> new Effect.AskSearch(number, find.search());
            case Kind.Unread unread -> new Effect.AskUnread(number, unread.room(), unread.read(), unread.limit());
            case Kind.Count count -> new Effect.AskUnread(number, count.room(), count.read(), 1);
        };
    }

    /// The answer came; what had been asked, if it was still open.
    Optional<Kind> answered(long request) {
        return Optional.ofNullable(waiting.remove(request));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The newest file of this name.
    static Optional<FileInfo> named(String name, List<PublicFile> files) {
        return files.stream().filter(file -> file.file().name().equals(name))
                .max(Comparator.comparingLong(PublicFile::sharedAtMillis)).map(PublicFile::file);
    }
}
