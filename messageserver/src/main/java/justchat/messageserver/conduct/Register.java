// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Place;

/// A value that the entry of the greatest place decides (a last-writer-wins
/// register, Johnson and Thomas 1975): writes in any order give the same value.
/// Immutable.
///
/// @param writtenAt
///            empty: nobody has written yet
record Register<T>(T value, Optional<Place> writtenAt) {
    Register {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(writtenAt, "writtenAt");
    }

    /// What it holds before anybody writes.
    static <T> Register<T> initially(T value) {
        return new Register<>(value, Optional.empty());
    }

    /// This register after a write at this place.
    Register<T> write(T written, Place place) {
        return writtenAt.isEmpty() || writtenAt.get().compareTo(place) < 0
                ? new Register<>(written, Optional.of(place))
                : this;
    }
}
