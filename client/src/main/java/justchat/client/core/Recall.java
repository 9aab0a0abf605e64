// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

import justchat.client.model.Entry;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Ref;

/// Messages that were shown lately, so that they can be named, quoted, edited and
/// taken back. Pure; owned by [ClientCore].
final class Recall {
    /// Per room; the one shown longest ago is forgotten first.
    static final int MESSAGES = 1_000;

    private final Map<String, Room> rooms = new HashMap<>();
    private int last;

    /// @param number
    ///            m1, m2, ... in this run of the client
    /// @param file
    ///            `text` is the name of a file
    /// @param signs
    ///            that we have put to it
    /// @param entry
    ///            as it was delivered first; empty while it is on its way
    record Message(int number, MessageId id, String author, String text, boolean file, Set<String> signs,
            Optional<Entry> entry) {
        Message {
            signs = Set.copyOf(signs);
        }

        Message reads(String newText) {
            return new Message(number, id, author, newText, file, signs, entry);
        }

        Message signed(String sign, boolean withdrawn) {
            var now = new TreeSet<>(signs);
            if (withdrawn) {
                now.remove(sign);
            } else {
                now.add(sign);
            }
            return new Message(number, id, author, text, file, now, entry);
        }
    }

    /// `known` is in the order of the screen; `ages` in the order of the room as far
    /// as we know it. A post that was not delivered yet is only in `ages`.
    private static final class Room {
        private final SequencedMap<MessageId, Message> known = new LinkedHashMap<>();
        private final SequencedMap<MessageId, Message> pending = new LinkedHashMap<>();
        private final SequencedSet<MessageId> ages = new LinkedHashSet<>();

        Optional<Message> message(MessageId id) {
            return Optional.ofNullable(known.get(id)).or(() -> Optional.ofNullable(pending.get(id)));
        }

        void forget(MessageId id) {
            known.remove(id);
            pending.remove(id);
            ages.remove(id);
        }
    }

    /// A message of ours is on its way.
    void posted(String room, MessageId id, String author, String text, boolean file) {
        var here = room(room);
        here.pending.put(id, new Message(++last, id, author, text, file, Set.of(), Optional.empty()));
        here.ages.add(id);
    }

    /// A message was delivered, and shown.
    void shown(String room, Entry entry, String text) {
        put(room, new Message(number(room, entry.id()), entry.id(), entry.author(), text,
                entry.payload() instanceof Payload.Shared, Set.of(), Optional.of(entry)));
        room(room).ages.add(entry.id());
    }

    /// Messages stood on a page, oldest first: they are the last on the screen now,
    /// and, unless they are `newer`, older than what was known.
    void listed(String room, List<Message> page, boolean newer) {
        var here = room(room);
        if (newer) {
            page.forEach(message -> here.ages.add(message.id));
        }
        page.reversed().stream().filter(message -> !here.ages.contains(message.id))
                .forEach(message -> here.ages.addFirst(message.id));
        page.forEach(message -> put(room, message));
    }

    private void put(String room, Message message) {
        var here = room(room);
        here.known.remove(message.id);
        here.known.put(message.id, message);
        here.pending.remove(message.id);
        if (here.known.size() > MESSAGES) {
            here.forget(here.known.firstEntry().getKey());
        }
    }

    /// All that stood on the screen, in its order, and can still be named.
    List<Message> all(String room) {
        return List.copyOf(room(room).known.values());
    }

    /// The number of a message, its own for ever.
    int number(String room, MessageId id) {
        return get(room, id).map(Message::number).orElseGet(() -> ++last);
    }

    /// Whether it stood on the screen.
    boolean isShown(String room, MessageId id) {
        return room(room).known.containsKey(id);
    }

    Optional<Message> get(String room, MessageId id) {
        return room(room).message(id);
    }

    /// The one that was meant.
    Optional<Message> find(String room, Ref ref) {
        var here = List.copyOf(room(room).known.values()).reversed();
        return switch (ref) {
            case Ref.Last(var number) -> number <= here.size()
                    ? Optional.of(here.get(number - 1))
                    : Optional.empty();
            case Ref.Numbered(var number) -> here.stream().filter(message -> message.number == number).findFirst();
            case Ref.By(var user) -> here.stream().filter(message -> message.author.equalsIgnoreCase(user))
                    .findFirst();
        };
    }

    /// Messages of one author, the newest first.
    ///
    /// @param most
    ///            empty: all
    List<Message> of(String room, String author, OptionalInt most) {
        var here = room(room);
        var own = new ArrayList<Message>();
        for (var id : here.ages.reversed()) {
            here.message(id).filter(message -> message.author.equalsIgnoreCase(author)).ifPresent(own::add);
            if (most.isPresent() && own.size() == most.getAsInt()) {
                break;
            }
        }
        return List.copyOf(own);
    }

    void edited(String room, MessageId id, String text) {
        change(room, id, text, "", false);
    }

    /// We put a sign to it, or took it away.
    void signed(String room, MessageId id, String sign, boolean withdrawn) {
        change(room, id, "", sign, withdrawn);
    }

    private void change(String room, MessageId id, String text, String sign, boolean withdrawn) {
        var here = room(room);
        here.message(id).map(message -> sign.isEmpty() ? message.reads(text) : message.signed(sign, withdrawn))
                .ifPresent(message -> (here.known.containsKey(id) ? here.known : here.pending).put(id, message));
    }

    /// We ask for it to be taken back; it can be quoted until it is.
    void taken(String room, MessageId id) {
        room(room).ages.remove(id);
    }

    /// Taken back, or never sent.
    void forget(String room, MessageId id) {
        room(room).forget(id);
    }

    private Room room(String name) {
        return rooms.computeIfAbsent(name, _ -> new Room());
    }
}
