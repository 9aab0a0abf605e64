// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

/// How long something still lasts, as people say it.
final class Durations {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Durations() {}

    /// Rounded up, in the largest unit of which there are at least two.
    static String inWords(long millis) {
        if (millis > 2 * DAY) {
            return count(millis, DAY, "day");
        }
        if (millis > 2 * HOUR) {
            return count(millis, HOUR, "hour");
        }
        return millis > 2 * MINUTE ? count(millis, MINUTE, "minute") : count(millis, SECOND, "second");
    }

    private static String count(long millis, long unit, String name) {
        long count = Math.ceilDiv(millis, unit);
        return count + " " + name + (count == 1 ? "" : "s");
    }
}
