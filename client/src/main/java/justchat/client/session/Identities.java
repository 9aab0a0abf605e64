// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.List;
import java.util.Optional;

/// Who others are: a port, implemented where identities are pinned.
public interface Identities {
    /// Nobody's is known.
    Identities NONE = _ -> Optional.empty();

    /// A key that was a user's before the one of today.
    ///
    /// @param untilMillis
    ///            when the one after it was taken here
    record Earlier(byte[] key, long untilMillis) {}

    /// The identity key of a user, in its public form, as it was pinned when first
    /// heard of. May wait for a balancer, a second or two.
    ///
    /// @return empty: nobody could tell just now
    Optional<byte[]> of(String user);

    /// Those that the user had before, as far as they were known here; oldest first.
    default List<Earlier> earlier(String user) {
        return List.of();
    }
}
