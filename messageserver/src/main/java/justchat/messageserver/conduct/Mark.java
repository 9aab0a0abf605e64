// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Comparator;
import java.util.HashMap;
import java.util.TreeMap;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

/// How far somebody has read a room: the least vector that covers all markers, of
/// the [#MAX_ORIGINS] latest origins. Which ones these are is decided by their
/// names, not their values, so that merging in any order gives the same mark.
final class Mark {
    static final int MAX_ORIGINS = 128;

    private static final Comparator<Origin> LATEST_LAST = Comparator.comparingInt(Origin::incarnation)
            .thenComparing(Origin::server);

    private final TreeMap<Origin, Long> read = new TreeMap<>(LATEST_LAST);

    void merge(VersionVector marker) {
        marker.entries().forEach((origin, sequence) -> read.merge(origin, sequence, Math::max));
        while (read.size() > MAX_ORIGINS) {
            read.pollFirstEntry();
        }
    }

    VersionVector vector() {
        return VersionVector.of(new HashMap<>(read));
    }
}
