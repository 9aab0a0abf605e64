// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.SealedLetter;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;

/// The world as [ClientLoop] asks for it: balancers, servers and other people's
/// clients. Port; implemented by `session` and `peer`.
///
/// Every method is called by the loop, returns at once, never blocks and never
/// throws; what comes of it is told to [ClientLoop#hear] as an [Event] (from
/// virtual threads, since `hear` may wait). `clock` travels with the first
/// request that the call causes.
public interface Network extends AutoCloseable {

    /// Somebody of this name is about to log in, and is still typing: what can be done
    /// before the password is there may be done. Answered by nothing.
    default void expect(String name) {}

    /// Logs in (or signs up): asks each balancer in turn, once. Answered by exactly
    /// one [Event.LoggedIn] or [Event.LoginRefused]. Does not attach yet.
    void logIn(Login login, VectorClock clock);

    /// Finds a server and opens a session there; goes on trying until it has one,
    /// asks balancers for the server, and falls back to the last assignment's
    /// backups. Answered by one [Event.Attached], or by [Event.LoginRefused] when
    /// the account is no longer welcome; [Event.Searching] meanwhile, whenever a
    /// round of attempts failed. Called after `LoggedIn` and again after each
    /// [Event.Detached]. No room is open in a new session.
    void attach(VectorClock clock);

    /// The loop has heard of [Event.Moved]: what it asks from now on goes to that
    /// session. What it asked of a server since the session before ended had no effect
    /// and no answer, like what is asked between `Detached` and `Attached`.
    void follow();

    /// Starts to read a room in the session of the moment. Answered by
    /// [Event.Opened], and then [Event.Delivered] of that room, or by
    /// [Event.OpenRefused]; by nothing when the session breaks first.
    ///
    /// @param seen
    ///            what was shown already; empty: nothing, the latest `recent` are
    ///            wanted
    void open(String room, Optional<Seen> seen, int recent, VectorClock clock);

    /// Ends the deliveries of a room; a few may still come. No answer.
    void closeRoom(String room);

    /// Sends one post to the server of the moment. Answered by [Event.Stored] or
    /// [Event.PostRefused]; by nothing when the connection breaks first, for then
    /// the loop hears `Detached` and posts again. Posts of a room leave in the order
    /// of the calls. In a closed room what is said is sealed here, under each of its
    /// tries to the same bytes; who is to join it and whose code is not known here,
    /// is told [Event.CodeWanted].
    void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock);

    /// A private message, sealed, directly to each of the user's sessions. Answered
    /// by [Event.Whispered]; by [Event.WhisperSealed] if there is no way to a
    /// session of the user (the letter is then the loop's to post); or by
    /// [Event.WhisperFailed].
    ///
    /// @param request
    ///            the caller's number for it, as everywhere
    void whisper(long request, String user, String text, VectorClock clock);

    /// Tells the user what became of these private messages: directly, or else the
    /// answer is [Event.ReceiptSealed], which is the loop's to post. What cannot be
    /// told is not.
    void receipt(String user, List<MessageId> messages, SentMessage.News news, VectorClock clock);

    /// Remembers private messages of ours; later runs are told by
    /// [Event.SentBefore].
    void keepSent(List<SentMessage> messages);

    /// Opens a letter that came for us. Answered by [Event.LetterOpened],
    /// [Event.ReceiptCame], [Event.LetterHeld] or [Event.LetterUnreadable].
    void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock);

    /// Asks a balancer for a new room. Answered by [Event.RoomCreated],
    /// [Event.AskPostponed] or [Event.AskFailed].
    ///
    /// @param code
    ///            of a closed room
    void createRoom(long request, String room, Order order, Optional<Code> code, VectorClock clock);

    /// Makes the keys of a closed room from its code, and keeps them. Answered by
    /// [Event.CodeTaken] or [Event.AskFailed].
    void enterCode(long request, String room, Code code);

    /// Makes a new lock for a closed room, and keeps its keys; the lock is then the
    /// loop's to post. Answered by [Event.CodeMade] or [Event.AskFailed].
    void makeCode(long request, String room, Code code);

    /// Asks, or tells, the balancers something about accounts. Answered by
    /// [Event.AccountAnswered], [Event.AskPostponed] or [Event.AskFailed]; repeated
    /// under the same number after the former, it happens once.
    void account(long request, AccountQuestion question, VectorClock clock);

    /// All rooms. Answered by [Event.Rooms] or [Event.AskFailed].
    void rooms(long request);

    /// Answered by [Event.Members] or [Event.AskFailed].
    void members(long request, String room);

    /// Which of these users, at most [justchat.client.model.Limits#AWAY], said that they are away. Answered by
    /// [Event.WhoIsAway] or [Event.AskFailed].
    void away(long request, List<String> users);

    /// Messages backwards from a place (empty: from the newest), at most `limit`,
    /// none stamped before `sinceMillis`. Answered by [Event.PageRead] or
    /// [Event.AskFailed].
    void history(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis);

    /// Answered by [Event.PageRead] or [Event.AskFailed].
    void search(long request, Search search);

    /// The first `limit` messages of others beyond `read`, in linear order. Answered by
    /// [Event.PageRead] or [Event.AskFailed].
    void unread(long request, String room, Seen read, int limit);

    /// Offers a file to one user: hashes it, tells the user; no byte of it travels
    /// before the other accepts; once accepted it is kept over restarts. Answered by
    /// [Event.OfferSent], then at most one
    /// [Event.OfferAnswered], [Event.Progress] while the other fetches, and one
    /// [Event.TransferDone]; or by [Event.TransferFailed] at any point.
    void offer(TransferId transfer, String user, Path file, long expiresAtMillis, VectorClock clock);

    /// Uploads a file until enough servers hold it; its notice is then the loop's
    /// to post. Into a closed room its bytes go sealed. Answered by [Event.Progress], then [Event.Uploaded] or
    /// [Event.TransferFailed].
    void upload(TransferId transfer, Path file, String room, VectorClock clock);

    /// Fetches a file into `directory` under a free name like `name` (`name
    /// (2).ext` if taken); verified by hash before it gets that name. Goes on with what
    /// an earlier attempt left there. For a private offer this is the acceptance too.
    /// Answered by [Event.Progress] and [Event.TransferHeld], then
    /// [Event.TransferDone], [Event.TransferStopped] or [Event.TransferFailed].
    void download(TransferId transfer, Source source, FileInfo file, Path directory, String name, VectorClock clock);

    /// Tells the sender of a private offer that it is not wanted. No answer.
    void decline(Source.Person offer, VectorClock clock);

    /// Stops a transfer or withdraws an offer; what has arrived of it is deleted.
    /// Answered by [Event.TransferFailed] if it was running.
    void cancel(TransferId transfer);

    /// Holds a transfer; what has arrived of it is kept. A download or an upload goes
    /// on when it is asked for again, under its number. No answer.
    void pause(TransferId transfer);

    /// Goes on with an offer of ours that was paused. No answer.
    void goOn(TransferId transfer);

    /// Deletes what has arrived of a download that does not run, and tells the sender
    /// of a private one. No answer.
    void discard(TransferId transfer, Source source, FileInfo file, Path directory, String name);

    /// What earlier runs left: downloads in this directory, and offers of ours that were
    /// accepted. Answered by [Event.Unfinished].
    void findUnfinished(Path directory);

    /// An offer that [Event.Unfinished] told of has this number from now on, in all that
    /// is told of it.
    void serve(TransferId transfer, String offer);

    /// Answered by [Event.Files] or [Event.AskFailed].
    void files(long request, VectorClock clock);

    /// Who is online. Answered by [Event.Online] or [Event.AskFailed].
    void online(long request);

    /// A clean goodbye, within a second; frees threads and sockets. Nothing is told
    /// afterwards. Blocks; may be called by any thread.
    @Override
    void close();
}
