// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import justchat.messageserver.model.Place;

/// The messages of all origins by place: 6 bytes each. Not thread-safe.
///
/// Most come at the end. Those that come late wait there unsorted until somebody
/// asks; then they are merged, so that a server which catches up with a long log
/// does not move the others for each of them.
final class LinearOrder {
    private static final int FIRST_SIZE = 64;

    private final List<OriginColumns> columns;
    private char[] origins = new char[FIRST_SIZE];
    private int[] slots = new int[FIRST_SIZE];
    private int count;
    /// So many, from the first, are in order.
    private int sorted;

    /// @param columns
    ///            of the origins by number; more may be added
    LinearOrder(List<OriginColumns> columns) {
        this.columns = columns;
    }

    void add(int origin, int slot) {
        if (origin > Character.MAX_VALUE) {
            throw new IllegalStateException("more than " + Character.MAX_VALUE + " origins");
        }
        if (count == slots.length) {
            int larger = Math.multiplyExact(count, 2);
            origins = Arrays.copyOf(origins, larger);
            slots = Arrays.copyOf(slots, larger);
        }
        origins[count] = (char) origin;
        slots[count] = slot;
        count++;
        if (sorted == count - 1 && (sorted == 0 || compare(sorted - 1, sorted) < 0)) {
            sorted = count;
        }
    }

    /// Takes out what stands there; looks for it from the end.
    void remove(int origin, int slot) {
        int at = count - 1;
        while (slots[at] != slot || origins[at] != origin) {
            at--;
        }
        System.arraycopy(origins, at + 1, origins, at, count - at - 1);
        System.arraycopy(slots, at + 1, slots, at, count - at - 1);
        count--;
        sorted -= at < sorted ? 1 : 0;
    }

    private int compare(int one, int other) {
        return OriginColumns.compare(columns.get(origins[one]), slots[one], columns.get(origins[other]), slots[other]);
    }

    int count() {
        return count;
    }

    OriginColumns columnsAt(int index) {
        settle();
        return columns.get(origins[index]);
    }

    int slotAt(int index) {
        settle();
        return slots[index];
    }

    Place placeAt(int index) {
        return columnsAt(index).placeAt(slotAt(index));
    }

    /// How many are before this place.
    int countBefore(Place place) {
        settle();
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (placeAt(middle).compareTo(place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void settle() {
        if (sorted < count) {
            merge(sortedLate());
            sorted = count;
        }
    }

    private Integer[] sortedLate() {
        var late = new Integer[count - sorted];
        for (int i = 0; i < late.length; i++) {
            late[i] = sorted + i;
        }
        Arrays.sort(late, this::compare);
        return late;
    }

    /// Merges the late ones into what is behind the place of their first.
    private void merge(Integer[] late) {
        int from = sortedBefore(late[0]);
        var mergedOrigins = new char[count - from];
        var mergedSlots = new int[count - from];
        int inOrder = from;
        int next = 0;
        for (int i = 0; i < mergedSlots.length; i++) {
            boolean takeLate = inOrder == sorted || next < late.length && compare(late[next], inOrder) < 0;
            int taken = takeLate ? late[next++] : inOrder++;
            mergedOrigins[i] = origins[taken];
            mergedSlots[i] = slots[taken];
        }
        System.arraycopy(mergedOrigins, 0, origins, from, mergedOrigins.length);
        System.arraycopy(mergedSlots, 0, slots, from, mergedSlots.length);
    }

    private int sortedBefore(int late) {
        int low = 0;
        int high = sorted;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, late) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
