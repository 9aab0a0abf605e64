// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import justchat.logs.clock.VectorClock;

/// Processes as numbers 0, 1, 2, ..., for a whole log. Owned by one thread while it grows.
final class Names {
    private final Map<String, Integer> indices = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    /// All indices, by name; too short when names have come since.
    private int[] sorted = {};

    int index(String name) {
        var known = indices.get(name);
        if (known != null) {
            return known;
        }
        indices.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    boolean knows(String name) {
        return indices.containsKey(name);
    }

    String name(int index) {
        return names.get(index);
    }

    int size() {
        return names.size();
    }

    /// The clock with these times, by index; there may be fewer than names.
    VectorClock clock(long[] times) {
        if (sorted.length != names.size()) {
            sorted = IntStream.range(0, names.size()).boxed()
                    .sorted((left, right) -> names.get(left).compareTo(names.get(right))).mapToInt(Integer::intValue)
                    .toArray();
        }
        var processes = new String[names.size()];
        var numbers = new long[names.size()];
        int count = 0;
        for (int index : sorted) {
            if (index < times.length && times[index] > 0) {
                processes[count] = names.get(index);
                numbers[count++] = times[index];
            }
        }
        return VectorClock.ofSorted(Arrays.copyOf(processes, count), Arrays.copyOf(numbers, count));
    }
}
