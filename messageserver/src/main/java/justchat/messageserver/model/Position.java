// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// One entry's place: its origin's log, and the sequence there, from 1.
public record Position(Origin origin, long sequence) {
    /// @throws IllegalArgumentException
    ///             if the sequence is below 1
    public Position {
        Objects.requireNonNull(origin, "origin");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence);
        }
    }

    /// Like `2.7:31`.
    @Override
    public String toString() {
        return origin + ":" + sequence;
    }
}
