// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one table of what a person may choose with `#set`: parser, completion,
/// `#set` itself and the manual read it. Pure.
public enum Setting {
    INBOX("inbox", Keeper.ACCOUNT, Form.COUNT, "1 to " + Limits.PAGE, "how many unread messages are shown at a time",
            Integer.toString(Limits.INBOX)), //
    NOTIFY("notify", Keeper.ACCOUNT, Form.WORD, "mentions, all or none",
            "what rings: your name, private messages and offers; every message; nothing", "mentions", "all",
            "none"), //
    QUIET("quiet", Keeper.ACCOUNT, Form.HOURS, "off, or hours like 22:00-07:00", "when nothing rings", "off",
            "22:00-07:00"), //
    RECEIPTS("receipts", Keeper.ACCOUNT, Form.WORD, "on or off",
            "whether others are told that you have read what they wrote privately", "off", "on"), //
    THEME("theme", Keeper.MACHINE, Form.NAME, "a theme's name", "how the screen looks", "default"), //
    BELL("bell", Keeper.MACHINE, Form.WORD, "on or off", "whether this machine may make a sound", "on", "off");

    private static final int NAME_LENGTH = 32;

    private final String key;
    private final Keeper keeper;
    private final Form form;
    private final String range;
    private final String meaning;
    private final List<String> words;

    /// Who remembers a choice.
    public enum Keeper {
        /// The servers, for all the user's devices.
        ACCOUNT("on all your devices"),
        /// This machine, for whoever chats here.
        MACHINE("on this machine");

        private final String words;

        Keeper(String words) {
            this.words = words;
        }

        /// Where a choice holds.
        public String words() {
            return words;
        }
    }

    private enum Form {
        COUNT, WORD, HOURS, NAME
    }

    /// @param words
    ///            values, the initial one first; of a WORD all there are
    Setting(String key, Keeper keeper, Form form, String range, String meaning, String... words) {
        this.key = key;
        this.keeper = keeper;
        this.form = form;
        this.range = range;
        this.meaning = meaning;
        this.words = List.of(words);
    }

    /// As it is typed and kept.
    public String key() {
        return key;
    }

    public Keeper keeper() {
        return keeper;
    }

    /// Its value while nothing was chosen.
    public String initial() {
        return words.getFirst();
    }

    /// Which values there are, in words.
    public String range() {
        return range;
    }

    /// What it does.
    public String meaning() {
        return meaning;
    }

    /// Values to begin with, for completion.
    public List<String> words() {
        return words;
    }

    /// What was typed, as it is kept; empty: it is no value of this setting.
    public Optional<String> value(String typed) {
        var lower = typed.strip().toLowerCase(Locale.ROOT);
        return switch (form) {
            case COUNT -> lower.matches("[1-9][0-9]{0,2}") && Integer.parseInt(lower) <= Limits.PAGE
                    ? Optional.of(lower)
                    : Optional.empty();
            case WORD -> Optional.of(lower).filter(words::contains);
            case HOURS -> lower.equals(initial())
                    ? Optional.of(lower)
                    : QuietHours.parse(lower).map(QuietHours::toString);
            case NAME -> lower.matches("[a-z0-9][a-z0-9_-]*") && lower.length() <= NAME_LENGTH
                    ? Optional.of(lower)
                    : Optional.empty();
        };
    }

    /// By its key, in whatever case.
    public static Optional<Setting> of(String typed) {
        var lower = typed.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(setting -> setting.key.equals(lower)).findFirst();
    }
}
