// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import justchat.messageserver.model.VersionVector;

/// Every message is shown once, as soon as it is committed; nothing waits for
/// anything that people said.
public final class Unordered extends HoldBack {
    /// Nothing is delivered yet.
    public Unordered() {
        super(_ -> VersionVector.empty(), false);
    }
}
