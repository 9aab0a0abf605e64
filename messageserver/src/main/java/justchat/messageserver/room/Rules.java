// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Optional;

import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;

/// Whether a post may be stamped, as the core asks (a port): once per post, right
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
}
