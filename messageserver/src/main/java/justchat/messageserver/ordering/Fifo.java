// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// What one instance says is shown in the order it was said, whichever servers
/// it said it at; nothing else waits for anything.
public final class Fifo implements Ordering {
    private final HoldBack holdBack = new HoldBack(_ -> VersionVector.empty(), true);

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
