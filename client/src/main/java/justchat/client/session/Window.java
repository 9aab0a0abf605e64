// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What may be on its way at once, and what waits for its turn, in the order it
/// came. Pure. Not thread-safe.
///
/// Invariant: `flying <= size`, and if anything waits, `flying == size`.
final class Window<T> {
    private final int size;
    private final int capacity;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private int flying;

    Window(int size, int capacity) {
        this.size = size;
        this.capacity = capacity;
    }

    /// @return false if `capacity` wait already; the item was not taken
    boolean add(T item) {
        return waiting.size() < capacity && waiting.add(item);
    }

    /// One has landed, whatever became of it.
    void landed() {
        flying--;
    }

    /// What goes out now, in order.
    List<T> takeOff() {
        var now = new ArrayList<T>();
        while (flying < size && !waiting.isEmpty()) {
            now.add(waiting.poll());
            flying++;
        }
        return now;
    }
}
