// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the person asked for.
public sealed interface Input {

    /// What it means depends on the room the person is in.
    sealed interface InRoom extends Input {}

    /// It is posted there.
    sealed interface Speech extends InRoom {}

    /// To another room, into one, or out.
    sealed interface Going extends InRoom {}

    /// Earlier entries are wanted.
    sealed interface Reading extends InRoom {}

    /// It has to do with files that others can have, and with those under way.
    sealed interface OfFiles extends Input {}

    /// A message for everybody in the room.
    record Say(String text) implements Speech {
        public Say {
            Objects.requireNonNull(text, "text");
        }
    }

    /// A private message.
    record Whisper(String user, String text) implements Input {}

    /// A file for one user. The path as typed.
    record Offer(String user, String path) implements OfFiles {}

    /// A file for everybody. The path as typed.
    record Share(String path) implements InRoom {}

    /// Which public files there are.
    record ListFiles() implements OfFiles {}

    /// Fetch a public file: by its name, by `owner/name`, or by its number in the list
    /// that was shown last.
    record Get(String name) implements OfFiles {}

    /// Take an offer: this one, or the oldest; under its own name, or another.
    record Accept(Optional<TransferId> offer, Optional<String> name) implements OfFiles {}

    record Decline(Optional<TransferId> offer) implements OfFiles {}

    record Transfers() implements OfFiles {}

    record Cancel(TransferId transfer) implements OfFiles {}

    record Pause(TransferId transfer) implements OfFiles {}

    record Resume(TransferId transfer) implements OfFiles {}

    /// A new room, to be in at once.
    record Create(String room, Order order, Closing closing) implements Going {
        /// An open one.
        public Create(String room, Order order) {
            this(room, order, Closing.OPEN);
        }
    }

    /// Who can read a room: whoever joins it; whoever has its code, which is made, or
    /// is the person's own.
    enum Closing {
        OPEN, CLOSED, OWN_CODE
    }

    /// The code of the room the person is in: enter it, or give the room a new one.
    record Code(Wish wish) implements Going {
        /// What is to be done.
        public enum Wish {
            ENTER, NEW, OWN
        }
    }

    record Join(String room) implements Going {}

    /// Leave this room, or the one the person is in.
    record Leave(Optional<String> room) implements Going {}

    /// To another room that the person has joined: the first is the lobby, then in
    /// the order of the bar.
    record Switch(int number) implements Going {}

    /// To the next room with something unread.
    record NextUnread() implements Going {}

    /// All rooms whose name fits; `*` stands for anything, `?` for one character;
    /// empty: all.
    record Rooms(String pattern) implements InRoom {}

    record Who() implements InRoom {}

    /// What the room is about: say it (empty: ask).
    record Topic(Optional<String> text) implements Speech {}

    /// A page of what the room holds. With neither, the next older one.
    record History(OptionalInt count, Optional<Since> since) implements Reading {}

    /// Messages with all these words.
    ///
    /// @param room
    ///            empty: the one the person is in; `*`: all joined ones
    record Find(List<String> words, Optional<String> author, Optional<String> room, boolean filesOnly,
            Optional<Since> since) implements Reading {
        /// Stands for all rooms.
        public static final String EVERYWHERE = "*";

        public Find {
            words = List.copyOf(words);
        }
    }

    /// Why a message stands where it does.
    record Why(Ref target) implements Reading {}

    /// The next so many unread messages of all rooms.
    record Inbox(OptionalInt count) implements Reading {}

    /// It has to do with what the person chose.
    sealed interface OfChoice extends Input {}

    /// A choice.
    ///
    /// @param value
    ///            one that [Setting#value] gave
    record Choose(Setting setting, String value) implements OfChoice {}

    /// What there is to choose, and what is chosen.
    record Settings() implements OfChoice {}

    /// Puts another text in place of the person's last message.
    record Edit(String text) implements Speech {}

    /// Takes messages back: the last `count`, or (empty) all that were shown; the
    /// person's own, or a user's.
    record Delete(Optional<String> user, OptionalInt count) implements Speech {}

    record Reply(Ref target, String text) implements Speech {}

    /// Puts a sign to a message, or takes it away if it is there.
    record React(Ref target, String sign) implements Speech {}

    /// What moderators do.
    ///
    /// @param millis
    ///            for how long; empty: until it is lifted
    record Punish(Measure measure, String user, OptionalLong millis) implements Speech {}

    /// Server, delay, order, what is unsent.
    record Status() implements InRoom {}

    /// It has to do with accounts.
    sealed interface OfAccount extends Input {}

    /// Accounts whose names match; empty, or the same once more: the next page.
    record Accounts(String pattern) implements OfAccount {}

    /// Where the person is logged in.
    record Sessions() implements OfAccount {}

    /// Log out there.
    ///
    /// @param number
    ///            as the sessions were listed last, from 1
    record EndSession(int number) implements OfAccount {}

    record ChangePassword() implements OfAccount {}

    /// New identity keys.
    record NewIdentity() implements OfAccount {}

    /// Whose key is whose.
    record Verify(String user, AccountQuestion.Verdict verdict) implements OfAccount {}

    record DeleteAccount() implements OfAccount {}

    /// What somebody else needs to come to this room, or the one the person is in.
    record Invite(Optional<String> room) implements OfAccount {}

    /// Come back after the session was ended.
    record LogIn() implements OfAccount {}

    /// What is tried again by itself is tried no more.
    record StopWaiting() implements Input {}

    /// Others are told that the person is away.
    ///
    /// @param text
    ///            may be empty
    record SayAway(String text) implements OfChoice {}

    /// And is there again.
    record SayBack() implements OfChoice {}

    /// Nothing of this user is to be shown any more, or (not `hide`) it is again.
    record Ignore(String user, boolean hide) implements OfChoice {}

    /// Who is ignored.
    record ListIgnored() implements OfChoice {}

    /// Where the causal log is.
    record Trace() implements Input {}

    /// It is to be kept from now on, or not.
    record KeepTrace(boolean keeps) implements Input {}

    /// The list of commands, or more of the one with this word.
    record Commands(Optional<String> word) implements Input {}

    record Quit() implements Input {}
}
