// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import justchat.json.Json;

/// [Record]s as JSON: one object a line, with `v` and `kind` first. What a kind
/// need not have is left out. Within a version, kinds and fields are only added;
/// readers skip what they do not know. Pure.
final class Encoder {
    /// Of the format.
    static final int VERSION = 1;

    private Encoder() {}

    /// Without the line's end.
    static String line(Record record) {
        return Json.of(switch (record) {
            case Record.Message message -> {
                var fields = fields("message", message.place());
                fields.put("text", message.text());
                fields.put("mention", message.mention());
                fields.put("mine", message.mine());
                put(fields, "reply_to", message.replyTo());
                if (message.edited()) {
                    fields.put("edited", true);
                }
                if (!message.reactions().isEmpty()) {
                    fields.put("reactions", message.reactions());
                }
                yield fields;
            }
            case Record.Edit edit -> with(fields("edit", edit.place()), "target", edit.target(), "text", edit.text());
            case Record.Delete delete -> with(fields("delete", delete.place()), "targets", delete.targets());
            case Record.Deleted deleted -> with(fields("deleted", deleted.place()), "by", deleted.by());
            case Record.Reaction reaction -> with(fields("reaction", reaction.place()), "target", reaction.target(),
                    "sign", reaction.sign(), "withdrawn", reaction.withdrawn());
            case Record.File file -> with(fields("file", file.place()), "name", file.name(), "size", file.size(),
                    "hash", file.hash());
            case Record.Topic topic -> with(fields("topic", topic.place()), "text", topic.text());
            case Record.Member member -> with(fields("member", member.place()), "joined", member.joined());
            case Record.Sanction sanction -> {
                var fields = with(fields("sanction", sanction.place()), "user", sanction.user(), "measure", sanction
                        .measure());
                sanction.untilMillis().ifPresent(until -> fields.put("until", moment(until)));
                yield fields;
            }
            case Record.Lock lock -> with(fields("lock", lock.place()), "number", lock.number());
            case Record.Unreadable message -> with(fields("unreadable", message.place()), "lock", message.lock(), "why",
                    message.why());
            case Record.Unknown unknown -> fields("unknown", unknown.place());
            case Record.Private letter -> with(fields("private", letter.atMillis()), letter.mine() ? "to" : "from",
                    letter.other(), "id", letter.id(), "text", letter.text(), "via", letter.via(), "mine",
                    letter.mine());
            case Record.PrivateReceipt receipt -> with(fields("private_receipt", receipt.atMillis()), "user", receipt
                    .user(), "state", receipt.state(), "ids", receipt.ids());
            case Record.Offer offer -> with(fields("offer", offer.atMillis()), "id", offer.id(), "from", offer.from(),
                    "private", offer.privately(), "name", offer.name(), "size", offer.size(), "hash", offer
                            .hash());
            case Record.Transfer transfer -> {
                var fields = with(fields("transfer", transfer.atMillis()), "id", transfer.id(), "state", transfer
                        .state(), "name", transfer.name());
                fields.putAll(new TreeMap<>(transfer.details()));
                yield fields;
            }
            case Record.Receipt receipt -> with(fields("receipt", receipt.atMillis()), "room", receipt.room(), "id",
                    receipt.id(), "copies", receipt.copies(), "servers", receipt.servers());
            case Record.Account account -> with(fields("account"), "name", account.name(), "created", moment(account
                    .createdAtMillis()), "online", account.online());
            case Record.Room room -> {
                var fields = with(fields("room"), "name", room.name(), "order", room.order(), "members", room.members(),
                        "joined", room.joined(), "entries", room.entries(), "unread", room.unread());
                put(fields, "owner", room.owner());
                put(fields, "topic", room.topic());
                if (room.closed()) {
                    fields.put("closed", true);
                }
                yield fields;
            }
            case Record.Connection connection -> {
                var fields = with(fields("connection", connection.atMillis()), "server", connection.server());
                put(fields, "was", connection.from());
                connection.moved().ifPresent(cost -> with(fields, "millis", cost.millis(), "resent", cost.resent(),
                        "lost", cost.lost()));
                yield fields;
            }
            case Record.Note note -> with(fields("notice", note.atMillis()), "text", note.text());
            case Record.Problem problem -> with(fields("problem", problem.atMillis()), "text", problem.text());
        });
    }

    private static Map<String, Object> fields(String kind) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("v", VERSION);
        fields.put("kind", kind);
        return fields;
    }

    private static Map<String, Object> fields(String kind, long atMillis) {
        return with(fields(kind), "at", moment(atMillis));
    }

    private static Map<String, Object> fields(String kind, Record.Place place) {
        var fields = with(fields(kind), "room", place.room(), "origin", place.origin(), "seq", place.seq(), "id", place
                .id(), "from", place.from(), "at", moment(place.atMillis()));
        put(fields, "listed", place.listed());
        return fields;
    }

    /// @param pairs
    ///            a name, its value, and so on
    private static Map<String, Object> with(Map<String, Object> fields, Object... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /// ISO 8601 with milliseconds, UTC.
    private static String moment(long millis) {
        var moment = Instant.ofEpochMilli(millis);
        return millis % 1000 == 0 ? moment.toString().replace("Z", ".000Z") : moment.toString();
    }
}
