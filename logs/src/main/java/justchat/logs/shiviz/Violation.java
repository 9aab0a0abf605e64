// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Objects;

/// Why a log cannot be that of a run that kept its promises.
///
/// @param words
///            without a full stop
/// @param event
///            where it shows
public record Violation(String words, Event event) {
    public Violation {
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(event, "event");
    }
}
