// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.codec.Malformed;
import justchat.client.codec.SealedCodec;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.RoomKeys;
import justchat.client.crypto.RoomSeal;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileSeal;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Payload.Unreadable.Why;
import justchat.client.model.ShownEntry;

/// Opens what comes of closed rooms: each sealed entry becomes what its author
/// said, or an [Payload.Unreadable] that says why not. Thread-safe; may wait for
/// the key of an author who was never heard of, see [Identities].
final class Opening {
    private final KeyShelf shelf;
    private final Signers signers;

    Opening(KeyShelf shelf, Signers signers) {
        this.shelf = shelf;
        this.signers = signers;
    }

    List<Entry> entries(String room, List<Entry> entries) {
        return entries.stream().map(entry -> entry(room, entry)).toList();
    }

    /// Signs that members put to messages of this page are told with these, like the
    /// servers do in open rooms; they stay in it as entries, too.
    Page page(String room, Page page) {
        var opened = page.entries().stream().map(shown -> new ShownEntry(entry(room, shown.entry()), shown.place(),
                shown.edited(), shown.reactions())).toList();
        var signs = new HashMap<MessageId, Map<String, List<String>>>();
        opened.forEach(shown -> {
            if (shown.entry().payload() instanceof Payload.Reaction reaction) {
                sign(signs.computeIfAbsent(reaction.target(), _ -> new LinkedHashMap<>()), shown.entry().author(),
                        reaction);
            }
        });
        return new Page(opened.stream().map(shown -> Optional.ofNullable(signs.get(shown.entry().id())).map(
                found -> new ShownEntry(shown.entry(), shown.place(), shown.edited(), found)).orElse(shown)).toList(),
                page.before(), page.left());
    }

    private static void sign(Map<String, List<String>> signs, String user, Payload.Reaction reaction) {
        var users = signs.computeIfAbsent(reaction.sign(), _ -> new ArrayList<>());
        users.remove(user);
        if (!reaction.withdrawn()) {
            users.add(user);
        } else if (users.isEmpty()) {
            signs.remove(reaction.sign());
        }
    }

    /// What stands open where only members speak, no member has said.
    private Entry entry(String room, Entry entry) {
        return switch (entry.payload()) {
            case Payload.Sealed sealed -> entry.saying(payload(room, entry, sealed));
            case Payload.Text _,Payload.Shared _,Payload.Reply _,Payload.Edit _,Payload.Reaction _,Payload.Topic _ ->
                entry.saying(new Payload.Unreadable(0, Why.FORGED));
            default -> entry;
        };
    }

    private Payload payload(String room, Entry entry, Payload.Sealed sealed) {
        var keys = shelf.of(room, sealed.lock());
        if (keys.isEmpty()) {
            return new Payload.Unreadable(sealed.lock(), Why.NO_CODE);
        }
        var opened = keys.stream().flatMap(one -> open(one, room, entry.author(), sealed).stream()).findFirst();
        if (opened.isEmpty()) {
            return new Payload.Unreadable(sealed.lock(), Why.DAMAGED);
        }
        var said = said(entry, sealed, opened.get());
        if (said.isEmpty()) {
            return new Payload.Unreadable(sealed.lock(), Why.DAMAGED);
        }
        return switch (signers.judge(opened.get(), entry.stampedAtMillis())) {
            case SIGNED -> said.get();
            case FORGED -> new Payload.Unreadable(sealed.lock(), Why.FORGED);
            case UNKNOWN -> new Payload.Unreadable(sealed.lock(), Why.UNPROVEN);
        };
    }

    private static Optional<RoomSeal.Opened> open(RoomKeys keys, String room, String author, Payload.Sealed sealed) {
        try {
            return Optional.of(RoomSeal.open(keys, room, sealed.lock(), author, sealed.message().bytes()));
        } catch (CannotOpen _) {
            return Optional.empty();
        }
    }

    /// What was said, if it was said for just this entry: with its id; or as an edit
    /// of it, where a page shows how it reads by now.
    private static Optional<Payload> said(Entry entry, Payload.Sealed sealed, RoomSeal.Opened opened) {
        var header = opened.header();
        var id = new MessageId(Instance.of(header.instance()), header.sequence());
        Payload inside;
        try {
            inside = SealedCodec.payload(opened.content());
        } catch (Malformed _) {
            return Optional.empty();
        }
        if (!sealed.file().equals(file(inside))) {
            return Optional.empty();
        }
        return switch (inside) {
            case Payload.Edit edit when sealed.edits().isPresent() -> Optional.<Payload>of(edit).filter(_ -> id.equals(
                    entry.id()) && edit.target().equals(sealed.edits().get()));
            case Payload.Edit(MessageId target, String text, Optional<MessageId> answers) ->
                Optional.of(answers.<Payload>map(answered -> new Payload.Reply(answered, text)).orElseGet(
                        () -> new Payload.Text(text))).filter(_ -> target.equals(entry.id()));
            case Payload.Shared shared when shared.file().seal().isEmpty() -> Optional.empty();
            case Payload.Text _,Payload.Reply _,Payload.Reaction _,Payload.Shared _,Payload.Unknown _ -> Optional.of(
                    inside).filter(_ -> id.equals(entry.id()) && sealed.edits().isEmpty());
            default -> Optional.empty();
        };
    }

    /// The file that it tells of, as the servers know it.
    private static Optional<ContentHash> file(Payload inside) {
        return inside instanceof Payload.Shared(var file) ? file.seal().map(FileSeal::file) : Optional.empty();
    }
}
