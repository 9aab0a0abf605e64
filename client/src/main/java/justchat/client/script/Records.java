// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import justchat.client.model.FileInfo;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Told;
import justchat.client.model.Wording;

/// What is told to a program, as [Record]s. Pure.
final class Records {
    private static final Wording WORDS = Wording.commands(ZoneOffset.UTC);

    private Records() {}

    /// Empty for what servers say to each other.
    static Optional<Record> of(Told told) {
        return switch (told) {
            case Told.Heard heard -> of(heard);
            case Told.Receipt receipt -> Optional.of(new Record.Receipt(receipt.atMillis(), receipt.room(), id(receipt
                    .id()), receipt.copies(), receipt.servers()));
        };
    }

    private static Optional<Record> of(Told.Heard heard) {
        var entry = heard.shown().entry();
        var at = new Record.Place(heard.room(), entry.origin().server() + "." + entry.origin().incarnation(), entry
                .sequence(), id(entry.id()), entry.author(), entry.stampedAtMillis(),
                heard.asked().map(source -> source
                        .name().toLowerCase(Locale.ROOT)).orElse(""));
        return switch (entry.payload()) {
            case Payload.Text text -> Optional.of(message(heard, at, text.text(), ""));
            case Payload.Reply reply -> Optional.of(message(heard, at, reply.text(), id(reply.target())));
            case Payload.Shared(var file) -> Optional.of(new Record.File(at, file.name(), file.size(), file.hash()
                    .hex()));
            case Payload.Edit edit -> Optional.of(new Record.Edit(at, id(edit.target()), edit.text()));
            case Payload.Erase erase -> Optional.of(new Record.Delete(at, erase.targets().stream().map(Records::id)
                    .toList()));
            case Payload.Erased erased -> Optional.of(new Record.Deleted(at, erased.by()));
            case Payload.Reaction reaction -> Optional.of(new Record.Reaction(at, id(reaction.target()), reaction
                    .sign(), reaction.withdrawn()));
            case Payload.Topic topic -> Optional.of(new Record.Topic(at, topic.topic()));
            case Payload.Membership membership -> Optional.of(new Record.Member(at, membership.joined()));
            case Payload.Sanction sanction -> Optional.of(new Record.Sanction(at, sanction.user(), sanction.measure()
                    .name().toLowerCase(Locale.ROOT), sanction.untilMillis()));
            case Payload.Unknown _ -> Optional.of(new Record.Unknown(at));
            case Payload.NewLock(var lock) -> Optional.of(new Record.Lock(at, lock.number()));
            case Payload.Unreadable(int lock, var why) -> Optional.of(new Record.Unreadable(at, lock, why.name()
                    .toLowerCase(Locale.ROOT)));
            case Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.Sealed _,Payload.Fold _,Payload.Control _ ->
                Optional.empty();
        };
    }

    private static Record message(Told.Heard heard, Record.Place at, String text, String replyTo) {
        return new Record.Message(at, text, heard.mention(), heard.mine(), replyTo, heard.shown().edited(), heard
                .shown().reactions());
    }

    private static String id(MessageId id) {
        return id.instance().hex() + "-" + id.sequence();
    }

    /// What a person would read there; lists have a record a line.
    static List<Record> of(Notice notice) {
        long at = notice.atMillis();
        return switch (notice) {
            case Notice.Whispered whispered -> List.of(new Record.Private(at, id(whispered
                    .id()), whispered.other(), whispered.mine(),
                    whispered.text(), whispered.via()));
            case Notice.Receipted receipt -> List.of(new Record.PrivateReceipt(at, receipt.user(), receipt.read()
                    ? "read"
                    : "delivered", receipt.messages().stream().map(message -> id(message.id())).toList()));
            case Notice.Offered offered -> List.of(new Record.Offer(at, offered.id().toString(), offered.from(), offered
                    .privately(), offered.file().name(), offered.file().size(), offered.file().hash().hex()));
            case Notice.Sharing sharing -> transfer(at, sharing.id(), "preparing", sharing.fileName(), Map.of());
            case Notice.Waiting waiting -> transfer(at, waiting.id(), "offered", waiting.file().name(), of(waiting
                    .file(), Map.of("to", waiting.to())));
            case Notice.Published published -> transfer(at, published.id(), "published", published.file().name(), of(
                    published.file(), Map.of()));
            case Notice.Accepted accepted -> transfer(at, accepted.id(), "saving", accepted.target().getFileName()
                    .toString(), Map.of("path", accepted.target().toString()));
            case Notice.Answered answered -> transfer(at, answered.id(), answered.accepted() ? "accepted" : "declined",
                    answered.fileName(), Map.of("by", answered.by()));
            case Notice.Dropped dropped -> transfer(at, dropped.id(), "over", dropped.fileName(), Map.of());
            case Notice.Done done -> transfer(at, done.id(), "done", done.fileName(), Map.of("path", done.saved()
                    .toString(), "incoming", done.incoming(), "size", done.bytes(), "hash", done.hash().hex(),
                    "millis", done.millis(), "via", done.via()));
            case Notice.Failed failed -> transfer(at, failed.id(), "failed", failed.fileName(), Map.of("why", failed
                    .sentence()));
            case Notice.AccountList list -> list.accounts().stream().map(account -> (Record) new Record.Account(account
                    .name(), account.createdAtMillis(), account.online())).toList();
            case Notice.RoomList list -> list.rooms().stream().map(known -> (Record) room(known)).toList();
            case Notice.Lost lost -> List.of(new Record.Connection(at, "", lost.server(), Optional.empty()));
            case Notice.Moved moved -> List.of(new Record.Connection(at, moved.to(), moved.from(), Optional.of(
                    new Record.Moved(moved.millis(), moved.resent(), moved.lost()))));
            case Notice.Entered entered -> List.of(new Record.Connection(at, entered.server(), "", Optional.empty()));
            case Notice.Problem problem -> List.of(new Record.Problem(at, problem.sentence()));
            case Notice.Refused refused -> List.of(new Record.Problem(at, refused.sentence()));
            case Notice.Info info -> List.of(new Record.Note(at, info.sentence()));
            case Notice.Happened happened -> List.of(new Record.Note(at, happened.sentence()));
            // it was told with all its fields
            case Notice.Said _,Notice.Replied _,Notice.Edited _,Notice.Reacted _,Notice.Mentioned _,Notice.Listed _ ->
                List.of();
            default -> WORDS.of(notice).stream().map(line -> (Record) new Record.Note(at, line.body())).toList();
        };
    }

    private static List<Record> transfer(long at, Object id, String state, String name, Map<String, Object> details) {
        return List.of(new Record.Transfer(at, id.toString(), state, name, details));
    }

    private static Map<String, Object> of(FileInfo file, Map<String, Object> more) {
        var all = new TreeMap<String, Object>(more);
        all.put("size", file.size());
        all.put("hash", file.hash().hex());
        return all;
    }

    private static Record.Room room(Notice.KnownRoom known) {
        var room = known.room();
        return new Record.Room(room.name(), room.info().order().word(), room.info().owner(), room.topic(), room
                .members(), room.joined(), room.entries(), known.unread(), room.info().isClosed());
    }
}
