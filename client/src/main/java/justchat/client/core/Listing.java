// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import justchat.client.model.Entry;
import justchat.client.model.Figures;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;

/// Puts lists of messages on the screen, numbered, so that they can be named.
/// Pure; owned by [ClientCore].
final class Listing {
    private final Recall recall;
    private final Connection connection;
    private final Ignoring ignoring;

    Listing(Recall recall, Connection connection, Ignoring ignoring) {
        this.recall = recall;
        this.connection = connection;
        this.ignoring = ignoring;
    }

    /// Unread messages as they were delivered.
    ///
    /// @param left
    ///            unread messages of all rooms; empty: not worth a word
    void entries(String room, List<Entry> entries, OptionalLong left, Now now, Effects effects) {
        show(Notice.Listed.Source.UNREAD, room, entries.stream().map(entry -> new ShownEntry(entry, new Place(0, 0,
                entry.origin(), entry.sequence()), false, Map.of())).toList(), left, false, now, effects);
    }

    /// Without what ignored users wrote, of which it is said how much it is.
    void show(Notice.Listed.Source source, String room, List<ShownEntry> found, OptionalLong left, boolean more,
            Now now, Effects effects) {
        var entries = found.stream().filter(shown -> !(shown.entry().payload() instanceof Payload.Reaction))
                .filter(shown -> !ignoring.ignores(shown.entry().author()))
                .map(shown -> new ShownEntry(shown.entry(), shown.place(), shown.edited(), ignoring.visible(shown
                        .reactions())))
                .toList();
        recall.listed(room, entries.stream().filter(shown -> !Telling.text(shown.entry().payload()).isEmpty())
                .map(shown -> recalled(room, shown)).toList(), source == Notice.Listed.Source.UNREAD);
        entries.forEach(shown -> effects.tell(new Told.Heard(room, shown, false, false, Optional.of(source))));
        effects.retell(new Notice.Listed(now.millis(), source, room, entries.stream().map(shown -> message(room, shown))
                .toList(), left, more));
        ignoring.mark((int) found.stream().filter(shown -> ignoring.ignores(shown.entry().author())).count(), "message",
                now, effects);
    }

    private Recall.Message recalled(String room, ShownEntry shown) {
        var entry = shown.entry();
        return new Recall.Message(recall.number(room, entry.id()), entry.id(), entry.author(), Telling.text(entry
                .payload()), entry.payload() instanceof Payload.Shared, signs(shown), Optional.of(entry));
    }

    private Set<String> signs(ShownEntry shown) {
        var own = new HashSet<String>();
        shown.reactions().forEach((sign, users) -> {
            if (users.contains(connection.name())) {
                own.add(sign);
            }
        });
        return own;
    }

    private Notice.ShownMessage message(String room, ShownEntry shown) {
        var target = shown.entry().payload() instanceof Payload.Reply reply
                ? recall.get(room, reply.target()).filter(quoted -> !ignoring.ignores(quoted.author()))
                : Optional.<Recall.Message>empty();
        return message(shown, recall.get(room, shown.entry().id()).map(Recall.Message::number).orElse(0), target);
    }

    /// Where nobody names messages by numbers.
    static Notice.ShownMessage unnumbered(ShownEntry shown) {
        return message(shown, 0, Optional.empty());
    }

    private static Notice.ShownMessage message(ShownEntry shown, int number, Optional<Recall.Message> target) {
        var entry = shown.entry();
        var text = switch (entry.payload()) {
            case Payload.Shared shared -> "shares " + shared.file().name() + " (" + Figures.size(shared.file().size())
                    + "); #get " + shared.file().name() + " gets it";
            case Payload.Erased erased -> "(taken back by " + erased.by() + ")";
            case Payload.Text _,Payload.Reply _ -> Telling.text(entry.payload());
            case Payload.Unreadable(int _, var why) -> switch (why) {
                case NO_CODE -> "(sealed with a code that this client lacks; #code asks for it)";
                case DAMAGED -> "(does not open: it was changed on its way)";
                case FORGED -> "(somebody else wrote this in that name; it is not shown)";
                case UNPROVEN -> "(no balancer could say whose this is; ask again later)";
            };
            case Payload.Edit _,Payload.Erase _,Payload.Reaction _,Payload.Topic _,Payload.Membership _,Payload.Sanction _,Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.NewLock _,Payload.Sealed _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                "(something that this version of JustChat cannot show)";
        };
        return new Notice.ShownMessage(number, entry.stampedAtMillis(), entry.author(), text, target.map(
                Recall.Message::author).orElse(""), target.map(Recall.Message::text).orElse(""), shown.edited(),
                shown.reactions());
    }
}
