// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;

/// Where on disk each entry is: 16 bytes of memory per entry. Not thread-safe.
final class PlaceIndex {
    private static final int FIRST_SIZE = 64;

    private final Map<Origin, Places> byOrigin = new HashMap<>();

    /// A record's place.
    record Place(long segment, int offset, int length) {}

    /// One origin's entries by sequence - 1.
    private static final class Places {
        long[] segments = new long[FIRST_SIZE];
        int[] offsets = new int[FIRST_SIZE];
        int[] lengths = new int[FIRST_SIZE];
        int count;
    }

    /// How far this origin's log is on disk, without gaps.
    long last(Origin origin) {
        var places = byOrigin.get(origin);
        return places == null ? 0 : places.count;
    }

    /// The next entry of its origin is at this place.
    void add(Position position, Place place) {
        var places = byOrigin.computeIfAbsent(position.origin(), _ -> new Places());
        if (position.sequence() != places.count + 1L) {
            throw new IllegalStateException(position + " written after " + places.count);
        }
        if (places.count == places.offsets.length) {
            int larger = Math.multiplyExact(places.count, 2);
            places.segments = Arrays.copyOf(places.segments, larger);
            places.offsets = Arrays.copyOf(places.offsets, larger);
            places.lengths = Arrays.copyOf(places.lengths, larger);
        }
        places.segments[places.count] = place.segment();
        places.offsets[places.count] = place.offset();
        places.lengths[places.count] = place.length();
        places.count++;
    }

    Optional<Place> find(Position position) {
        var places = byOrigin.get(position.origin());
        if (places == null || position.sequence() > places.count) {
            return Optional.empty();
        }
        int at = (int) position.sequence() - 1;
        return Optional.of(new Place(places.segments[at], places.offsets[at], places.lengths[at]));
    }
}
