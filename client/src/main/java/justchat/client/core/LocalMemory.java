// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

/// Remembers on this machine what was chosen for it. Port; implemented by the
/// root package.
@FunctionalInterface
public interface LocalMemory {

    /// Called by the loop, seldom; may write a small file. Never throws.
    ///
    /// @return why it is not remembered; empty: it is
    Optional<String> keep(String key, String value);
}
