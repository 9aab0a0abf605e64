// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a user chose, by the key of the [Setting]; what was not chosen, or makes
/// no sense to this version, has its initial value. Immutable.
public record Choices(Map<String, String> values) {
    /// Nothing was chosen.
    public static final Choices NONE = new Choices(Map.of());

    public Choices {
        values = Map.copyOf(values);
    }

    /// One more.
    public Choices with(String key, String value) {
        var all = new HashMap<>(values);
        all.put(key, value);
        return new Choices(all);
    }

    /// The value that counts.
    public String of(Setting setting) {
        return setting.value(values.getOrDefault(setting.key(), "")).orElse(setting.initial());
    }

    /// Unread messages that are shown at a time; 1 to [Limits#PAGE].
    public int inbox() {
        return Integer.parseInt(of(Setting.INBOX));
    }

    /// What the user said about being away; empty: nothing.
    public Optional<Away> away() {
        return Away.parse(values.getOrDefault(Away.KEY, ""));
    }

    /// Whether others are told that their private messages were read.
    public boolean receipts() {
        return of(Setting.RECEIPTS).equals("on");
    }

    /// What of all this is the screen's to carry out.
    public Preferences preferences() {
        return new Preferences(of(Setting.THEME), Preferences.Notify.valueOf(of(Setting.NOTIFY).toUpperCase(
                Locale.ROOT)), QuietHours.parse(of(Setting.QUIET)), of(Setting.BELL).equals("on"));
    }
}
