// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Setting;

/// Remembers on this machine what was chosen for it, and knows what can be. Port; implemented by the
/// root package.
@FunctionalInterface
public interface LocalMemory {

    /// Called by the loop, seldom; may write a small file. Never throws.
    ///
    /// @return why it is not remembered; empty: it is
    Optional<String> keep(String key, String value);

    /// Called on the thread of whoever typed; may look at the disk. Never throws.
    ///
    /// @return why this machine cannot have this choice; empty: it can
    default Optional<String> objection(Setting setting, String value) {
        return Optional.empty();
    }
}
