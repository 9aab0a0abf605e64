// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.Optional;

/// Who others are: a port, implemented where identities are pinned.
public interface Identities {
    /// Nobody's is known.
    Identities NONE = _ -> Optional.empty();

    /// The identity key of a user, in its public form, as it was pinned when first
    /// heard of. May wait for a balancer, a second or two.
    ///
    /// @return empty: nobody could tell just now
    Optional<byte[]> of(String user);
}
