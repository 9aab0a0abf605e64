// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.function.Supplier;

import justchat.client.model.Entry;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Seen;
import justchat.client.model.Source;
import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Entries;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Priority;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// What the journal says of events and of requests. Ids and counts, never text.
/// With tracing off nothing is made.
final class Journaling {
    /// Digits of an instance or a hash that tell it from others in a log.
    private static final int BRIEF_INSTANCE = 8;
    private static final int BRIEF_HASH = 12;
    /// Digits that fit a long.
    private static final int KEY_DIGITS = 16;

    private Journaling() {}

    static void record(Journal journal, Event event) {
        switch (event) {
            case Event.LoggedIn in -> journal.record(() -> Saying.of(Verb.IS_ADMITTED).with(Key.USER, in.name())
                    .with(Key.BALANCER, in.balancer()), in.clock());
            case Event.Attached attached -> journal.record(() -> Saying.of(Verb.IS_ATTACHED).with(Key.SERVER, attached
                    .server()), attached.clock());
            case Event.Opened opened -> journal.record(() -> Saying.of(Verb.HAS_OPENED).with(Key.ROOM, opened.room()
                    .name()).with(Key.SEEN, places(opened.base())), opened.clock());
            case Event.RoomCreated created -> journal.record(() -> Saying.of(Verb.HAS_ROOM).with(Key.ROOM, created
                    .room().name()), created.clock());
            case Event.Delivered delivered -> shown(journal, delivered);
            case Event.Stored stored -> sampled(journal, stored.id(), () -> Saying.of(Verb.IS_STORED).with(Key.ROOM,
                    stored.room()).with(Key.MESSAGE, name(stored.id())).with(Key.COPIES, stored.copies()), stored
                            .clock());
            case Event.Whispered whispered -> journal.record(() -> Saying.of(Verb.IS_RECEIVED).with(Key.REQUEST,
                    whispered.request()).with(Key.MESSAGE, envelope(whispered.id())).with(Key.TO, whispered.user()),
                    whispered.clock());
            case Event.WhisperSealed sealed -> journal.record(() -> Saying.of(Verb.SEALS_LETTER).with(Key.REQUEST,
                    sealed.request()).with(Key.MESSAGE, envelope(sealed.id())).with(Key.TO, sealed.user()));
            case Event.WhisperReceived whisper -> got(journal, whisper.id(), whisper.from(), whisper.text(), whisper
                    .clock());
            case Event.LetterOpened letter when letter.isNew() -> got(journal, letter.envelope(), letter.from(), letter
                    .text(), VectorClock.empty());
            case Event.ReceiptCame receipt -> journal.record(() -> Saying.of(Verb.RECEIVES_RECEIPT).with(Key.FROM,
                    receipt.from()).with(Key.COUNT, receipt.messages().size()), receipt.clock());
            case Event.OfferReceived offer -> journal.record(() -> Saying.of(Verb.RECEIVES_OFFER).with(Key.FROM, offer
                    .offer().user()).with(Key.MESSAGE, name(offer)).with(Key.SIZE, offer.file().size()), offer.clock());
            case Event.OfferAnswered answer -> journal.record(() -> Saying.of(answer.accepted()
                    ? Verb.IS_ACCEPTED
                    : Verb.IS_DECLINED).with(Key.TRANSFER, answer.transfer()), answer.clock());
            case Event.Uploaded uploaded -> journal.record(() -> Saying.of(Verb.HAS_UPLOADED).with(Key.TRANSFER,
                    uploaded.transfer()).with(Key.SIZE, uploaded.file().size()), uploaded.clock());
            case Event.Progress progress -> journal.record(() -> Saying.of(Verb.TRANSFERS).with(Key.TRANSFER, progress
                    .transfer()).with(Key.COUNT, progress.done()).with(Key.SIZE, progress.total()));
            case Event.TransferDone done -> journal.record(() -> Saying.of(Verb.HAS_FILE).with(Key.TRANSFER, done
                    .transfer()).with(Key.FILE, done.hash().hex().substring(0, BRIEF_HASH)).with(Key.SIZE, done
                            .bytes()),
                    done.clock());
            case Event.Files files -> journal.record(() -> Saying.of(Verb.HAS_FILE_LIST).with(Key.COUNT, files.files()
                    .size()), files.clock());
            case Event.Moved moved -> journal.record(() -> Saying.of(Verb.MOVES).with(Key.SERVER, moved.to().server()),
                    moved.to().clock());
            case Event.Ended _ -> journal.record(() -> Saying.of(Verb.SESSION_ENDS));
            case Event.Detached lost -> journal.record(() -> Saying.of(Verb.LOSES_SERVER).as(Priority.WARNING)
                    .with(Key.SERVER, lost.server()));
            case Event.Asked _,Event.LogInAsked _,Event.Tick _,Event.InputEnded _,Event.Answered _,Event.LoginRefused _,Event.Searching _,Event.Balancers _,Event.AccountAnswered _,Event.AskPostponed _,Event.People _,Event.Delay _,Event.PostRefused _,Event.OpenRefused _,Event.WhisperFailed _,Event.LetterOpened _,Event.LetterUnreadable _,Event.LetterHeld _,Event.SealRefused _,Event.ReceiptSealed _,Event.SentBefore _,Event.LetterSealed _,Event.LetterSettled _,Event.LetterLeft _,Event.Verified _,Event.Rooms _,Event.Members _,Event.WhoIsAway _,Event.PageRead _,Event.CodeWanted _,Event.CodeTaken _,Event.CodeMade _,Event.OfferSent _,Event.OfferWithdrawn _,Event.TransferHeld _,Event.TransferStopped _,Event.Unfinished _,Event.TransferFailed _,Event.Online _,Event.AskFailed _ ->
                {
                }
        }
    }

    static void starting(Journal journal) {
        journal.record(() -> Saying.of(Verb.STARTS).with(Key.ROLE, "client").with(Key.TRACING, journal.tracing()));
    }

    static VectorClock joining(Journal journal) {
        return journal.record(() -> Saying.of(Verb.ASKS_TO_JOIN));
    }

    static VectorClock attaching(Journal journal) {
        return journal.record(() -> Saying.of(Verb.ATTACHES));
    }

    static VectorClock opening(Journal journal, Effect.Open open) {
        return journal.record(() -> {
            var saying = Saying.of(Verb.OPENS).with(Key.ROOM, open.room());
            return open.seen().map(seen -> saying.with(Key.SEEN, places(seen)))
                    .orElseGet(() -> saying.with(Key.RECENT, open.recent()));
        });
    }

    static VectorClock posting(Journal journal, Effect.Post post) {
        return sampled(journal, post.id(), () -> Saying.of(Verb.POSTS).with(Key.ROOM, post.room()).with(Key.MESSAGE,
                name(post.id())), VectorClock.empty());
    }

    static VectorClock whispering(Journal journal, Effect.Whisper whisper) {
        return journal.record(() -> Saying.of(Verb.SENDS_PRIVATE).with(Key.REQUEST, whisper.request()).with(Key.TO,
                whisper.user()).with(Key.SIZE, whisper.text().length()));
    }

    static VectorClock receipting(Journal journal, Effect.SendReceipt receipt) {
        return journal.record(() -> Saying.of(Verb.SENDS_RECEIPT).with(Key.TO, receipt.user()).with(Key.COUNT, receipt
                .messages().size()));
    }

    static VectorClock openingLetter(Journal journal, Effect.OpenLetter letter) {
        return journal.record(() -> Saying.of(Verb.OPENS_LETTER).with(Key.MESSAGE, name(letter.id())).with(Key.FROM,
                letter.author()));
    }

    static VectorClock creating(Journal journal, Effect.CreateRoom create) {
        return journal.record(() -> Saying.of(Verb.ASKS_FOR_ROOM).with(Key.ROOM, create.room()));
    }

    static VectorClock asking(Journal journal) {
        return journal.record(() -> Saying.of(Verb.ASKS_ABOUT_ACCOUNT));
    }

    static VectorClock offering(Journal journal, Effect.Offer offer) {
        return journal.record(() -> Saying.of(Verb.OFFERS_FILE).with(Key.TRANSFER, offer.transfer()).with(Key.TO, offer
                .user()));
    }

    static VectorClock uploading(Journal journal, Effect.Upload upload) {
        return journal.record(() -> Saying.of(Verb.UPLOADS).with(Key.TRANSFER, upload.transfer()));
    }

    static VectorClock downloading(Journal journal, Effect.Download download) {
        return journal.record(() -> {
            var saying = Saying.of(Verb.DOWNLOADS).with(Key.TRANSFER, download.transfer()).with(Key.SIZE, download
                    .file().size());
            return download.source() instanceof Source.Person person ? saying.with(Key.FROM, person.user()) : saying;
        });
    }

    static VectorClock declining(Journal journal, Effect.Decline decline) {
        return journal.record(() -> Saying.of(Verb.DECLINES_FILE).with(Key.FROM, decline.offer().user()));
    }

    static VectorClock askingForFiles(Journal journal) {
        return journal.record(() -> Saying.of(Verb.ASKS_FOR_FILES));
    }

    private static void got(Journal journal, MessageId envelope, String from, String text, VectorClock clock) {
        journal.record(() -> Saying.of(Verb.RECEIVES_PRIVATE).with(Key.FROM, from).with(Key.MESSAGE, envelope(envelope))
                .with(Key.SIZE, text.length()), clock);
    }

    private static void shown(Journal journal, Event.Delivered delivered) {
        for (var entry : delivered.entries()) {
            if (journal.wants(key(entry.id()), delivered.clock())) {
                journal.record(() -> Saying.of(Verb.SHOWS).with(Key.ROOM, delivered.room()).with(Key.ENTRIES,
                        places(delivered.entries())), delivered.clock());
                return;
            }
        }
    }

    private static VectorClock sampled(Journal journal, MessageId id, Supplier<Saying> saying, VectorClock received) {
        return journal.wants(key(id), received) ? journal.record(saying, received) : VectorClock.empty();
    }

    private static long key(MessageId id) {
        return Journal.key(Long.parseUnsignedLong(id.instance().hex(), 0, KEY_DIGITS, 16), id.sequence());
    }

    /// A message, as the causal logs name it.
    static String name(MessageId id) {
        return id.instance().hex().substring(0, BRIEF_INSTANCE) + "/" + id.sequence();
    }

    /// An offer, likewise: its sender's client, and the first digits of its own.
    private static String name(Event.OfferReceived offer) {
        var id = offer.offer().offer();
        return offer.session().hex().substring(0, BRIEF_INSTANCE) + "/f" + id.substring(0, Math.min(BRIEF_HASH, id
                .length()));
    }

    /// What is sealed from person to person, as the causal logs name it: its numbers are others than those of messages in
    /// rooms.
    private static String envelope(MessageId id) {
        return id.instance().hex().substring(0, BRIEF_INSTANCE) + "/p" + id.sequence();
    }

    private static List<Entries.At> places(List<Entry> entries) {
        return entries.stream().map(entry -> at(entry.origin(), entry.sequence())).toList();
    }

    private static List<Entries.At> places(Seen seen) {
        return seen.positions().entrySet().stream().map(known -> at(known.getKey(), known.getValue())).toList();
    }

    private static Entries.At at(Origin origin, long sequence) {
        return new Entries.At(origin.server() + "." + origin.incarnation(), sequence);
    }
}
