// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Locale;

/// Sizes and durations for people. The point is always a point.
public final class Figures {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    private Figures() {}

    /// `512 bytes`, `1.2 MB`: decimal units.
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /// `35 ms`, `0.4 s`, `14 s`, `2 min 5 s`, `10 min`, `3 h`, `7 days`.
    public static String duration(long millis) {
        if (millis < 100) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds >= 2 * DAY) {
            return seconds / DAY + " days";
        }
        if (seconds >= 2 * HOUR) {
            return seconds / HOUR + " h";
        }
        return seconds < 120
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    /// `1 message`, `2 messages`.
    public static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s", number, one) + (number == 1 ? "" : "s");
    }

    /// `0:05`, `12:30`, `1:02:03`: time that is left.
    public static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
