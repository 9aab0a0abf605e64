// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Comparator;
import java.util.Objects;

/// A place in the one linear order of a room that is the same on every server
/// and extends the room's own order (Lamport 1978): by epoch, then time, then
/// origin. In a room of total order it is the room's order.
///
/// @param epoch
///            0 but in rooms of total order
/// @param time
///            the Lamport time of the stamp, from 1
public record Place(long epoch, long time, Position position) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::epoch)
            .thenComparingLong(Place::time).thenComparing(place -> place.position.origin())
            .thenComparingLong(place -> place.position.sequence());

    /// @throws IllegalArgumentException
    ///             if a number is out of range
    public Place {
        Objects.requireNonNull(position, "position");
        if (epoch < 0 || time < 1) {
            throw new IllegalArgumentException("place: epoch " + epoch + ", time " + time);
        }
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
