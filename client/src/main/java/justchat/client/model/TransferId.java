// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Optional;

/// An offer, and the transfer it becomes: f1, f2, f3, ... within one run of the
/// client, in either direction.
public record TransferId(int number) implements Comparable<TransferId> {
    public TransferId {
        if (number < 1) {
            throw new IllegalArgumentException("transfer: " + number);
        }
    }

    /// Reads `f3`, `F3` or `3`.
    public static Optional<TransferId> parse(String text) {
        var digits = text.startsWith("f") || text.startsWith("F") ? text.substring(1) : text;
        return digits.matches("[1-9][0-9]{0,8}")
                ? Optional.of(new TransferId(Integer.parseInt(digits)))
                : Optional.empty();
    }

    @Override
    public int compareTo(TransferId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "f" + number;
    }
}
