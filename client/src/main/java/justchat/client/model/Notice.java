// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Something that happened, for the person to read. Texts and names in it are
/// as they came; whoever prints them goes through [Wording], which goes
/// through [Display].
public sealed interface Notice {

    /// When, in milliseconds since 1970; for display.
    long atMillis();

    /// A public message, delivered.
    ///
    /// @param mine
    ///            written by this client
    record Said(long atMillis, String author, String text, boolean mine) implements Notice {}

    /// A text that answers an earlier message.
    ///
    /// @param to
    ///            who wrote that one; empty: it was not shown here
    /// @param quote
    ///            what it said
    record Replied(long atMillis, String author, String to, String quote, String text) implements Notice {}

    /// A message reads differently from now on.
    record Edited(long atMillis, String author, String text) implements Notice {}

    /// A sign was put to a message, or withdrawn.
    ///
    /// @param to
    ///            who wrote the message; empty: it was not shown here
    record Reacted(long atMillis, String author, String sign, boolean withdrawn, String to, String quote)
            implements
                Notice {}

    /// Something in the room that is no message: who came, who was muted, what it is
    /// about.
    record Happened(long atMillis, String sentence) implements Notice {}

    /// In another room somebody spoke to us.
    record Mentioned(long atMillis, String room, String author, String text) implements Notice {}

    /// We are in a room from now on.
    ///
    /// @param recent
    ///            how many of its entries follow
    /// @param unread
    ///            messages that do not follow
    /// @param fresh
    ///            those that follow are all that is new
    /// @param atATime
    ///            how many of the unread are shown at once
    record InRoom(long atMillis, RoomSummary room, long recent, boolean fresh, long unread, int atATime)
            implements
                Notice {}

    /// Messages that were asked for.
    ///
    /// @param left
    ///            of unread ones: how many more there are in all rooms; empty: of
    ///            others, or the next room follows
    /// @param more
    ///            of the others: whether there may be more
    record Listed(long atMillis, Source source, String room, List<ShownMessage> messages, OptionalLong left,
            boolean more)
            implements
                Notice {
        /// What was asked for.
        public enum Source {
            HISTORY, SEARCH, UNREAD
        }

        public Listed {
            messages = List.copyOf(messages);
        }
    }

    /// A message that is spoken of.
    record Cited(int number, String author, String text) {}

    /// Why a message stands where it does.
    ///
    /// @param id
    ///            as the causal logs name it
    /// @param after
    ///            of what its author had been shown, the last: nothing of it comes before another of it
    /// @param beside
    ///            what its author had not been shown, and whose authors had not been shown it
    /// @param before
    ///            how many of the messages that were shown here come before it in all
    record Why(long atMillis, RoomInfo room, Cited message, String id, List<Cited> after, List<Cited> beside,
            int before) implements Notice {
        public Why {
            after = List.copyOf(after);
            beside = List.copyOf(beside);
        }
    }

    /// @param rooms
    ///            by name
    record RoomList(long atMillis, List<KnownRoom> rooms) implements Notice {
        public RoomList {
            rooms = List.copyOf(rooms);
        }
    }

    /// @param members
    ///            by name
    record MemberList(long atMillis, String room, List<KnownMember> members) implements Notice {
        public MemberList {
            members = List.copyOf(members);
        }
    }

    /// What was typed had no effect, and why.
    ///
    /// @param typed
    ///            all of it, so that it can be typed again
    record Refused(long atMillis, String sentence, String typed) implements Notice {}

    /// A private message, from somebody or (`mine`) to somebody.
    ///
    /// @param id
    ///            of its envelope, which receipts name
    record Whispered(long atMillis, MessageId id, String other, String text, String via, boolean mine)
            implements
                Notice {}

    /// Private messages of ours have arrived, or were read.
    ///
    /// @param read
    ///            by a person who lets others know; else they arrived
    /// @param messages
    ///            at least one, oldest first
    record Receipted(long atMillis, String user, boolean read, List<SentMessage> messages) implements Notice {
        public Receipted {
            messages = List.copyOf(messages);
        }
    }

    /// A file to accept or decline.
    ///
    /// @param privately
    ///            offered to us alone
    /// @param waitsMillis
    ///            how long the offer waits
    record Offered(long atMillis, TransferId id, String from, FileInfo file, boolean privately, long waitsMillis)
            implements
                Notice {}

    /// We share a file (with `to`, or with all if that is empty): it is being
    /// prepared, nobody has it yet.
    record Sharing(long atMillis, TransferId id, String to, String fileName) implements Notice {}

    /// An offer of ours has reached the other.
    ///
    /// @param waitsMillis
    ///            how long it waits for the answer
    record Waiting(long atMillis, TransferId id, String to, FileInfo file, long waitsMillis) implements Notice {}

    /// A file of ours is published.
    record Published(long atMillis, TransferId id, FileInfo file) implements Notice {}

    /// We take a file.
    record Accepted(long atMillis, TransferId id, Path target) implements Notice {}

    /// Somebody took, or did not want, our offer.
    record Answered(long atMillis, TransferId id, String by, String fileName, boolean accepted) implements Notice {}

    /// We did not want a file, or nobody answered in time.
    record Dropped(long atMillis, TransferId id, String fileName, boolean expired) implements Notice {}

    /// A file has arrived, here (`incoming`) or at the other's.
    record Done(long atMillis, TransferId id, boolean incoming, Path saved, String fileName, long bytes, long millis,
            String via, ContentHash hash) implements Notice {}

    record Failed(long atMillis, TransferId id, String fileName, String sentence) implements Notice {}

    /// We are in.
    record Entered(long atMillis, String name, String server, String balancer) implements Notice {}

    /// The server is gone; another one is being looked for.
    record Lost(long atMillis, String server, String sentence) implements Notice {}

    /// Another server has us, everything it owed us is shown, and everything we
    /// resent has its receipt. All figures are counted or measured.
    ///
    /// @param balancer
    ///            who named the server; empty: one of the backups
    /// @param millis
    ///            from noticing the loss to the new session
    /// @param lost
    ///            posts of ours that were given up: no receipt, no retry
    /// @param queued
    ///            posts that were written without a server and went out now
    /// @param came
    ///            messages of others that were said meanwhile and have been delivered
    /// @param complete
    ///            that is all of them: as many entries as the server said were missing
    ///            came, in every room
    record Moved(long atMillis, String from, String balancer, String to, long millis, long lost, long resent,
            long queued,
            long came, boolean complete) implements Notice {}

    /// Numbered, from 1.
    ///
    /// @param wanted
    ///            what all of them are called, and one of which was asked for; empty:
    ///            all files that there are
    record FileList(long atMillis, List<PublicFile> files, String wanted) implements Notice {
        public FileList {
            files = List.copyOf(files);
        }
    }

    /// @param away
    ///            those of them who are, by name
    record UserList(long atMillis, List<String> users, Map<String, Away> away, Set<String> verified)
            implements
                Notice {
        public UserList {
            users = List.copyOf(users);
            away = Map.copyOf(away);
            verified = Set.copyOf(verified);
        }
    }

    /// Whoever was written to is away.
    ///
    /// @param user
    ///            empty: we are
    record IsAway(long atMillis, String user, Away away) implements Notice {}

    record TransferList(long atMillis, List<TransferLine> transfers) implements Notice {}

    /// How the session of the moment came about. All figures are counted or measured.
    ///
    /// @param server
    ///            its name; empty: there is none
    /// @param sinceMillis
    ///            since when there is this one
    /// @param failovers
    ///            since the client was started
    /// @param lastFailoverMillis
    ///            from noticing the loss to the new session
    record Link(String server, OptionalLong sinceMillis, int failovers, OptionalLong lastFailoverMillis) {}

    /// @param privately
    ///            how private messages stand; empty: nothing is to be said
    record StatusReport(long atMillis, String name, Link link, OptionalLong delayMicros, int online, Order order,
            int unsent, long stored, long shown, String lastReceipt, String privately) implements Notice {}

    /// @param more
    ///            whether there is a next page
    record AccountList(long atMillis, List<AccountSummary> accounts, String pattern, boolean more) implements Notice {
        public AccountList {
            accounts = List.copyOf(accounts);
        }
    }

    /// @param own
    ///            this client
    record SessionList(long atMillis, List<OwnSession> sessions, Instance own) implements Notice {
        public SessionList {
            sessions = List.copyOf(sessions);
        }
    }

    /// A closed room has this code from now on; shown once.
    record NewCode(long atMillis, String room, Code code) implements Notice {}

    /// All settings, with what was chosen.
    record SettingList(long atMillis, Choices choices) implements Notice {}

    /// @param word
    ///            of which more is to be told; empty: all, in brief
    record CommandList(long atMillis, Optional<String> word) implements Notice {}

    /// Good to know.
    record Info(long atMillis, String sentence) implements Notice {}

    /// What was asked for did not happen, and why.
    record Problem(long atMillis, String sentence) implements Notice {}

    /// One offer or transfer of a list.
    ///
    /// @param other
    ///            from or to whom; empty: the servers, everybody
    /// @param total
    ///            0: not known yet
    /// @param bytesPerSecond
    ///            0: there is no figure
    /// @param via
    ///            the path of the latest chunk, `direct` or a server's name; empty: none
    ///            came yet
    /// @param state
    ///            one of a few words
    /// @param reason
    ///            more about it; may be empty
    record TransferLine(TransferId id, boolean incoming, String fileName, String other, long done, long total,
            long bytesPerSecond, String via, String state, String reason) {}

    /// A message of a list, as it stands now.
    ///
    /// @param number
    ///            by which commands can name it; 0: none
    /// @param to
    ///            whose message it answers; empty: nobody's that is known
    /// @param quote
    ///            what that one said
    /// @param reactions
    ///            sign, then users
    record ShownMessage(int number, long atMillis, String author, String text, String to, String quote, boolean edited,
            Map<String, List<String>> reactions) {
        public ShownMessage {
            reactions = Collections.unmodifiableMap(new LinkedHashMap<>(reactions));
        }
    }

    /// A room of a list.
    ///
    /// @param number
    ///            Alt and this digit switch to it; 0: none do
    /// @param unread
    ///            as this client counts
    record KnownRoom(RoomSummary room, int number, long unread) {}

    /// A member of a list.
    ///
    /// @param verified
    ///            the person compared the safety number
    record KnownMember(RoomMember member, boolean online, Optional<Away> away, boolean verified) {}
}
