// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashMap;
import java.util.Map;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.Seen;

/// What of the room was shown. Pure; owned by [ClientCore].
///
/// An entry is shown once: not if its position is covered by `seen`, and not if
/// its author's instance was shown that sequence or a later one already, for a
/// retry may have come into the room by two origins. (An instance's entries are
/// delivered in sequence.)
final class Shown {
    /// Instances that are remembered; the one that was silent longest is
    /// forgotten first.
    private static final int INSTANCES = 10_000;

    private final Map<Instance, Long> latest = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Instance, Long> eldest) {
            return size() > INSTANCES;
        }
    };
    private Seen seen = Seen.nothing();
    private long count;

    Seen seen() {
        return seen;
    }

    /// How many entries were shown.
    long count() {
        return count;
    }

    /// What a server takes for seen before its first delivery.
    void base(Seen base) {
        seen = seen.merge(base);
    }

    /// Takes note of an entry.
    ///
    /// @return whether it is to be shown
    boolean isNew(Entry entry) {
        if (seen.covers(entry.origin(), entry.sequence())) {
            return false;
        }
        seen = seen.with(entry.origin(), entry.sequence());
        var id = entry.id();
        if (latest.getOrDefault(id.instance(), 0L) >= id.sequence()) {
            return false;
        }
        latest.put(id.instance(), id.sequence());
        count++;
        return true;
    }
}
