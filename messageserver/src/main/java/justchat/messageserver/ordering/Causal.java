// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import justchat.messageserver.model.Entry;

/// Causal order (Birman, Schiper, Stephenson 1991) over per-origin logs: as
/// [Fifo], and nothing is shown before what its author had been shown when
/// writing it, its dependencies.
public final class Causal extends HoldBack {
    /// Nothing is delivered yet.
    public Causal() {
        super(Entry::dependencies, true);
    }
}
