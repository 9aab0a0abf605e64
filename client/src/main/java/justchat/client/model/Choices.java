// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Map;

/// What a user chose on any device, by name. Immutable.
public record Choices(Map<String, String> values) {
    /// How many unread messages are shown at a time.
    public static final String INBOX = "inbox";

    public Choices {
        values = Map.copyOf(values);
    }

    /// 1 to [Limits#PAGE]; what makes no sense counts as not chosen.
    public int inbox() {
        var chosen = values.getOrDefault(INBOX, "");
        return chosen.matches("[1-9][0-9]{0,2}")
                ? Math.min(Integer.parseInt(chosen), Limits.PAGE)
                : Limits.INBOX;
    }
}
