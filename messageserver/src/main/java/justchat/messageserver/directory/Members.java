// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who is in which room, as far as is known here: by user, so that a login need
/// not ask every room. Thread-safe; told by the rooms' strands.
final class Members {
    /// Guarded by `this`.
    private final Map<String, Set<String>> rooms = new HashMap<>();

    synchronized void changed(String room, String user, boolean joined) {
        if (joined) {
            rooms.computeIfAbsent(user, _ -> new TreeSet<>()).add(room);
        } else {
            rooms.computeIfPresent(user, (_, in) -> {
                in.remove(room);
                return in.isEmpty() ? null : in;
            });
        }
    }

    /// The rooms that this user is in, by name; without those that everybody is in.
    synchronized SortedSet<String> of(String user) {
        return new TreeSet<>(rooms.getOrDefault(user, Set.of()));
    }

    synchronized boolean isIn(String room, String user) {
        return rooms.getOrDefault(user, Set.of()).contains(room);
    }
}
