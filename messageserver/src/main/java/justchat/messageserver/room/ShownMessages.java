// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Position;

/// Remembers where the latest messages of every instance were shown and what
/// they said, so that a retry gets the receipt of the first try.
final class ShownMessages {
    /// So many of an instance's latest messages are remembered. A client keeps
    /// fewer unanswered posts than that.
    static final int WINDOW = 1_024;

    private static final int FIRST_SIZE = 4;

    private final Map<Instance, Shown[]> rings = new HashMap<>();

    /// A message, where it was shown, and its fingerprint.
    record Shown(long sequence, Position position, long fingerprint) {}

    void add(Entry entry, long fingerprint) {
        var shown = new Shown(entry.id().sequence(), entry.position(), fingerprint);
        rings.compute(entry.id().instance(), (_, ring) -> put(ring == null ? new Shown[FIRST_SIZE] : ring, shown));
    }

    /// Puts it where its sequence belongs; a ring that is too small for both doubles,
    /// until it is as large as allowed. A power of two long.
    private static Shown[] put(Shown[] ring, Shown shown) {
        var there = ring[slot(shown.sequence, ring.length)];
        if (there != null && ring.length < WINDOW) {
            var larger = new Shown[ring.length * 2];
            for (var old : ring) {
                if (old != null) {
                    larger[slot(old.sequence, larger.length)] = old;
                }
            }
            return put(larger, shown);
        }
        if (there == null || there.sequence < shown.sequence) {
            ring[slot(shown.sequence, ring.length)] = shown;
        }
        return ring;
    }

    private static int slot(long sequence, int length) {
        return (int) (sequence & length - 1);
    }

    /// Empty if it was never shown, or too long ago.
    Optional<Shown> find(MessageId id) {
        var ring = rings.get(id.instance());
        if (ring == null) {
            return Optional.empty();
        }
        var shown = ring[slot(id.sequence(), ring.length)];
        return shown != null && shown.sequence == id.sequence() ? Optional.of(shown) : Optional.empty();
    }
}
