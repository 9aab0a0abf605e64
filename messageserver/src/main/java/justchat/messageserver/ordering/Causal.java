// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// Causal order (Birman, Schiper, Stephenson 1991) over per-origin logs: as
/// [Fifo], and nothing is shown before what its author had been shown when
/// writing it, its dependencies.
public final class Causal implements Ordering {
    private final HoldBack holdBack = new HoldBack(Entry::dependencies, true);

    @Override
    public void offer(Entry committed, Consumer<Placed> placed) {
        holdBack.offer(committed, placed);
    }

    @Override
    public long delivered(Origin origin) {
        return holdBack.delivered(origin);
    }

    @Override
    public VersionVector delivered() {
        return holdBack.delivered();
    }

    @Override
    public long lastShown(Instance instance) {
        return holdBack.lastShown(instance);
    }

    @Override
    public int instances() {
        return holdBack.instances();
    }

    @Override
    public int held(Origin origin) {
        return holdBack.held(origin);
    }
}
