// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.LinkedHashSet;

import justchat.client.model.MessageId;

/// Which envelopes were taken already: the latest 4,096. Thread-safe.
final class Duplicates {
    static final int REMEMBERED = 4_096;

    /// Guarded by `this`; oldest first.
    private final LinkedHashSet<MessageId> taken = new LinkedHashSet<>();

    /// @return false if it was taken before
    synchronized boolean take(MessageId id) {
        if (!taken.add(id)) {
            return false;
        }
        if (taken.size() > REMEMBERED) {
            taken.removeFirst();
        }
        return true;
    }

    /// It came to nothing after all; a repetition is welcome.
    synchronized void release(MessageId id) {
        taken.remove(id);
    }
}
