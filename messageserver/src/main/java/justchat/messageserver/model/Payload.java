// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What an entry of a room says. Bounded in itself; whether its author may say
/// it is for the room's conduct to decide.
public sealed interface Payload {
    /// Most messages that one entry may name.
    int MAX_TARGETS = 256;

    /// Bytes it takes, roughly, on the wire and on disk.
    int weight();

    /// What people read in a room, and history and search show.
    sealed interface Message extends Payload {}

    /// What changes how earlier messages read, or how the room is run.
    sealed interface Change extends Payload {
        /// How a message reads after this, if this is an edit of such a message.
        default Optional<Payload> appliedTo(Payload message) {
            return switch (this) {
                case Edit(MessageId _, String text) -> message instanceof Reply(MessageId target, String _)
                        ? Optional.of(new Reply(target, text))
                        : Optional.of(new Text(text));
                case SealedEdit(MessageId _, int lock, Bytes content) ->
                    Optional.of(new Sealed(lock, content, Optional.empty()));
                case Erase _,Reaction _,Topic _,Membership _,Admission _,Locked _,Sanction _ -> Optional.empty();
            };
        }
    }

    /// What servers say to each other. Has no author.
    sealed interface Control extends Payload {}

    /// What stands in [RoomInfo#PRIVATE] only.
    sealed interface Personal extends Payload {}

    /// What stands open in a room that is not closed, and is refused in one that is.
    sealed interface Open extends Payload {}

    /// What only members can read; at most [#MAX_BYTES] bytes.
    sealed interface Closed extends Payload {
        int MAX_BYTES = 20_480;

        /// The number of the lock it was sealed with.
        int lock();
    }

    /// Text that everybody in the room reads; at most [#MAX_BYTES] bytes of UTF-8.
    record Text(String text) implements Message, Open {
        public static final int MAX_BYTES = 16_384;

        public Text {
            requireBytes(text, 0, MAX_BYTES, "text");
        }

        @Override
        public int weight() {
            return utf8Bytes(text);
        }
    }

    /// A file that everybody in the room may fetch. The name is for display only;
    /// the content is what the hash says.
    record FileNotice(String name, long size, ContentHash hash) implements Message, Open {
        public static final int MAX_NAME_BYTES = 255;

        public FileNotice {
            Objects.requireNonNull(hash, "hash");
            requireBytes(name, 1, MAX_NAME_BYTES, "file name");
            if (size < 0) {
                throw new IllegalArgumentException("file size: " + size);
            }
        }

        @Override
        public int weight() {
            return utf8Bytes(name) + Long.BYTES + ContentHash.BYTES;
        }
    }

    /// A text that answers an earlier message.
    record Reply(MessageId target, String text) implements Message, Open {
        public Reply {
            Objects.requireNonNull(target, "target");
            requireBytes(text, 0, Text.MAX_BYTES, "text");
        }

        @Override
        public int weight() {
            return utf8Bytes(text) + MessageId.BYTES;
        }
    }

    /// The text of a message of the author's own, as it is to be read from now on.
    record Edit(MessageId target, String text) implements Change, Open {
        public Edit {
            Objects.requireNonNull(target, "target");
            requireBytes(text, 0, Text.MAX_BYTES, "text");
        }

        @Override
        public int weight() {
            return utf8Bytes(text) + MessageId.BYTES;
        }
    }

    /// Takes messages back: the author's own, or for a moderator anybody's.
    record Erase(List<MessageId> targets) implements Change {
        public Erase {
            targets = named(targets);
        }

        @Override
        public int weight() {
            return targets.size() * MessageId.BYTES;
        }
    }

    /// A sign put to a message, or withdrawn.
    record Reaction(MessageId target, String sign, boolean withdrawn) implements Change, Open {
        public static final int MAX_BYTES = 32;

        public Reaction {
            Objects.requireNonNull(target, "target");
            requireBytes(sign, 1, MAX_BYTES, "sign");
        }

        @Override
        public int weight() {
            return utf8Bytes(sign) + MessageId.BYTES;
        }
    }

    /// What the room is about; empty: nothing in particular.
    record Topic(String text) implements Change, Open {
        public static final int MAX_BYTES = 512;

        public Topic {
            requireBytes(text, 0, MAX_BYTES, "topic");
        }

        @Override
        public int weight() {
            return utf8Bytes(text);
        }
    }

    /// The author joins the room, or leaves it.
    record Membership(boolean joined) implements Change {
        @Override
        public int weight() {
            return 1;
        }
    }

    /// The author joins a closed room, with a signature that only who knows the code can make.
    record Admission(Bytes signature) implements Change {
        public static final int BYTES = 64;

        public Admission {
            if (signature.size() != BYTES) {
                throw new IllegalArgumentException("signature of " + signature);
            }
        }

        @Override
        public int weight() {
            return BYTES;
        }
    }

    /// The room has a new code from here on; who is in it stays in.
    record Locked(Lock lock) implements Change {
        public Locked {
            Objects.requireNonNull(lock, "lock");
        }

        @Override
        public int weight() {
            return Lock.BYTES;
        }
    }

    /// What a member of a closed room says.
    ///
    /// @param file
    ///            that it tells of, whose bytes are sealed too
    record Sealed(int lock, Bytes content, Optional<ContentHash> file) implements Message, Closed {
        public Sealed {
            Objects.requireNonNull(file, "file");
            requireSealed(lock, content);
        }

        @Override
        public int weight() {
            return Integer.BYTES + content.size() + (file.isPresent() ? ContentHash.BYTES : 0);
        }
    }

    /// A sealed message of the author's own, as it is to be read from now on.
    record SealedEdit(MessageId target, int lock, Bytes content) implements Change, Closed {
        public SealedEdit {
            Objects.requireNonNull(target, "target");
            requireSealed(lock, content);
        }

        @Override
        public int weight() {
            return MessageId.BYTES + Integer.BYTES + content.size();
        }
    }

    /// What a moderator does to a user.
    record Sanction(String user, Measure measure, OptionalLong untilMillis) implements Change {
        public Sanction {
            Entry.requireAuthor(user);
            Objects.requireNonNull(measure, "measure");
            Objects.requireNonNull(untilMillis, "untilMillis");
        }

        @Override
        public int weight() {
            return utf8Bytes(user) + 1 + Long.BYTES;
        }
    }

    /// See [Sanction]. MUTE: may read, not write. KICK: is no member any more. BAN:
    /// and may not join. PROMOTE, DEMOTE: is a moderator, or not any more.
    enum Measure {
        MUTE, UNMUTE, KICK, BAN, UNBAN, PROMOTE, DEMOTE
    }

    /// In rooms of total order: from here on these members order the room among
    /// themselves; in force once it is durable on every one of them.
    ///
    /// @param view
    ///            whose members they are
    /// @param previous
    ///            the view of the epoch that this one follows; 0 if it is the first
    /// @param cut
    ///            of each log, how much belongs to the epochs before; what a former
    ///            member stamped beyond it is void
    record Epoch(long view, List<Origin> members, long previous, VersionVector cut) implements Control {
        public Epoch {
            members = List.copyOf(members);
            Objects.requireNonNull(cut, "cut");
            if (view < 1 || previous < 0 || previous >= view || members.isEmpty()
                    || members.size() > View.MAX_MEMBERS) {
                throw new IllegalArgumentException("epoch " + view + " after " + previous + " of " + members.size());
            }
        }

        @Override
        public int weight() {
            return 2 * Long.BYTES + members.size() * 8 + cut.entries().size() * VersionVector.ENTRY_BYTES;
        }
    }

    /// These logs of former lives are complete at every member, and nobody will ever
    /// add to them: a vector that covers this entry covers them.
    record Fold(VersionVector complete) implements Control {
        public Fold {
            if (complete.isEmpty()) {
                throw new IllegalArgumentException("fold of nothing");
            }
        }

        @Override
        public int weight() {
            return complete.entries().size() * VersionVector.ENTRY_BYTES;
        }
    }

    /// A sealed message for a user who could not be reached directly. What is in the
    /// envelope nobody here can read.
    record Letter(String recipient, Bytes envelope) implements Personal {
        public static final int MAX_BYTES = 20_480;

        public Letter {
            Entry.requireAuthor(recipient);
            if (envelope.size() < 1 || envelope.size() > MAX_BYTES) {
                throw new IllegalArgumentException("letter of " + envelope.size() + " bytes");
            }
        }

        @Override
        public int weight() {
            return utf8Bytes(recipient) + envelope.size();
        }
    }

    /// Letters that their recipient, the author of this, has read.
    record Collected(List<MessageId> letters) implements Personal {
        public Collected {
            letters = named(letters);
        }

        @Override
        public int weight() {
            return letters.size() * MessageId.BYTES;
        }
    }

    /// How far the author has read a room; markers are merged.
    record Marker(String room, VersionVector read) implements Personal {
        public Marker {
            requireBytes(room, 1, 64, "room");
            Objects.requireNonNull(read, "read");
        }

        @Override
        public int weight() {
            return utf8Bytes(room) + read.entries().size() * VersionVector.ENTRY_BYTES;
        }
    }

    /// A choice of the author's that all devices share; the last one counts.
    record Setting(String name, String value) implements Personal {
        public static final int MAX_NAME_BYTES = 32;
        public static final int MAX_VALUE_BYTES = 256;

        public Setting {
            requireBytes(name, 1, MAX_NAME_BYTES, "setting");
            requireBytes(value, 0, MAX_VALUE_BYTES, "value");
        }

        @Override
        public int weight() {
            return utf8Bytes(name) + utf8Bytes(value);
        }
    }

    /// @throws IllegalArgumentException
    ///             if the text is too short or too long
    private static void requireBytes(String text, int least, int most, String what) {
        // A char is never fewer bytes than one, so the encoding of a huge text is not even tried.
        if (text.length() > most || utf8Bytes(text) < least || utf8Bytes(text) > most) {
            throw new IllegalArgumentException(what + " of fewer than " + least + " or more than " + most + " bytes");
        }
    }

    private static void requireSealed(int lock, Bytes content) {
        if (lock < 1 || content.size() < 1 || content.size() > Closed.MAX_BYTES) {
            throw new IllegalArgumentException("sealed with lock " + lock + ", " + content + ", at most "
                    + Closed.MAX_BYTES);
        }
    }

    private static List<MessageId> named(List<MessageId> targets) {
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            throw new IllegalArgumentException(targets.size() + " messages, 1 to " + MAX_TARGETS + " may be named");
        }
        return List.copyOf(targets);
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
