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

    private final Map<Instance, Window> windows = new HashMap<>();

    /// Where a message was shown, and its fingerprint.
    record Shown(Position position, long fingerprint) {}

    /// A ring over sequences; grows to [#WINDOW]. A power of two long.
    private static final class Window {
        Shown[] ring = new Shown[FIRST_SIZE];
        long last;

        void add(long sequence, Shown shown) {
            if (sequence > ring.length && ring.length < WINDOW) {
                var larger = new Shown[ring.length * 2];
                for (long old = Math.max(1, sequence - ring.length); old < sequence; old++) {
                    larger[slot(old, larger.length)] = ring[slot(old, ring.length)];
                }
                ring = larger;
            }
            ring[slot(sequence, ring.length)] = shown;
            last = sequence;
        }

        private static int slot(long sequence, int length) {
            return (int) (sequence & length - 1);
        }
    }

    void add(Entry entry, long fingerprint) {
        windows.computeIfAbsent(entry.id().instance(), _ -> new Window()).add(entry.id().sequence(),
                new Shown(entry.position(), fingerprint));
    }

    /// Empty if it was never shown, or too long ago.
    Optional<Shown> find(MessageId id) {
        var window = windows.get(id.instance());
        if (window == null || id.sequence() > window.last || id.sequence() <= window.last - window.ring.length) {
            return Optional.empty();
        }
        return Optional.ofNullable(window.ring[Window.slot(id.sequence(), window.ring.length)]);
    }
}
