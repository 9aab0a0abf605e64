// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A private message of this account's, and how far it is known to have come.
///
/// @param id
///            of its envelope, whatever road that took
/// @param user
///            its recipient, as the account has the name
/// @param atMillis
///            when it left
public record SentMessage(MessageId id, String user, long atMillis, State state) {
    public SentMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user: empty");
        }
    }

    /// Never goes back; [#DIRECT] and [#DELIVERED] are as far as each other.
    public enum State {
        /// A letter: with the servers, or on its way there.
        RELAYED,
        /// A letter that came to where nobody can open it, for it was sealed with keys of before.
        UNOPENED,
        /// Handed over on a direct link.
        DIRECT,
        /// The recipient's client has opened the letter.
        DELIVERED,
        /// It was on the screen of a person who lets others know.
        READ
    }

    /// What a recipient may say.
    public enum News {
        UNOPENED, DELIVERED, READ
    }

    /// The same, where such news take it, or where it is already.
    public SentMessage after(News news) {
        var next = switch (news) {
            case UNOPENED -> state == State.RELAYED ? State.UNOPENED : state;
            case DELIVERED -> state == State.RELAYED || state == State.UNOPENED ? State.DELIVERED : state;
            case READ -> State.READ;
        };
        return next == state ? this : new SentMessage(id, user, atMillis, next);
    }
}
