// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What an entry of a room says.
public sealed interface Payload {

    /// Text for everybody.
    record Text(String text) implements Payload {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /// A file for everybody.
    record Shared(FileInfo file) implements Payload {
        public Shared {
            Objects.requireNonNull(file, "file");
        }
    }

    /// A text that answers an earlier message of the room.
    record Reply(MessageId target, String text) implements Payload {
        public Reply {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(text, "text");
        }
    }

    /// The text of a message of the author's own, as it is to be read from now on.
    ///
    /// @param answers
    ///            inside a closed room: what the target answers, if it is a reply
    record Edit(MessageId target, String text, Optional<MessageId> answers) implements Payload {
        public Edit {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(answers, "answers");
        }

        public Edit(MessageId target, String text) {
            this(target, text, Optional.empty());
        }
    }

    /// Takes messages back: 1 to [#MAX_TARGETS].
    record Erase(List<MessageId> targets) implements Payload {
        public static final int MAX_TARGETS = 256;

        public Erase {
            targets = some(targets, MAX_TARGETS);
        }
    }

    /// A sign put to a message, or withdrawn.
    record Reaction(MessageId target, String sign, boolean withdrawn) implements Payload {
        /// Of a sign, in UTF-8.
        public static final int MAX_BYTES = 32;

        public Reaction {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(sign, "sign");
        }
    }

    /// What the room is about.
    record Topic(String topic) implements Payload {
        /// In UTF-8.
        public static final int MAX_BYTES = 512;

        public Topic {
            Objects.requireNonNull(topic, "topic");
        }
    }

    /// The author joins the room, or leaves it.
    record Membership(boolean joined) implements Payload {}

    /// What a moderator does to a user.
    ///
    /// @param untilMillis
    ///            since 1970; empty: until it is lifted
    record Sanction(String user, Measure measure, OptionalLong untilMillis) implements Payload {
        public Sanction {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(measure, "measure");
            Objects.requireNonNull(untilMillis, "untilMillis");
        }
    }

    /// In the room of private entries: a sealed message for a user who could not be
    /// reached directly.
    ///
    /// @param quiet
    ///            nobody wrote it, and nobody waits for its receipt; not told to servers
    record Letter(String recipient, SealedLetter envelope, boolean quiet) implements Payload {
        public Letter {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(envelope, "envelope");
        }

        /// One that a person wrote.
        public Letter(String recipient, SealedLetter envelope) {
            this(recipient, envelope, false);
        }
    }

    /// In the room of private entries: letters that the author has read, 1 to
    /// [#MAX_LETTERS].
    record Collected(List<MessageId> letters) implements Payload {
        public static final int MAX_LETTERS = 256;

        public Collected {
            letters = some(letters, MAX_LETTERS);
        }
    }

    /// In the room of private entries: how far its author has read a room.
    record Marker(String room, Seen read) implements Payload {
        public Marker {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(read, "read");
        }
    }

    /// In the room of private entries: a choice of its author's.
    record Setting(String name, String value) implements Payload {
        public Setting {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /// The room has a new code from here on.
    record NewLock(RoomLock lock) implements Payload {
        public NewLock {
            Objects.requireNonNull(lock, "lock");
        }
    }

    /// What a member of a closed room said, as it comes and goes. It is opened, or is
    /// [Unreadable], before anybody is told of it.
    ///
    /// @param edits
    ///            the message that it replaces
    /// @param file
    ///            that it tells of, as the servers know it
    record Sealed(int lock, SealedMessage message, Optional<MessageId> edits,
            Optional<ContentHash> file) implements Payload {
        public Sealed {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(edits, "edits");
            Objects.requireNonNull(file, "file");
        }

        /// One that tells of no file.
        public Sealed(int lock, SealedMessage message, Optional<MessageId> edits) {
            this(lock, message, edits, Optional.empty());
        }
    }

    /// Something sealed that is not shown. Never posted.
    ///
    /// @param lock
    ///            its number
    record Unreadable(int lock, Why why) implements Payload {
        /// Why it is not shown.
        public enum Why {
            /// Its code is not known here.
            NO_CODE,
            /// It does not open, or belongs elsewhere.
            DAMAGED,
            /// Somebody else than its author has written it.
            FORGED,
            /// Nobody could say just now whether its author has written it.
            UNPROVEN
        }

        public Unreadable {
            Objects.requireNonNull(why, "why");
        }
    }

    /// Stands where an erased message stood. Never posted.
    record Erased(String by) implements Payload {
        public Erased {
            Objects.requireNonNull(by, "by");
        }
    }

    /// These logs will never grow again: a vector that covers this entry need not
    /// name them. Said by a server.
    record Fold(Seen complete) implements Payload {
        public Fold {
            Objects.requireNonNull(complete, "complete");
        }
    }

    /// What servers say to each other in a room (an epoch); nothing for people.
    record Control() implements Payload {}

    /// Something that a newer client would understand.
    record Unknown() implements Payload {}

    private static List<MessageId> some(List<MessageId> ids, int most) {
        if (ids.isEmpty() || ids.size() > most) {
            throw new IllegalArgumentException(ids.size() + " ids");
        }
        return List.copyOf(ids);
    }
}
