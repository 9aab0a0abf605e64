// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A moment in the past as it is typed: `10m`, `2h`, `3d`, or `HH:mm` (the last
/// one that was).
public sealed interface Since {

    /// So long ago.
    record Ago(long millis) implements Since {}

    /// At this time of today, or of yesterday.
    record At(LocalTime time) implements Since {
        public At {
            Objects.requireNonNull(time, "time");
        }
    }

    /// Milliseconds since 1970.
    default long millis(long nowMillis, ZoneId zone) {
        return switch (this) {
            case Ago ago -> Math.max(0, nowMillis - ago.millis);
            case At at -> {
                var now = Instant.ofEpochMilli(nowMillis).atZone(zone);
                var today = now.with(at.time);
                yield (today.isAfter(now) ? today.minusDays(1) : today).toInstant().toEpochMilli();
            }
        };
    }

    static Optional<Since> parse(String typed) {
        var span = span(typed);
        if (span.isPresent()) {
            return Optional.of(new Ago(span.getAsLong()));
        }
        var clock = Pattern.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])").matcher(typed);
        return clock.matches()
                ? Optional.of(new At(LocalTime.of(Integer.parseInt(clock.group(1)), Integer.parseInt(clock.group(2)))))
                : Optional.empty();
    }

    /// `10m`, `2h`, `3d` in milliseconds; up to 9,999 of each.
    static OptionalLong span(String typed) {
        var span = Pattern.compile("([1-9][0-9]{0,3})([mhd])").matcher(typed);
        if (!span.matches()) {
            return OptionalLong.empty();
        }
        long minutes = switch (span.group(2)) {
            case "m" -> 1;
            case "h" -> 60;
            default -> 1_440;
        };
        return OptionalLong.of(Long.parseLong(span.group(1)) * minutes * 60_000);
    }
}
