// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The part of each day in which nothing rings: from `from`, up to `to` and
/// without it; over midnight if `to` is the earlier one. Immutable.
public record QuietHours(LocalTime from, LocalTime to) {
    private static final Pattern FORM = Pattern.compile("([0-2]?[0-9]):([0-5][0-9])-([0-2]?[0-9]):([0-5][0-9])");

    public QuietHours {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (from.equals(to)) {
            throw new IllegalArgumentException("no time at all: " + from);
        }
    }

    /// As it is typed: `22:00-07:00`. Empty: it is something else.
    public static Optional<QuietHours> parse(String typed) {
        var parts = FORM.matcher(typed);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QuietHours(time(parts.group(1), parts.group(2)), time(parts.group(3), parts.group(
                    4))));
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static LocalTime time(String hour, String minute) {
        return LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
    }

    /// Whether it is quiet at this time of the day.
    public boolean hold(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(to);
        return from.isBefore(to) ? begun && !over : begun || !over;
    }

    /// As it is typed.
    @Override
    public String toString() {
        return from + "-" + to;
    }
}
