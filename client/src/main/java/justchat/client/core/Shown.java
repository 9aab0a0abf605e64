// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashMap;
import java.util.Map;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Seen;

/// What was delivered of one room. Pure; owned by [Room].
///
/// An entry is new once: not if its position is covered by `seen`, and not if
/// its id was delivered already, for a retry may have come into the room by two
/// origins. Where an instance's entries are delivered in sequence, its latest
/// sequence stands for all of them; in a room without order, each id is kept.
final class Shown {
    /// Instances, or ids, that are remembered; the one that was silent longest is
    /// forgotten first.
    private static final int REMEMBERED = 10_000;

    private final Map<Instance, Long> latest = new Lately<>();
    private final Map<MessageId, Boolean> ids = new Lately<>();
    private Order order = Order.CAUSAL;
    private Seen seen = Seen.nothing();
    /// What the vector named before a Fold took its place.
    private Seen folded = Seen.nothing();
    private long count;

    private static final class Lately<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        Lately() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    /// The room's vector clock as this client has it, without what was folded.
    Seen seen() {
        return seen;
    }

    /// What vectors need not name any more, for a Fold stands for it.
    Seen folded() {
        return folded;
    }

    /// How many entries were new.
    long count() {
        return count;
    }

    /// What a server takes for seen before its first delivery.
    void base(Seen base, Order roomOrder) {
        order = roomOrder;
        seen = seen.merge(base).without(folded);
    }

    /// Takes note of an entry.
    ///
    /// @return whether it is new
    boolean isNew(Entry entry) {
        if (seen.covers(entry.origin(), entry.sequence()) || folded.covers(entry.origin(), entry.sequence())) {
            return false;
        }
        seen = seen.with(entry.origin(), entry.sequence());
        if (entry.payload() instanceof Payload.Fold fold) {
            folded = folded.merge(seen.only(fold.complete()));
            seen = seen.without(fold.complete());
        }
        if (!entry.author().isEmpty() && isCopy(entry.id())) {
            return false;
        }
        count++;
        return true;
    }

    private boolean isCopy(MessageId id) {
        if (order == Order.UNORDERED) {
            return ids.put(id, true) != null;
        }
        if (latest.getOrDefault(id.instance(), 0L) >= id.sequence()) {
            return true;
        }
        latest.put(id.instance(), id.sequence());
        return false;
    }
}
