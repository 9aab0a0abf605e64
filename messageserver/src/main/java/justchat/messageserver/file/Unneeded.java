// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import justchat.messageserver.model.ContentHash;

/// Which files go: those that nobody needs, has needed for a grace time, and
/// nobody wanted meanwhile. What it knows of the past is when it first saw that a
/// file is not needed; after a restart the grace time begins anew. Pure; not
/// thread-safe.
final class Unneeded {
    private final long graceMillis;
    private final Map<ContentHash, Long> since = new HashMap<>();

    Unneeded(long graceMillis) {
        this.graceMillis = graceMillis;
    }

    /// A file that is here.
    ///
    /// @param lastWantedMillis
    ///            when somebody last read or sent it; empty: nobody did
    record Kept(ContentHash file, boolean needed, OptionalLong lastWantedMillis) {}

    /// To be asked now and then, with all files that are here.
    List<ContentHash> look(Collection<Kept> kept, long nowMillis) {
        since.keySet().retainAll(kept.stream().filter(one -> !one.needed).map(Kept::file).collect(Collectors
                .toSet()));
        return kept.stream().filter(one -> !one.needed)
                .filter(one -> nowMillis - lastReason(one, nowMillis) >= graceMillis).map(Kept::file).toList();
    }

    /// Until when there was a reason to keep it.
    private long lastReason(Kept one, long nowMillis) {
        long first = since.computeIfAbsent(one.file, _ -> nowMillis);
        return Math.max(first, one.lastWantedMillis.orElse(first));
    }
}
