// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// A notice in words, before colour and wrapping: `HH:mm label body`.
/// Everything in it is safe to print.
///
/// @param time
///            `HH:mm`; empty for a separator
/// @param label
///            `elon`, `tony -> you (private, direct)` or `--`
/// @param nick
///            whose colour the label has; empty: nobody's
/// @param body
///            may hold newlines
/// @param kind
///            how it looks
public record Line(String time, String label, String nick, String body, Kind kind) {
    public Line {
        Objects.requireNonNull(kind, "kind");
    }

    /// How a line looks.
    public enum Kind {
        PUBLIC, PRIVATE, NOTICE,
        /// Good to know, hardly to be read.
        FAINT, OFFER, PROBLEM, SEPARATOR
    }

    /// What stands before the body, on its first line.
    public String head() {
        return switch (kind) {
            case SEPARATOR -> "";
            case PUBLIC, PRIVATE -> time + " " + label + "  ";
            case NOTICE, FAINT, OFFER, PROBLEM -> time + " " + label + " ";
        };
    }

    /// The whole as one record: a newline in it is written `\n`.
    public String plain() {
        return head() + body.replace("\n", "\\n");
    }
}
