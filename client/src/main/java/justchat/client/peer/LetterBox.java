// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import justchat.client.codec.Directory;
import justchat.client.codec.EnvelopeCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RoomCodec;
import justchat.client.core.Event;
import justchat.client.core.Unopened;
import justchat.client.crypto.CannotOpen;
import justchat.client.model.MessageId;
import justchat.client.model.SealedLetter;
import justchat.client.session.Account;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.strand.Strand;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Opens the letters that wait for us, one after another, in the order they
/// came, on a strand that may wait: for as long as nobody says whose key the
/// sender's is, a letter stays closed.
final class LetterBox implements AutoCloseable {
    private static final int WAITING = 65_536;
    private static final long WAITING_BYTES = 64L * 1024 * 1024;
    private static final long RETRY_MILLIS = 1_000;
    private static final int HELD = 64;

    private final Supplier<Optional<Account>> account;
    private final Whereabouts whereabouts;
    private final Duplicates duplicates;
    private final Desk desk;
    private final Consumer<Event> loop;
    private final Strand strand = new Strand("letters", WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    /// Until the author's key is taken; others come again at the next login. Guarded by
    /// itself.
    private final List<Held> held = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// A letter that was opened.
    ///
    /// @param id
    ///            of the entry
    /// @param key
    ///            of the envelope
    record Letter(MessageId id, Duplicates.Key key) {}

    /// Where what is no text goes; does not wait.
    interface Desk {
        /// @param isNew
        ///            the same envelope has not come before
        /// @return whether it is settled; else it stays, until `settle`
        boolean take(Letter letter, PrivateMessage message, boolean isNew);
    }

    LetterBox(Supplier<Optional<Account>> account, Whereabouts whereabouts, Duplicates duplicates, Desk desk,
            Consumer<Event> loop) {
        this.desk = desk;
        this.account = account;
        this.whereabouts = whereabouts;
        this.duplicates = duplicates;
        this.loop = loop;
    }

    /// Answered by one event; by none once this is closed. Does not wait.
    ///
    /// @param id
    ///            of the entry
    /// @param author
    ///            of the entry, as its server had it from the author's ticket
    void open(MessageId id, String author, SealedLetter letter, VectorClock trace) {
        var bytes = letter.bytes().length;
        var taken = waitingBytes.addAndGet(bytes) <= WAITING_BYTES && strand.tell(() -> {
            waitingBytes.addAndGet(-bytes);
            answer(id, author, letter, trace);
        });
        if (!taken) {
            waitingBytes.addAndGet(-bytes);
            Thread.ofVirtual().start(() -> loop.accept(
                    new Event.LetterUnreadable(id, Optional.empty(), "too many letters wait to be opened already")));
        }
    }

    private record Held(MessageId id, String author, SealedLetter letter) {}

    private void hold(Held letter) {
        synchronized (held) {
            if (held.size() < HELD) {
                held.add(letter);
            }
        }
    }

    /// The author's key may have been taken.
    void reopen(String author) {
        List<Held> again;
        synchronized (held) {
            again = held.stream().filter(letter -> letter.author().equals(author)).toList();
            held.removeAll(again);
        }
        again.forEach(letter -> open(letter.id(), letter.author(), letter.letter(), VectorClock.empty()));
    }

    private void answer(MessageId id, String author, SealedLetter letter, VectorClock trace) {
        try {
            var sender = sender(author, trace);
            if (sender.isPresent()) {
                read(id, author, letter, sender.get().identityKey());
            }
        } catch (CannotOpen | Malformed e) {
            loop.accept(new Event.LetterUnreadable(id, Optional.empty(), e.getMessage()));
        } catch (KeyChanged _) {
            hold(new Held(id, author, letter));
            loop.accept(new Event.LetterHeld(id, author));
        }
    }

    private void read(MessageId id, String author, SealedLetter letter, byte[] senderKey)
            throws CannotOpen, Malformed {
        var envelope = EnvelopeCodec.envelope(letter);
        if (!envelope.getSender().equals(author)) {
            throw new CannotOpen("it says that it is from somebody else");
        }
        var us = account.get().orElseThrow(() -> new CannotOpen("nobody has logged in here yet"));
        var envelopeId = RoomCodec.id(envelope.getId());
        Unsealing.Unsealed unsealed;
        try {
            unsealed = Unsealing.open(us, senderKey, envelope);
        } catch (CannotOpen e) {
            if (!us.name().equals(envelope.getRecipient())) {
                throw e;
            }
            loop.accept(
                    new Event.LetterUnreadable(id, Optional.of(new Unopened(author, envelopeId)), e.getMessage()
                            + "; " + author + " is told to send it again"));
            return;
        }
        switch (unsealed.message()) {
            case PrivateMessage.Text(var text) -> text(id, new Duplicates.Key(author, unsealed.id()), text);
            case PrivateMessage.Receipt(var messages, var news) -> loop.accept(new Event.ReceiptCame(Optional.of(id),
                    author, messages, news, VectorClock.empty()));
            case PrivateMessage.Offer _,PrivateMessage.Answer _,PrivateMessage.Left _ -> {
                var key = new Duplicates.Key(author, unsealed.id());
                handOver(new Letter(id, key), unsealed.message(), duplicates.take(key));
            }
        }
    }

    private void text(MessageId id, Duplicates.Key key, String text) {
        var isNew = duplicates.take(key);
        loop.accept(new Event.LetterOpened(id, key.id(), key.sender(), text, isNew));
        if (isNew) {
            duplicates.settle(key);
        }
    }

    private void handOver(Letter letter, PrivateMessage message, boolean isNew) {
        if (desk.take(letter, message, isNew)) {
            settle(letter);
        } else {
            loop.accept(new Event.LetterLeft(letter.id()));
        }
    }

    /// All is done that it asked for: it does not come again.
    void settle(Letter letter) {
        duplicates.settle(letter.key());
        loop.accept(new Event.LetterSettled(letter.id()));
    }

    /// The author's key, as the directory says it and the pins confirm it, or as the
    /// pins alone have it. Waits for an answer.
    ///
    /// @return empty if closed
    private Optional<Directory.Location> sender(String author, VectorClock trace) throws CannotOpen, KeyChanged {
        do {
            try {
                var location = whereabouts.of(author, false, trace);
                if (!location.user().equals(author)) {
                    throw new CannotOpen("the directory knows its author by another name");
                }
                return Optional.of(location);
            } catch (Refused refused) {
                if (refused.getReason() == Reason.NOT_FOUND) {
                    throw new CannotOpen("there is no user " + author);
                }
            } catch (NobodyAnswers _) {
                // Asked again below.
            }
            var pinned = whereabouts.pinned(author);
            if (pinned.isPresent()) {
                return pinned;
            }
        } while (!rest());
        return Optional.empty();
    }

    /// @return true if closed meanwhile
    private boolean rest() {
        try {
            return closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        strand.close();
    }
}
