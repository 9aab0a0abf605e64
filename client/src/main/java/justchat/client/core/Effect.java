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
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Refusal;
import justchat.client.model.SealedLetter;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.Told;
import justchat.client.model.TransferId;

/// What [ClientCore] wants done. [ClientLoop] does it, in order, on its strand.
public sealed interface Effect {

    record Show(Notice notice) implements Effect {}

    /// As [Show], of something that [Tell] tells too.
    record Retell(Notice notice) implements Effect {}

    /// For programs.
    record Tell(Told told) implements Effect {}

    /// Calls the person, if the person wants that.
    record Ring(Call call) implements Effect {}

    /// The account let us in.
    record Admitted(String name) implements Effect {}

    /// It did not, for good.
    record Denied(Refusal reason, String sentence) implements Effect {}

    /// Nobody could tell yet; it is tried again.
    record Delayed(String sentence) implements Effect {}

    record LogIn(Login login) implements Effect {}

    record Attach() implements Effect {}

    /// Go on in the session that took over.
    record Follow() implements Effect {}

    /// @param seen
    ///            empty: nothing, the latest `recent` entries are wanted
    record Open(String room, Optional<Seen> seen, int recent) implements Effect {}

    record Close(String room) implements Effect {}

    record Post(String room, MessageId id, Seen seen, Payload payload) implements Effect {}

    record Whisper(long request, String user, String text) implements Effect {}

    /// Tells the user what became of private messages.
    record SendReceipt(String user, List<MessageId> messages, SentMessage.News news) implements Effect {
        public SendReceipt {
            messages = List.copyOf(messages);
        }
    }

    /// Private messages of ours, as they are now, to be remembered.
    record KeepSent(List<SentMessage> messages) implements Effect {
        public KeepSent {
            messages = List.copyOf(messages);
        }
    }

    record OpenLetter(MessageId id, String author, SealedLetter letter) implements Effect {}

    /// @param code
    ///            of a closed room
    record CreateRoom(long request, String room, Order order, Optional<Code> code) implements Effect {}

    /// Makes the keys of a room that is joined, or is about to be.
    record EnterCode(long request, String room, Code code) implements Effect {}

    /// A new lock for a room.
    record MakeCode(long request, String room, Code code) implements Effect {}

    record AskAccount(long request, AccountQuestion question) implements Effect {}

    record AskRooms(long request) implements Effect {}

    record AskMembers(long request, String room) implements Effect {}

    record AskHistory(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis)
            implements
                Effect {}

    record AskSearch(long request, Search search) implements Effect {}

    record AskUnread(long request, String room, Seen read, int limit) implements Effect {}

    record Offer(TransferId transfer, String user, Path file, long expiresAtMillis) implements Effect {}

    /// @param room
    ///            that is told of it afterwards
    record Upload(TransferId transfer, Path file, String room) implements Effect {}

    record Download(TransferId transfer, Source source, FileInfo file, Path directory, String name)
            implements
                Effect {}

    record Decline(Source.Person offer) implements Effect {}

    record Cancel(TransferId transfer) implements Effect {}

    record Pause(TransferId transfer) implements Effect {}

    /// With an offer of ours that was paused.
    record GoOn(TransferId transfer) implements Effect {}

    /// Drop what is there of a download that does not run.
    record Discard(TransferId transfer, Source source, FileInfo file, Path directory, String name)
            implements
                Effect {}

    record FindUnfinished(Path directory) implements Effect {}

    /// An offer of an earlier run has this number now.
    record Serve(TransferId transfer, String offer) implements Effect {}

    record AskFiles(long request) implements Effect {}

    record AskOnline(long request) implements Effect {}

    /// To be remembered on this machine.
    record Keep(String key, String value) implements Effect {}

    /// Where the causal log is.
    record TellTrace() implements Effect {}

    /// What happens is written to the causal log from now on, or it is not.
    record KeepTrace(boolean keeps) implements Effect {}

    record AskAway(long request, List<String> users) implements Effect {}

    /// The client ends; nothing follows.
    record Stop(Exit exit, String sentence) implements Effect {}
}
