// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import justchat.client.model.Away;
import justchat.client.model.Notice;
import justchat.client.model.PublicFile;
import justchat.client.model.RoomName;
import justchat.client.model.RoomSummary;

/// What becomes of the answers to questions. Pure; owned by [ClientCore].
final class Answers {
    private final Requests requests;
    private final Rooms rooms;
    private final Pages pages;
    private final Mail mail;
    private final Transfers transfers;
    private final Ignoring ignoring;
    private final AccountDesk desk;
    private final CodeDesk codes;
    private final Shelf shelf = new Shelf();

    Answers(Parts parts) {
        this.requests = parts.requests;
        this.rooms = parts.rooms;
        this.pages = parts.pages;
        this.mail = parts.mail;
        this.transfers = parts.transfers;
        this.ignoring = parts.ignoring;
        this.desk = parts.accounts;
        this.codes = parts.codes;
    }

    /// An answer that nobody waits for any more is dropped.
    void take(Event.OfRequest event, Now now, Effects effects) {
        switch (event) {
            case Event.Whispered whispered -> requests.answered(whispered.request()).ifPresent(_ -> {
                mail.handedOver(whispered, now, effects);
                requests.ask(new Requests.Kind.AwayFriend(whispered.user()), now, effects);
            });
            case Event.WhisperSealed sealed -> requests.answered(sealed.request()).ifPresent(kind -> {
                if (kind instanceof Requests.Kind.Whisper whisper) {
                    mail.send(whisper, sealed, rooms.privateSeen(), now, effects);
                    requests.ask(new Requests.Kind.AwayFriend(sealed.user()), now, effects);
                }
            });
            case Event.WhisperFailed failed -> requests.answered(failed.request()).ifPresent(_ -> effects.problem(now,
                    "not sent to " + failed.user() + ": " + failed.sentence()));
            case Event.Files files -> requests.answered(files.request()).ifPresent(kind -> files(kind, files, now,
                    effects));
            case Event.Online users -> requests.answered(users.request()).ifPresent(kind -> online(kind, users, now,
                    effects));
            case Event.RoomCreated created -> requests.answered(created.request()).ifPresent(_ -> {
                rooms.created(created.room().name(), now, effects);
                codes.created(created, now, effects);
            });
            case Event.CodeTaken taken -> requests.answered(taken.request()).ifPresent(kind -> {
                if (kind instanceof Requests.Kind.EnterCode asked) {
                    codes.taken(asked, now, effects);
                }
            });
            case Event.CodeMade made -> requests.answered(made.request()).ifPresent(kind -> {
                if (kind instanceof Requests.Kind.MakeCode asked) {
                    codes.made(asked, made, now, effects);
                }
            });
            case Event.Rooms list -> requests.answered(list.request()).ifPresent(kind -> rooms(kind, list, now,
                    effects));
            case Event.Members members -> requests.answered(members.request()).ifPresent(kind -> members(kind, members,
                    now, effects));
            case Event.WhoIsAway away ->
                requests.answered(away.request()).ifPresent(kind -> away(kind, away.away(), now,
                        effects));
            case Event.AccountAnswered answered -> requests.answered(answered.request()).ifPresent(kind -> desk.answer(
                    kind, answered.answer(), now, effects));
            case Event.PageRead read -> requests.answered(read.request()).ifPresent(kind -> page(kind, read, now,
                    effects));
            case Event.AskFailed failed -> requests.answered(failed.request()).ifPresent(kind -> failed(kind, failed,
                    now, effects));
            case Event.AskPostponed postponed -> requests.postponed(postponed, now, effects);
        }
    }

    private void files(Requests.Kind kind, Event.Files answer, Now now, Effects effects) {
        var files = Shelf.within(rooms.joined().stream().map(Room::name).toList(), answer.files());
        if (kind instanceof Requests.Kind.GetFile get) {
            var found = shelf.find(get.name(), files);
            switch (found.size()) {
                case 0 -> {
                    if (!transfers.acceptShared(get.name(), now, effects)) {
                        effects.problem(now, "there is no file " + get.name()
                                + " (any more) in your rooms; #available files lists those that there are");
                        withheld(answer, now, effects);
                    }
                }
                case 1 -> transfers.fetch(found.getFirst().file(), found.getFirst().owner(), now, effects);
                default -> list(found, get.name(), now, effects);
            }
        } else {
            var shown = files.stream().filter(file -> !ignoring.ignores(file.owner())).toList();
            list(shown, "", now, effects);
            ignoring.mark(files.size() - shown.size(), "file", now, effects);
            withheld(answer, now, effects);
        }
    }

    private static void withheld(Event.Files answer, Now now, Effects effects) {
        answer.withheld().forEach(room -> effects.info(now, room
                + " has files that this client cannot read: it lacks the code; #code asks for it there"));
    }

    private void list(List<PublicFile> files, String wanted, Now now, Effects effects) {
        shelf.show(files);
        effects.show(new Notice.FileList(now.millis(), files, wanted));
    }

    private void online(Requests.Kind kind, Event.Online users, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.Who who && !who.room().equals(RoomName.LOBBY)) {
            requests.ask(new Requests.Kind.Members(who.room(), users.users()), now, effects);
        } else {
            requests.ask(new Requests.Kind.AwayOnline(users.users()), now, effects);
        }
    }

    private void members(Requests.Kind kind, Event.Members members, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.Members asked) {
            requests.ask(new Requests.Kind.AwayMembers(asked.room(), members.members(), asked.online()), now, effects);
        }
    }

    /// Now that it is known who is away, or cannot be, the list is complete.
    private boolean away(Requests.Kind kind, Map<String, Away> away, Now now, Effects effects) {
        switch (kind) {
            case Requests.Kind.AwayOnline asked -> effects.show(new Notice.UserList(now.millis(), asked.users(), away,
                    asked.users().stream().filter(mail::isVerified).collect(Collectors.toSet())));
            case Requests.Kind.AwayMembers asked -> effects.show(new Notice.MemberList(now.millis(), asked.room(), asked
                    .members().stream().map(member -> new Notice.KnownMember(member, asked.online().contains(member
                            .user()), Optional.ofNullable(away.get(member.user())), mail.isVerified(member.user())))
                    .toList()));
            case Requests.Kind.AwayFriend asked -> Optional.ofNullable(away.get(asked.user())).ifPresent(
                    said -> effects.show(new Notice.IsAway(now.millis(), asked.user(), said)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void rooms(Requests.Kind kind, Event.Rooms list, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.Rooms asked) {
            var joined = rooms.joined().stream().map(Room::name).toList();
            effects.show(new Notice.RoomList(now.millis(), list.rooms().stream()
                    .filter(room -> fits(room, asked.pattern())).map(room -> {
                        int number = joined.indexOf(room.name()) + 1;
                        return new Notice.KnownRoom(room, number > 9 ? 0 : number, rooms.get(room.name())
                                .map(known -> known.reading().unread()).orElse(0L));
                    }).toList()));
        }
    }

    /// `*` stands for anything, `?` for one character; without them, a part
    /// is enough.
    static boolean fits(RoomSummary room, String pattern) {
        var name = room.name().toLowerCase(Locale.ROOT);
        if (!pattern.contains("*") && !pattern.contains("?")) {
            return name.contains(pattern);
        }
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return name.matches(regex);
    }

    private void page(Requests.Kind kind, Event.PageRead read, Now now, Effects effects) {
        switch (kind) {
            case Requests.Kind.History history -> pages.history(history, read.page(), now, effects);
            case Requests.Kind.Find find -> pages.found(find, read.page(), now, effects);
            case Requests.Kind.Unread unread -> pages.unread(unread, read.page(), now, effects);
            case Requests.Kind.Mine mine -> desk.page(mine, read.page(), now, effects);
            case Requests.Kind.Count count -> pages.counted(count, read.page());
            default -> throw new IllegalArgumentException("no page: " + kind);
        }
    }

    private void failed(Requests.Kind kind, Event.AskFailed failed, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.Create) {
            rooms.notCreated();
        }
        desk.failed(kind);
        if (!away(kind, Map.of(), now, effects) && pages.failed(kind, now, effects)) {
            effects.problem(now, failed.sentence());
        }
    }
}
