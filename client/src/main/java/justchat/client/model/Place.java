// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Comparator;
import java.util.Objects;

/// A place in the one linear order of a room, which is the same on every server:
/// by epoch, then Lamport time, then origin.
public record Place(long epoch, long time, Origin origin, long sequence) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::epoch)
            .thenComparingLong(Place::time).thenComparing(Place::origin).thenComparingLong(Place::sequence);

    public Place {
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
