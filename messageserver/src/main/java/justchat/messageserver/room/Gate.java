// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Optional;

/// Whether posts may be stamped at the moment, and in which epoch.
interface Gate {
    /// Always open: the orders that need no epochs.
    Gate OPEN = new Gate() {
        @Override
        public Optional<String> closed() {
            return Optional.empty();
        }

        @Override
        public long epoch() {
            return 0;
        }
    };

    /// Why nothing can be stamped now, for people; empty if it can.
    Optional<String> closed();

    /// What new entries carry.
    long epoch();
}
