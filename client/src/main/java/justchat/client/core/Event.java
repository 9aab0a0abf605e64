// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.client.model.AccountAnswer;
import justchat.client.model.Away;
import justchat.client.model.Code;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.PublicFile;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomLock;
import justchat.client.model.RoomMember;
import justchat.client.model.RoomSummary;
import justchat.client.model.SealedLetter;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;

/// What reaches [ClientLoop]: from the keyboard, from the [Network], from the
/// clock on the wall. A `clock` is the sender's, `VectorClock.empty()` if it
/// sent none.
///
/// Events of one subject belong to one group, which one class of a
/// chatting client's core takes: [OfSession] [SessionDesk], [OfRoom]
/// [RoomDesk], [OfMail] [Mail], [OfFiles] [FileDesk], [OfRequest] [Answers].
public sealed interface Event {

    /// It has to do with the account's login, or with the session at a server.
    sealed interface OfSession extends Event {}

    /// It has to do with a room, or with what was posted there.
    sealed interface OfRoom extends Event {}

    /// A private message for us.
    sealed interface OfMail extends Event {}

    /// It has to do with a file under way, or an offer.
    sealed interface OfFiles extends Event {}

    /// What became of a question, or of a private message of ours.
    sealed interface OfRequest extends Event {
        /// The number under which it was asked.
        long request();
    }

    /// The person asked for something.
    record Asked(Input input) implements Event {}

    /// The person gave a name and a password.
    record LogInAsked(Login login) implements Event {}

    /// The person answered a question, or (empty) would rather not.
    record Answered(int question, Optional<String> text) implements Event {
        /// Without the answer, which may be a password.
        @Override
        public String toString() {
            return "Answered[" + question + "]";
        }
    }

    /// Time passed; nothing else happened.
    record Tick() implements Event {}

    /// The surface is about to close; what is unsent gets until `byMillis` of the
    /// loop's clock to get its receipt.
    record InputEnded() implements Event {}

    /// @param name
    ///            the user's name as the account has it
    /// @param balancer
    ///            who let us in, like lb-1
    record LoggedIn(String name, String balancer, VectorClock clock) implements OfSession {}

    /// @param sentence
    ///            for people; for UNAVAILABLE it names who was asked
    /// @param retryAfterMillis
    ///            0 where trying again is useless
    record LoginRefused(Refusal reason, String sentence, int retryAfterMillis) implements OfSession {}

    /// One round of looking for a server failed; another one follows.
    record Searching(String sentence) implements OfSession {}

    /// A session is open; no room is, yet.
    ///
    /// @param server
    ///            its name, like ms-1
    /// @param balancer
    ///            who named the server; empty: nobody, it was one of the backups
    /// @param rooms
    ///            those that the user is in, by name; the lobby is one of them
    /// @param settings
    ///            the user's, by name
    /// @param letters
    ///            that wait for the user; they are delivered in the room of private
    ///            entries
    record Attached(String server, String balancer, List<RoomSummary> rooms, Map<String, String> settings, int letters,
            VectorClock clock) implements OfSession {
        public Attached {
            rooms = List.copyOf(rooms);
            settings = Map.copyOf(settings);
        }
    }

    /// Whether any balancer answers. Told when that changes; at first they do.
    record Balancers(boolean answer) implements OfSession {}

    /// Another session has taken the place of the one that there was, which is over
    /// without having been lost. As after `Attached`, no room is open.
    record Moved(Attached to) implements OfSession {}

    /// The account's login was ended, by its owner or by a change of the account: the
    /// session, if there was one, is over, and no other is looked for.
    record Ended(String sentence) implements OfSession {}

    /// A room is open; its deliveries follow.
    ///
    /// @param missed
    ///            how many entries follow before any new one
    /// @param base
    ///            what the server takes for seen before the first delivery
    record Opened(RoomSummary room, long missed, Seen base, VectorClock clock) implements OfRoom {}

    /// @param retryAfterMillis
    ///            0 where trying again is useless
    record OpenRefused(String room, Refusal reason, String sentence, int retryAfterMillis) implements OfRoom {}

    /// The session is gone: its server closed the connection, or was silent for too
    /// long.
    ///
    /// @param silentMillis
    ///            how long ago it was last heard
    record Detached(String server, String sentence, long silentMillis) implements OfSession {}

    /// Entries of an open room, in the room's order.
    record Delivered(String room, List<Entry> entries, VectorClock clock) implements OfRoom {
        public Delivered {
            entries = List.copyOf(entries);
        }
    }

    /// How many sessions there are on all servers.
    record People(int online) implements OfSession {}

    /// The round trip to the server, measured by a ping.
    record Delay(long micros) implements OfSession {}

    /// The receipt of a post.
    record Stored(String room, MessageId id, int copies, int servers, VectorClock clock) implements OfRoom {}

    /// The post had no effect.
    record PostRefused(String room, MessageId id, Refusal reason, String sentence, int retryAfterMillis)
            implements
                OfRoom {}

    /// The other's client has opened the private message and shown it.
    ///
    /// @param via
    ///            the way it took, like `direct`
    /// @param id
    ///            of its envelope, which receipts name
    record Whispered(long request, MessageId id, String user, String text, String via, VectorClock clock)
            implements
                OfRequest {}

    /// There is no direct way to the user, so this is to wait in the room of
    /// private entries.
    ///
    /// @param online
    ///            the user has a session, but it cannot be reached
    record WhisperSealed(long request, MessageId id, String user, SealedLetter letter, boolean online)
            implements
                OfRequest {}

    record WhisperFailed(long request, String user, String sentence) implements OfRequest {}

    /// A private message for us, opened, for the first time.
    ///
    /// @param id
    ///            of its envelope
    record WhisperReceived(MessageId id, String from, String text, String via, VectorClock clock) implements OfMail {}

    /// A letter for us is opened. Told once per letter that was to be opened, also if
    /// the same envelope came before by another way: `isNew` is then false.
    ///
    /// @param id
    ///            of the entry
    /// @param envelope
    ///            of what is in it
    record LetterOpened(MessageId id, MessageId envelope, String from, String text, boolean isNew) implements OfMail {}

    /// Somebody says what became of private messages, perhaps of ours: in this letter, or directly.
    record ReceiptCame(Optional<MessageId> letter, String from, List<MessageId> messages, SentMessage.News news,
            VectorClock clock)
            implements
                OfMail {}

    /// A receipt of ours that no direct link could carry, to be posted.
    record ReceiptSealed(String user, SealedLetter letter) implements OfMail {}

    /// What earlier runs sent privately, oldest first.
    record SentBefore(List<SentMessage> messages) implements OfMail {}

    /// It cannot be opened, and never will be; its author is to be told of what is `unopened`.
    record LetterUnreadable(MessageId id, Optional<Unopened> unopened, String sentence) implements OfMail {}

    /// Something was refused because of its seal, or of whose it was not; the person was told in words.
    record SealRefused(Seal seal) implements OfMail {}

    /// Whom the person has verified, and whose key is still the same. Told when that may have changed.
    record Verified(Set<String> users) implements OfMail {
        public Verified {
            users = Set.copyOf(users);
        }
    }

    /// A letter came from somebody whose key has changed; it stays where it is until the
    /// person takes the key.
    record LetterHeld(MessageId id, String from) implements OfMail {}

    /// What somebody's client is to be told about a file and could not be told directly, as a
    /// letter to be posted.
    record LetterSealed(String user, SealedLetter letter) implements OfMail {}

    /// A letter for us was about a file, and all is done that it asked for.
    record LetterSettled(MessageId id) implements OfMail {}

    /// Likewise, but something is still to come of it, here or on another device: it is to come
    /// again with the next client, unless [LetterSettled] follows.
    record LetterLeft(MessageId id) implements OfMail {}

    /// Somebody offers us a file privately.
    ///
    /// @param session
    ///            of the sender's
    /// @param expiresAtMillis
    ///            as far as it is believed
    record OfferReceived(Source.Person offer, Instance session, FileInfo file, long expiresAtMillis, VectorClock clock)
            implements
                OfFiles {}

    /// Our offer has reached the other, or is a letter.
    ///
    /// @param waitsMillis
    ///            for an answer
    /// @param mailed
    ///            it is a letter: it stands while we are away, too
    record OfferSent(TransferId transfer, FileInfo file, long waitsMillis, boolean mailed) implements OfFiles {}

    /// Its sender does not offer it any more.
    ///
    /// @param left
    ///            because that session of the sender is gone
    record OfferWithdrawn(Source.Person offer, boolean left) implements OfFiles {}

    record OfferAnswered(TransferId transfer, boolean accepted, VectorClock clock) implements OfFiles {}

    /// Bytes so far, those of earlier runs included. Told a few times per second at
    /// most, and when all are there.
    ///
    /// @param via
    ///            the path of the latest, `direct`, `relayed` or a server's name
    record Progress(TransferId transfer, long done, long total, String via) implements OfFiles {}

    /// It waits, and goes on by itself; the sentence says for what.
    record TransferHeld(TransferId transfer, String sentence) implements OfFiles {}

    /// It does not go on by itself; what has arrived is kept.
    record TransferStopped(TransferId transfer, String sentence) implements OfFiles {}

    /// What earlier runs of this client left unfinished.
    record Unfinished(List<Download> downloads, List<Kept> offers) implements OfFiles {
        public Unfinished {
            downloads = List.copyOf(downloads);
            offers = List.copyOf(offers);
        }

        /// @param name
        ///            what it is to be saved as
        /// @param done
        ///            bytes that are here, at most
        /// @param paused
        ///            by the person
        public record Download(Source source, FileInfo file, String name, long done, boolean paused) {}

        /// An offer of ours that its recipient has accepted and not fetched yet, or may still
        /// accept.
        ///
        /// @param offer
        ///            the offer's 16 bytes in hex
        public record Kept(String offer, FileInfo file, String user, boolean accepted) {}
    }

    /// The file is whole on enough servers.
    ///
    /// @param wasThere
    ///            all of it before we came, so nothing was sent
    record Uploaded(TransferId transfer, FileInfo file, boolean wasThere, VectorClock clock) implements OfFiles {}

    /// The file has arrived: here (`saved` is where) or, for our own private offer,
    /// there (`saved` is the file we sent).
    ///
    /// @param via
    ///            `ms-1` or `direct`
    /// @param millis
    ///            from the first request to the verified file, measured
    record TransferDone(TransferId transfer, Path saved, long bytes, long millis, String via, ContentHash hash,
            VectorClock clock) implements OfFiles {}

    record TransferFailed(TransferId transfer, String sentence) implements OfFiles {}

    /// @param withheld
    ///            closed rooms with files of which this client cannot read, for want of
    ///            their code
    record Files(long request, List<PublicFile> files, List<String> withheld, VectorClock clock) implements OfRequest {
        public Files {
            files = List.copyOf(files);
            withheld = List.copyOf(withheld);
        }

        /// Nothing is withheld.
        public Files(long request, List<PublicFile> files, VectorClock clock) {
            this(request, files, List.of(), clock);
        }
    }

    record Online(long request, List<String> users) implements OfRequest {
        public Online {
            users = List.copyOf(users);
        }
    }

    /// Nobody is in it yet, its owner apart.
    ///
    /// @param code
    ///            of a closed room, if it was made
    record RoomCreated(long request, RoomInfo room, Optional<Code> code, VectorClock clock) implements OfRequest {
        public RoomCreated(long request, RoomInfo room, VectorClock clock) {
            this(request, room, Optional.empty(), clock);
        }
    }

    /// Joining takes a code that is not known here, so nothing was posted.
    record CodeWanted(PostRefused refused) implements OfRoom {}

    /// That was the code of this lock; its keys are kept.
    record CodeTaken(long request, int lock) implements OfRequest {}

    /// A lock is made, and its keys are kept; the room is to be told of it.
    ///
    /// @param code
    ///            if it was made
    record CodeMade(long request, RoomLock lock, Optional<Code> code) implements OfRequest {}

    /// All rooms, by name.
    record Rooms(long request, List<RoomSummary> rooms) implements OfRequest {
        public Rooms {
            rooms = List.copyOf(rooms);
        }
    }

    /// Who is in a room, by name; of the lobby only its moderators.
    record Members(long request, List<RoomMember> members) implements OfRequest {
        public Members {
            members = List.copyOf(members);
        }
    }

    /// Those of the users that were asked for who are away, by name.
    record WhoIsAway(long request, Map<String, Away> away) implements OfRequest {
        public WhoIsAway {
            away = Map.copyOf(away);
        }
    }

    /// A page of history, of a search, or of what is unread.
    record PageRead(long request, Page page) implements OfRequest {}

    record AccountAnswered(long request, AccountAnswer answer) implements OfRequest {}

    /// It had no effect yet and may have one later: no majority of the balancers lives,
    /// or none of them answers.
    record AskPostponed(long request, String sentence) implements OfRequest {}

    record AskFailed(long request, String sentence) implements OfRequest {}
}
