// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.ordering.Placed.Fate;

/// Every message is shown once, as soon as it is committed; nothing waits for
/// anything, and nothing is held back.
///
/// What was shown of an instance is remembered exactly, a bit per message above
/// the first that is missing: a window of fixed size would make one server hide
/// what another one shows, when a log comes late by more than the window.
public final class Unordered implements Ordering {
    private final Map<Origin, Long> delivered = new HashMap<>();
    private final Map<Instance, Shown> shown = new HashMap<>();

    /// What was shown of one instance: everything up to `prefix`, and of what
    /// follows the bits (bit 0 is `prefix + 1`, and clear).
    private static final class Shown {
        long prefix;
        BitSet above = new BitSet();

        boolean contains(long sequence) {
            return sequence <= prefix || above.get(Math.toIntExact(sequence - prefix - 1));
        }

        void add(long sequence) {
            above.set(Math.toIntExact(sequence - prefix - 1));
            int whole = above.nextClearBit(0);
            if (whole > 0) {
                prefix += whole;
                above = above.get(whole, Math.max(whole, above.length()));
            }
        }

        long last() {
            return prefix + above.length();
        }
    }

    @Override
    public void offer(Entry committed, Consumer<Placed> placed) {
        var position = committed.position();
        long next = delivered(position.origin()) + 1;
        if (position.sequence() != next) {
            throw new IllegalArgumentException(committed + " offered where " + next + " is next");
        }
        delivered.put(position.origin(), next);
        var ofInstance = shown.computeIfAbsent(committed.id().instance(), _ -> new Shown());
        boolean copy = ofInstance.contains(committed.id().sequence());
        if (!copy) {
            ofInstance.add(committed.id().sequence());
        }
        placed.accept(new Placed(committed, copy ? Fate.COPY : Fate.SHOWN));
    }

    @Override
    public long delivered(Origin origin) {
        return delivered.getOrDefault(origin, 0L);
    }

    @Override
    public VersionVector delivered() {
        return VersionVector.of(delivered);
    }

    @Override
    public boolean isShown(MessageId id) {
        var ofInstance = shown.get(id.instance());
        return ofInstance != null && ofInstance.contains(id.sequence());
    }

    @Override
    public boolean keepsSequence() {
        return false;
    }

    @Override
    public long lastShown(Instance instance) {
        var ofInstance = shown.get(instance);
        return ofInstance == null ? 0 : ofInstance.last();
    }

    @Override
    public int instances() {
        return shown.size();
    }

    @Override
    public int held(Origin origin) {
        return 0;
    }
}
