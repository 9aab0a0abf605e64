// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

import justchat.client.model.Entry;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// The letters in the room of private entries, in and out. Pure; owned by [ClientCore].
///
/// A letter that is opened is collected: said so within a second, many at once.
/// What is not collected comes again with the next client.
final class Mail {
    private static final long COLLECT_MILLIS = 1_000;
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    private static final String SEALED = "via server, sealed";

    private final Outbox outbox;
    private final Connection connection;
    private final Ignoring ignoring;
    private final SequencedSet<MessageId> opened = new LinkedHashSet<>();
    private long openedAt = Long.MAX_VALUE;
    /// What our client has to say to others' about files.
    private final Deque<Payload.Letter> toPost = new ArrayDeque<>();
    /// When letters were stamped whose answer is still to come.
    private final Map<MessageId, Long> stamped = new HashMap<>();
    /// Letters of ours without a receipt.
    private final Map<MessageId, Requests.Kind.Whisper> sent = new HashMap<>();
    private Set<String> verified = Set.of();
    private final Map<String, Integer> unanswered = new LinkedHashMap<>();

    Mail(Outbox outbox, Connection connection, Ignoring ignoring) {
        this.outbox = outbox;
        this.connection = connection;
        this.ignoring = ignoring;
    }

    void take(Event.OfMail event, Now now, Effects effects) {
        switch (event) {
            case Event.WhisperReceived whisper -> received(whisper.from(), whisper.text(), whisper.via(), now,
                    effects);
            case Event.LetterOpened letter -> opened(letter, now, effects);
            case Event.LetterUnreadable letter -> unreadable(letter, now, effects);
            case Event.LetterHeld held -> held(held, now, effects);
            case Event.LetterSealed sealed -> toPost.add(new Payload.Letter(sealed.user(), sealed.letter()));
            case Event.LetterSettled letter -> collect(letter.id(), now);
            case Event.LetterLeft letter -> left(letter.id(), now);
            case Event.Verified known -> verified = known.users();
        }
    }

    /// A letter, for it could not be handed over.
    void send(Requests.Kind.Whisper whisper, Event.WhisperSealed sealed, Seen seen, Now now, Effects effects) {
        outbox.say(RoomName.PRIVATE, seen, new Payload.Letter(sealed.user(), sealed.letter()), now, effects)
                .ifPresent(id -> {
                    sent.put(id, whisper);
                    effects.show(new Notice.Whispered(now.millis(), sealed.user(), whisper.text(), marked(sealed.user(),
                            via(sealed)), true));
                });
    }

    /// How a letter goes, in words.
    static String via(Event.WhisperSealed sealed) {
        return sealed.online() ? SEALED : SEALED + ", waiting until " + sealed.user() + " is back";
    }

    void stored(MessageId id) {
        sent.remove(id);
    }

    void refused(MessageId id, String sentence, Now now, Effects effects) {
        var whisper = sent.remove(id);
        if (whisper != null) {
            effects.show(new Notice.Refused(now.millis(), "not sent: " + sentence, "#message #" + whisper.user() + " "
                    + whisper.text()));
        } else {
            effects.problem(now, "not kept: " + sentence);
        }
    }

    /// A private entry was delivered: perhaps a letter to us.
    ///
    /// @return whether it is, and will be opened
    boolean take(Entry entry, Effects effects) {
        if (entry.payload() instanceof Payload.Letter letter && letter.recipient().equalsIgnoreCase(connection
                .name())) {
            stamped.put(entry.id(), entry.stampedAtMillis());
            effects.add(new Effect.OpenLetter(entry.id(), entry.author(), letter.envelope()));
            return true;
        }
        return false;
    }

    void opened(Event.LetterOpened letter, Now now, Effects effects) {
        if (letter.isNew()) {
            received(letter.from(), letter.text(), SEALED, now, effects);
        }
        collect(letter.id(), now);
    }

    void unreadable(Event.LetterUnreadable letter, Now now, Effects effects) {
        effects.problem(now, "a private message came that cannot be opened: " + letter.sentence());
        collect(letter.id(), now);
    }

    /// Not collected: it comes again, at the next login at the latest.
    void held(Event.LetterHeld letter, Now now, Effects effects) {
        effects.problem(now,
                "a private message of " + letter.from() + " waits, sealed by a key that is not the one known"
                        + " here: see #verify #" + letter.from());
    }

    /// A way in words, and whether it was to or from somebody verified.
    String marked(String user, String via) {
        return verified.contains(user) ? via + ", verified" : via;
    }

    /// Nobody waits for the answer to an offer that is over, on whatever device.
    private void left(MessageId letter, Now now) {
        var at = stamped.remove(letter);
        if (at != null && now.millis() - at > Limits.MAILED_OFFER_MILLIS + DAY_MILLIS) {
            collect(letter, now);
        }
    }

    private void collect(MessageId letter, Now now) {
        stamped.remove(letter);
        opened.add(letter);
        openedAt = Math.min(openedAt, now.nanos());
    }

    /// Says which letters were opened, if it is time, or `atOnce`.
    void tick(Seen seen, boolean atOnce, Now now, Effects effects) {
        while (!toPost.isEmpty() && outbox.note(RoomName.PRIVATE, seen, toPost.peek(), effects)) {
            toPost.remove();
        }
        while (!opened.isEmpty() && connection.attached()
                && (atOnce || opened.size() >= Payload.Collected.MAX_LETTERS || dueAt() - now.nanos() <= 0)) {
            var some = opened.stream().limit(Payload.Collected.MAX_LETTERS).toList();
            if (!outbox.note(RoomName.PRIVATE, seen, new Payload.Collected(some), effects)) {
                openedAt = now.nanos();
                return;
            }
            some.forEach(opened::remove);
            openedAt = opened.isEmpty() ? Long.MAX_VALUE : openedAt;
        }
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return connection.attached() ? dueAt() : Long.MAX_VALUE;
    }

    private long dueAt() {
        return openedAt == Long.MAX_VALUE ? Long.MAX_VALUE : openedAt + COLLECT_MILLIS * Now.NANOS_PER_MILLI;
    }

    /// A private message came, by whatever way.
    void received(String from, String text, String via, Now now, Effects effects) {
        if (!ignoring.hides(from)) {
            unanswered.merge(from, 1, Integer::sum);
            effects.show(new Notice.Whispered(now.millis(), from, text, marked(from, via), false));
            effects.add(new Effect.Ring(new Call(Call.Reason.PRIVATE, from, "", text)));
        }
    }

    /// The person is there, so all was read.
    void attended() {
        unanswered.clear();
    }

    /// What came while the person did nothing.
    List<Bar.Unread> unanswered() {
        var list = new ArrayList<Bar.Unread>();
        unanswered.forEach((user, count) -> list.add(new Bar.Unread("@" + user, count, true)));
        return list;
    }
}
