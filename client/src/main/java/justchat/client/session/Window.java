// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What may be on its way at once, and what waits for its turn: in lanes, each
/// in the order it came. A lane that does not move holds nobody else up, as long
/// as there is room beside it. Pure. Not thread-safe.
///
/// Invariant: each lane has at most `laneSize` flying and all together at most
/// `size`; after [#takeOff] something waits only where one of the two is reached.
final class Window<T> {
    private final int laneSize;
    private final int size;
    private final int capacity;
    private final SequencedMap<String, Lane<T>> lanes = new LinkedHashMap<>();
    private int flying;
    private int waiting;

    private static final class Lane<T> {
        private final ArrayDeque<T> waiting = new ArrayDeque<>();
        private int flying;
    }

    /// @param laneSize
    ///            flying in one lane
    /// @param size
    ///            flying in all
    /// @param capacity
    ///            waiting in all
    Window(int laneSize, int size, int capacity) {
        this.laneSize = laneSize;
        this.size = size;
        this.capacity = capacity;
    }

    /// @return false if `capacity` wait already; the item was not taken
    boolean add(String lane, T item) {
        if (waiting >= capacity) {
            return false;
        }
        lanes.computeIfAbsent(lane, _ -> new Lane<>()).waiting.add(item);
        waiting++;
        return true;
    }

    boolean isFlying() {
        return flying > 0;
    }

    /// One of that lane has landed, whatever became of it.
    void landed(String lane) {
        var one = lanes.get(lane);
        one.flying--;
        flying--;
        if (one.flying == 0 && one.waiting.isEmpty()) {
            lanes.remove(lane);
        }
    }

    /// What goes out now, in the order of each lane.
    List<T> takeOff() {
        var now = new ArrayList<T>();
        for (var lane : lanes.values()) {
            while (flying < size && lane.flying < laneSize && !lane.waiting.isEmpty()) {
                now.add(lane.waiting.poll());
                waiting--;
                lane.flying++;
                flying++;
            }
        }
        return now;
    }
}
