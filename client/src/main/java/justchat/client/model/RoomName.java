// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The names of rooms: 1 to 32 of `a-z`, `0-9`, `-`, `_` and `.`, the first a
/// letter or digit.
public final class RoomName {
    /// Where everybody is.
    public static final String LOBBY = "lobby";
    /// The room of private entries: letters, markers, settings. In no list.
    public static final String PRIVATE = "@private";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    private RoomName() {}

    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /// A name as it was typed, in whatever case and with or without its sign.
    public static Optional<String> parse(String typed) {
        var name = (typed.startsWith("#") ? typed.substring(1) : typed).toLowerCase(Locale.ROOT);
        return isValid(name) ? Optional.of(name) : Optional.empty();
    }
}
