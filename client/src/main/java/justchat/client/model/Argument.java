// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.List;

/// What may stand at one place after the word of a [Command].
public enum Argument {
    USER, PATH, USER_OR_PATH, PUBLIC_FILE, OFFER, TRANSFER, ROOM,
    /// Whatever one likes to say.
    TEXT,
    /// A name that is not there yet, a number.
    NEW,
    /// One of the words that [#words] has.
    FILES, ORDER, DELETE, SPAN, SETTING, VALUE, THEME, RINGS, ON_OFF, COMMAND;

    /// The words of the program's own that may stand there; of the others none.
    ///
    /// @param before
    ///            the argument before this one
    public List<String> words(String before) {
        return switch (this) {
            case FILES -> List.of("files");
            case ORDER -> Arrays.stream(Order.values()).map(Order::word).toList();
            case DELETE -> List.of("delete");
            case SPAN -> List.of("10m", "2h", "3d");
            case SETTING -> Arrays.stream(Setting.values()).map(Setting::key).toList();
            case VALUE -> Setting.of(before).map(Setting::words).orElse(List.of());
            case THEME -> Setting.THEME.words();
            case RINGS -> Setting.NOTIFY.words();
            case ON_OFF -> List.of("on", "off");
            case COMMAND -> Arrays.stream(Command.values()).map(Command::word).distinct().toList();
            case USER, PATH, USER_OR_PATH, PUBLIC_FILE, OFFER, TRANSFER, ROOM, TEXT, NEW -> List.of();
        };
    }
}
