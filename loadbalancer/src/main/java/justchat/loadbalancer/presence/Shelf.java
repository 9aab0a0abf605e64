// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.presence;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;

import justchat.loadbalancer.model.Announcement;
import justchat.loadbalancer.model.SharedFile;

/// Which public files there are. Files are entries of rooms, so they outlive the server that reported them, and every
/// server reports the same ones, some later than others: an announcement that was erased stays erased, whoever tells
/// of it afterwards. Pure; not thread-safe.
///
/// Invariant: no announcement is both listed and erased.
final class Shelf {
    static final int MAX_FILES = 100_000;
    /// Erased announcements that are remembered, the latest ones.
    static final int MAX_ERASED = 100_000;

    private final Map<Announcement, SharedFile> listed = new HashMap<>();
    private final TreeSet<SharedFile> byAge = new TreeSet<>(SharedFile.BY_AGE);
    private final SequencedSet<Announcement> erased = new LinkedHashSet<>();

    /// @return false if there are too many
    boolean add(SharedFile file) {
        if (erased.contains(file.told()) || listed.containsKey(file.told())) {
            return true;
        }
        if (listed.size() >= MAX_FILES) {
            return false;
        }
        listed.put(file.told(), file);
        return byAge.add(file);
    }

    void erase(Announcement told) {
        var gone = listed.remove(told);
        if (gone != null) {
            byAge.remove(gone);
        }
        if (erased.add(told) && erased.size() > MAX_ERASED) {
            erased.removeFirst();
        }
    }

    /// Oldest first.
    List<SharedFile> files() {
        return List.copyOf(byAge);
    }

    int size() {
        return listed.size();
    }
}
