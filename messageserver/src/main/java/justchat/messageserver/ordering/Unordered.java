// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// Every message is shown once, as soon as it is committed; nothing waits for
/// anything that people said.
public final class Unordered implements Ordering {
    private final HoldBack holdBack = new HoldBack(_ -> VersionVector.empty(), false);

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
    public boolean isShown(MessageId id) {
        return holdBack.isShown(id);
    }

    @Override
    public boolean keepsSequence() {
        return false;
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
