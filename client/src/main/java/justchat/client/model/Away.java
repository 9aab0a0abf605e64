// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// Somebody is away. Kept as the setting [#KEY] of the user, which servers tell
/// whoever asks. Immutable.
///
/// @param sinceMillis
///            since 1970, by the clock of the user's client; for display
/// @param text
///            as the user said it; may be empty
public record Away(long sinceMillis, String text) {
    /// The name of the setting; its value is `MILLIS TEXT`, or nothing.
    public static final String KEY = "away";
    /// Of a text, in UTF-8.
    public static final int MAX_BYTES = 200;

    public Away {
        Objects.requireNonNull(text, "text");
    }

    /// As the setting's value.
    public String value() {
        return sinceMillis + " " + text;
    }

    /// Empty: nobody is away, or a newer client said so in a way unknown here.
    public static Optional<Away> parse(String value) {
        int space = value.indexOf(' ');
        return space > 0 && value.substring(0, space).matches("[0-9]{1,15}")
                ? Optional.of(new Away(Long.parseLong(value.substring(0, space)), value.substring(space + 1)))
                : Optional.empty();
    }
}
