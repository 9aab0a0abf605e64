// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.util.Objects;

/// Something that is not as it was written.
///
/// @param segment
///            its number
/// @param from
///            the first byte concerned; of a whole segment 0
/// @param to
///            behind the last one; of a whole segment 0
public record Damage(long segment, Kind kind, int from, int to) {
    /// What is wrong.
    public enum Kind {
        /// The file is not there.
        MISSING("is not there"),
        /// Both headers are bad: nothing in it can be read.
        UNREADABLE("is unreadable"),
        /// One of the two headers is bad, which loses nothing.
        HEADER("has one bad header of two"),
        /// Records are bad.
        PLACE("is damaged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    public Damage {
        Objects.requireNonNull(kind, "kind");
    }

    /// Whether entries may be lost by it.
    public boolean mayLose() {
        return kind != Kind.HEADER;
    }

    @Override
    public String toString() {
        return "segment " + segment + " " + kind.words
                + (kind == Kind.PLACE ? " from byte " + from + " to " + to : "");
    }
}
