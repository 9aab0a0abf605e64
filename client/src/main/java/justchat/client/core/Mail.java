// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import justchat.client.model.Entry;
import justchat.client.model.Figures;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.SentMessage.News;

/// The letters in the room of private entries, in and out. Pure; owned by [ClientCore].
///
/// A letter that is opened is collected: said so within a second, many at once.
/// What is not collected comes again with the next client. Who wrote it is told
/// that it has arrived just before it is collected, and that it was read once the person did
/// something after it was shown, if the person chose to let others know.
final class Mail {
    private static final long COLLECT_MILLIS = 1_000;
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    private static final int ON_SCREEN = 1_000;
    /// Recipients that are listed by name.
    private static final int NAMED = 5;
    private static final String SEALED = "via server, sealed";

    private final Outbox outbox;
    private final Connection connection;
    private final Choosing choosing;
    private final Ignoring ignoring;
    private final boolean attended;
    private final SequencedSet<MessageId> opened = new LinkedHashSet<>();
    private long openedAt = Long.MAX_VALUE;
    /// What our client has to say to others', about files and receipts.
    private final Deque<Payload.Letter> toPost = new ArrayDeque<>();
    /// When letters were stamped whose answer is still to come.
    private final Map<MessageId, Long> stamped = new HashMap<>();
    /// Letters of ours that no server has confirmed.
    private final Map<MessageId, Unstored> unstored = new HashMap<>();
    private final SentMail sent = new SentMail();
    private final OwedReceipts owed = new OwedReceipts();
    /// On the screen since the person did something last; the latest 1,000.
    private final Deque<Arrived> onScreen = new ArrayDeque<>();
    /// Of letters that may come back; the latest 1,000, oldest first.
    private final SequencedMap<MessageId, String> texts = new LinkedHashMap<>();
    /// What was refused for its seal, or for whose it was not.
    private final Map<Seal, Long> refusals = new EnumMap<>(Seal.class);
    private long lettersRefused;
    private Set<String> verified = Set.of();
    private final Map<String, Integer> unanswered = new LinkedHashMap<>();

    /// @param envelope
    ///            which receipts name
    private record Unstored(Requests.Kind.Whisper whisper, MessageId envelope) {}

    private record Arrived(String from, MessageId envelope) {}

    /// @param attended
    ///            a person looks
    Mail(Outbox outbox, Connection connection, Choosing choosing, Ignoring ignoring, boolean attended) {
        this.outbox = outbox;
        this.connection = connection;
        this.choosing = choosing;
        this.ignoring = ignoring;
        this.attended = attended;
    }

    void take(Event.OfMail event, Now now, Effects effects) {
        switch (event) {
            case Event.WhisperReceived whisper -> received(whisper.id(), whisper.from(), whisper.text(), whisper.via(),
                    now, effects);
            case Event.LetterOpened letter -> opened(letter, now, effects);
            case Event.LetterUnreadable letter -> unreadable(letter, now, effects);
            case Event.LetterHeld held -> held(held, now, effects);
            case Event.LetterSealed sealed -> toPost.add(new Payload.Letter(sealed.user(), sealed.letter()));
            case Event.LetterSettled letter -> collect(letter.id(), now);
            case Event.LetterLeft letter -> left(letter.id(), now);
            case Event.Verified known -> verified = known.users();
            case Event.SealRefused refused -> refusals.merge(refused.seal(), 1L, Long::sum);
            case Event.ReceiptCame receipt -> receipt(receipt, now, effects);
            case Event.ReceiptSealed receipt ->
                toPost.add(new Payload.Letter(receipt.user(), receipt.letter(), true));
            case Event.SentBefore before -> before.messages().forEach(message -> remember(message, now, effects));
        }
    }

    /// A letter, for it could not be handed over.
    void send(Requests.Kind.Whisper whisper, Event.WhisperSealed sealed, Seen seen, Now now, Effects effects) {
        outbox.say(RoomName.PRIVATE, seen, new Payload.Letter(sealed.user(), sealed.letter()), now, effects)
                .ifPresent(id -> {
                    unstored.put(id, new Unstored(whisper, sealed.id()));
                    texts.put(sealed.id(), whisper.text());
                    if (texts.size() > ON_SCREEN) {
                        texts.pollFirstEntry();
                    }
                    effects.show(new Notice.Whispered(now.millis(), sealed.id(), sealed.user(), whisper.text(), marked(
                            sealed.user(), via(sealed)), true));
                    remember(new SentMessage(sealed.id(), sealed.user(), now.millis(), SentMessage.State.RELAYED), now,
                            effects);
                });
    }

    /// It went directly.
    void handedOver(Event.Whispered whispered, Now now, Effects effects) {
        effects.show(new Notice.Whispered(now.millis(), whispered.id(), whispered.user(), whispered.text(), marked(
                whispered.user(), whispered.via()), true));
        var message = new SentMessage(whispered.id(), whispered.user(), now.millis(), SentMessage.State.DIRECT);
        effects.add(new Effect.KeepSent(List.of(message)));
        remember(message, now, effects);
    }

    private void remember(SentMessage message, Now now, Effects effects) {
        sent.add(message).ifPresent(further -> further(message.user(), List.of(further), now, effects));
    }

    /// What somebody says became of messages. It is told if it is news, and never answered.
    private void receipt(Event.ReceiptCame receipt, Now now, Effects effects) {
        further(receipt.from(), sent.receipt(receipt.from(), receipt.messages(), receipt.news()), now, effects);
        receipt.letter().ifPresent(letter -> collect(letter, now));
    }

    private void further(String user, List<SentMessage> messages, Now now, Effects effects) {
        if (!messages.isEmpty()) {
            effects.add(new Effect.KeepSent(messages));
        }
        messages.stream().filter(message -> message.state() != SentMessage.State.UNOPENED).map(SentMessage::id)
                .forEach(texts::remove);
        for (var state : SentMessage.State.values()) {
            var some = messages.stream().filter(message -> message.state() == state).toList();
            if (state == SentMessage.State.UNOPENED) {
                some.forEach(message -> cameBack(message, now, effects));
            } else if (!some.isEmpty() && !ignoring.ignores(user)) {
                effects.show(new Notice.Receipted(now.millis(), user, state == SentMessage.State.READ, some));
            }
        }
    }

    /// How a letter goes, in words.
    static String via(Event.WhisperSealed sealed) {
        return sealed.online() ? SEALED : SEALED + ", waiting until " + sealed.user() + " is back";
    }

    /// Servers have a letter, so a later run is to know of it.
    void stored(MessageId id, Effects effects) {
        Optional.ofNullable(unstored.remove(id)).flatMap(letter -> sent.of(letter.envelope())).ifPresent(
                message -> effects.add(new Effect.KeepSent(List.of(message))));
    }

    void refused(MessageId id, String sentence, Now now, Effects effects) {
        var letter = unstored.remove(id);
        if (letter != null) {
            var whisper = letter.whisper();
            sent.forget(letter.envelope());
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

    private void opened(Event.LetterOpened letter, Now now, Effects effects) {
        if (letter.isNew()) {
            received(letter.envelope(), letter.from(), letter.text(), SEALED, now, effects);
        }
        owe(letter.from(), letter.envelope(), News.DELIVERED, now);
        collect(letter.id(), now);
    }

    private void owe(String user, MessageId message, News news, Now now) {
        if (!user.equals(connection.name())) {
            owed.add(user, message, news, now.nanos());
        }
    }

    private void unreadable(Event.LetterUnreadable letter, Now now, Effects effects) {
        effects.problem(now, "a private message came that cannot be opened: " + letter.sentence());
        letter.unopened().ifPresent(one -> owe(one.from(), one.envelope(), News.UNOPENED, now));
        lettersRefused++;
        collect(letter.id(), now);
    }

    /// Not collected: it comes again, at the next login at the latest.
    private void held(Event.LetterHeld letter, Now now, Effects effects) {
        effects.problem(now,
                "a private message of " + letter.from() + " waits, sealed by a key that is not the one known"
                        + " here: see #verify #" + letter.from());
    }

    /// A way in words, and whether it was to or from somebody verified.
    String marked(String user, String via) {
        return isVerified(user) ? via + ", verified" : via;
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

    /// Says which letters were opened, and to their authors, if it is time, or `atOnce`.
    void tick(Seen seen, boolean atOnce, Now now, Effects effects) {
        if (connection.attached()) {
            owed.due(atOnce, now.nanos()).forEach(receipt -> effects.add(new Effect.SendReceipt(receipt.user(), receipt
                    .messages(), receipt.news())));
        }
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
        return connection.attached() ? Math.min(dueAt(), owed.wakeAt()) : Long.MAX_VALUE;
    }

    private long dueAt() {
        return openedAt == Long.MAX_VALUE ? Long.MAX_VALUE : openedAt + COLLECT_MILLIS * Now.NANOS_PER_MILLI;
    }

    /// A private message came, by whatever way.
    private void received(MessageId id, String from, String text, String via, Now now, Effects effects) {
        if (!ignoring.hides(from)) {
            unanswered.merge(from, 1, Integer::sum);
            shown(new Arrived(from, id));
            effects.show(new Notice.Whispered(now.millis(), id, from, text, marked(from, via), false));
            effects.add(new Effect.Ring(new Call(Call.Reason.PRIVATE, from, "", text)));
        }
    }

    private static void count(long number, String one, List<String> words) {
        if (number > 0) {
            words.add(Figures.count(number, one));
        }
    }

    /// Whether the person has compared the safety number with this user, and the key is still the same.
    boolean isVerified(String user) {
        return verified.contains(user);
    }

    private void shown(Arrived message) {
        if (attended) {
            onScreen.add(message);
            if (onScreen.size() > ON_SCREEN) {
                onScreen.poll();
            }
        }
    }

    /// The person is there, so all was read.
    void attended(Now now) {
        unanswered.clear();
        if (choosing.choices().receipts()) {
            onScreen.forEach(message -> owe(message.from(), message.envelope(), News.READ, now));
        }
        onScreen.clear();
    }

    /// It was sealed with keys of before, the recipient's or ours; to be sent again with those of today.
    private void cameBack(SentMessage message, Now now, Effects effects) {
        var sentence = message.user() + " could not open it, for an identity key has changed since it was sealed."
                + " #verify #" + message.user() + " shows the key of today; then send it again";
        Optional.ofNullable(texts.remove(message.id())).ifPresentOrElse(
                text -> effects.show(new Notice.Refused(now.millis(), "not delivered: " + sentence,
                        "#message #" + message
                                .user() + " " + text)),
                () -> effects.problem(now, "a private message that you sent earlier was not delivered: " + sentence));
    }

    /// How private messages of ours stand, in words; empty: nothing is to be said.
    String standing() {
        var waiting = sent.waiting();
        var words = new ArrayList<String>();
        waiting.entrySet().stream().limit(NAMED).forEach(entry -> words.add(entry.getValue() + " for " + entry
                .getKey()));
        if (waiting.size() > NAMED) {
            words.add(Figures.count(waiting.entrySet().stream().skip(NAMED).mapToInt(Map.Entry::getValue).sum(),
                    "message") + " for others");
        }
        var refused = sent.refused() == 0 ? "" : Figures.count(sent.refused(), "receipt") + " without effect";
        var turned = new ArrayList<String>();
        count(refusals.getOrDefault(Seal.CALL, 0L), "direct call", turned);
        count(lettersRefused, "letter", turned);
        count(refusals.getOrDefault(Seal.CHUNK, 0L), "chunk", turned);
        var seals = turned.isEmpty() ? "" : "refused for their seal: " + String.join(", ", turned);
        var waits = words.isEmpty() ? "" : "private messages that wait: " + String.join(", ", words);
        return Stream.of(waits, seals, refused).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    /// What came while the person did nothing.
    List<Bar.Unread> unanswered() {
        var list = new ArrayList<Bar.Unread>();
        unanswered.forEach((user, count) -> list.add(new Bar.Unread("@" + user, count, true)));
        return list;
    }
}
