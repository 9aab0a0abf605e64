// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import justchat.messageserver.model.VersionVector;

/// What one instance says is shown in the order it was said, whichever servers
/// it said it at; nothing else waits for anything.
public final class Fifo extends HoldBack {
    /// Nothing is delivered yet.
    public Fifo() {
        super(_ -> VersionVector.empty(), true);
    }
}
