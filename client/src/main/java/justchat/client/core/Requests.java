// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.Limits;
import justchat.client.model.Order;
import justchat.client.model.Place;
import justchat.client.model.RoomMember;
import justchat.client.model.Search;
import justchat.client.model.Seen;

/// Questions and private messages that wait for their answer. Pure; owned
/// by [ClientCore].
final class Requests {
    /// At once; one more is refused in words.
    static final int WAITING = 100;

    private static final long RETRY_MILLIS = 1_000;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private final Map<Long, Kind> waiting = new HashMap<>();
    /// Those of them that could not be done yet.
    private final Map<Long, Again> postponed = new TreeMap<>();
    private long last;

    /// @param at
    ///            nanoseconds; `Long.MAX_VALUE`: it is being tried
    private record Again(int rounds, long at) {}

    /// What was asked.
    sealed interface Kind {

        record Whisper(String user, String text) implements Kind {}

        record ListFiles() implements Kind {}

        record GetFile(String name) implements Kind {}

        /// Who is online; of another room than the lobby, its members are asked for next.
        record Who(String room) implements Kind {}

        record Members(String room, List<String> online) implements Kind {}

        /// Which of those who are about to be listed are away.
        record AwayOnline(List<String> users) implements Kind {}

        record AwayMembers(String room, List<RoomMember> members, List<String> online) implements Kind {}

        /// Whether this one is, who was written to.
        record AwayFriend(String user) implements Kind {}

        /// @param code
        ///            of a closed room
        record Create(String room, Order order, Optional<Code> code) implements Kind {}

        /// @param joins
        ///            the person joins the room if that is its code
        record EnterCode(String room, Code code, boolean joins) implements Kind {}

        record MakeCode(String room, Code code) implements Kind {}

        record Account(AccountQuestion question) implements Kind {}

        /// Whether that is the password; then the account is deleted.
        record Deletion(Dialogue.Secret password, boolean erase) implements Kind {}

        /// What the person said in a room, to be erased.
        record Mine(Search search) implements Kind {}

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
            case Kind.AwayOnline asked -> away(number, asked.users());
            case Kind.AwayMembers asked -> away(number, asked.members().stream().map(RoomMember::user).toList());
            case Kind.AwayFriend asked -> away(number, List.of(asked.user()));
            case Kind.Members members -> new Effect.AskMembers(number, members.room());
            case Kind.Create create -> new Effect.CreateRoom(number, create.room(), create.order(), create
                    .code());
            case Kind.EnterCode enter -> new Effect.EnterCode(number, enter.room(), enter.code());
            case Kind.MakeCode make -> new Effect.MakeCode(number, make.room(), make.code());
            case Kind.Account account -> new Effect.AskAccount(number, account.question());
            case Kind.Deletion deletion -> new Effect.AskAccount(number, new AccountQuestion.Check(deletion.password()
                    .text()));
            case Kind.Mine mine -> new Effect.AskSearch(number, mine.search());
            case Kind.Rooms _ -> new Effect.AskRooms(number);
            case Kind.History history -> new Effect.AskHistory(number, history.room(), history.before(), history
                    .limit(), history.sinceMillis());
            case Kind.Find find -> new Effect.AskSearch(number, find.search());
            case Kind.Unread unread -> new Effect.AskUnread(number, unread.room(), unread.read(), unread.limit());
            case Kind.Count count -> new Effect.AskUnread(number, count.room(), count.read(), 1);
        };
    }

    private static Effect away(long number, List<String> users) {
        return new Effect.AskAway(number, users.subList(0, Math.min(users.size(), Limits.AWAY)));
    }

    /// The answer came; what had been asked, if it was still open.
    Optional<Kind> answered(long request) {
        postponed.remove(request);
        return Optional.ofNullable(waiting.remove(request));
    }

    /// It cannot be done now; it is tried again, a little later each time.
    void postponed(Event.AskPostponed event, Now now, Effects effects) {
        if (!waiting.containsKey(event.request())) {
            return;
        }
        var before = Optional.ofNullable(postponed.get(event.request()));
        int rounds = before.map(Again::rounds).orElse(0) + 1;
        postponed.put(event.request(), new Again(rounds, now.nanos() + Math.min(rounds * RETRY_MILLIS,
                LAST_RETRY_MILLIS) * Now.NANOS_PER_MILLI));
        if (before.isEmpty()) {
            effects.info(now, "waits: " + event.sentence() + "; tries again by itself, Ctrl-C to stop");
        }
    }

    /// Whether something is tried again by itself.
    boolean isPatient() {
        return !postponed.isEmpty();
    }

    /// What is tried again is not: the numbers of what is so given up.
    List<Long> impatient() {
        return List.copyOf(postponed.keySet());
    }

    void tick(Now now, Effects effects) {
        postponed.replaceAll((request, again) -> {
            if (again.at - now.nanos() > 0) {
                return again;
            }
            effects.add(effect(request, waiting.get(request)));
            return new Again(again.rounds, Long.MAX_VALUE);
        });
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return postponed.values().stream().mapToLong(Again::at).min().orElse(Long.MAX_VALUE);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
