// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;

/// What may be said (a port). The core asks once per post, right
/// before it is stamped, when all that its author had seen is delivered. A retry
/// of what is stamped or shown already is not asked about.
public interface Rules {
    /// Whoever may post may say anything.
    Rules NONE = (_, _) -> Optional.empty();

    /// Why not; empty: it may.
    ///
    /// @param atMillis
    ///            when it was posted, since 1970
    Optional<Outcome> refusal(Post post, long atMillis);

    /// Every entry that is shown, in the room's order here, before anything that is
    /// stamped after it is asked about.
    default void shown(Entry entry) {}

    /// A further copy of a message that was shown, which a client's retry put into
    /// another log; in the room's order here, among what is shown. The message's place
    /// is the least of its copies'.
    default void copied(Entry copy) {}
}
