// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// The order in which this server has shown the room's entries: places only, 12
/// bytes each; the entries are in the history. Not thread-safe.
final class DeliveryOrder {
    private static final int FIRST_SIZE = 16;

    private final List<Origin> origins = new ArrayList<>();
    private final Map<Origin, Shown> byOrigin = new HashMap<>();
    private int[] origin = new int[FIRST_SIZE];
    private long[] sequence = new long[FIRST_SIZE];
    private int size;

    /// One origin's number here, and where its first and last entry stand.
    private static final class Shown {
        final int number;
        final int first;
        long lastSequence;

        Shown(int number, int first) {
            this.number = number;
            this.first = first;
        }
    }

    void add(Position position) {
        var shown = byOrigin.computeIfAbsent(position.origin(), added -> {
            origins.add(added);
            return new Shown(origins.size() - 1, size);
        });
        if (size == origin.length) {
            origin = Arrays.copyOf(origin, Math.multiplyExact(size, 2));
            sequence = Arrays.copyOf(sequence, origin.length);
        }
        origin[size] = shown.number;
        sequence[size] = position.sequence();
        shown.lastSequence = position.sequence();
        size++;
    }

    int size() {
        return size;
    }

    Position at(int place) {
        return new Position(origins.get(origin[place]), sequence[place]);
    }

    /// The first place whose entry `seen` does not cover; [#size] if there is none.
    /// Of each origin the sequences ascend, so it is enough to go back until every
    /// origin that has something new has shown something old.
    int firstNotCovered(VersionVector seen) {
        var covered = new long[origins.size()];
        var open = new boolean[origins.size()];
        int openCount = 0;
        int first = size;
        for (var entry : byOrigin.entrySet()) {
            var shown = entry.getValue();
            long upTo = seen.at(entry.getKey());
            covered[shown.number] = upTo;
            if (upTo == 0) {
                first = Math.min(first, shown.first);
            } else if (upTo < shown.lastSequence) {
                open[shown.number] = true;
                openCount++;
            }
        }
        for (int place = size - 1; place >= 0 && openCount > 0; place--) {
            int number = origin[place];
            if (open[number] && sequence[place] <= covered[number]) {
                open[number] = false;
                openCount--;
            } else if (open[number]) {
                first = Math.min(first, place);
            }
        }
        return first;
    }

    /// All that stands before this place, and nothing else: of each origin the
    /// sequences ascend.
    VersionVector before(int place) {
        var last = new HashMap<Origin, Long>();
        byOrigin.forEach((of, shown) -> last.put(of, shown.lastSequence));
        for (int behind = size - 1; behind >= place; behind--) {
            last.put(origins.get(origin[behind]), sequence[behind] - 1);
        }
        return VersionVector.of(last);
    }

    /// How many entries from this place on `seen` does not cover.
    long countNotCovered(int from, VersionVector seen) {
        var covered = new long[origins.size()];
        byOrigin.forEach((of, shown) -> covered[shown.number] = seen.at(of));
        long count = 0;
        for (int place = from; place < size; place++) {
            count += sequence[place] > covered[origin[place]] ? 1 : 0;
        }
        return count;
    }
}
