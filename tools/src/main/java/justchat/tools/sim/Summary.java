// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/// What many seeds came to. Guarded by itself: several threads add to it.
final class Summary {
    private static final double MICROS_PER_MINUTE = 6e7;
    private static final double MICROS_PER_HOUR = 3.6e9;
    private static final double NANOS_PER_MINUTE = 6e10;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final SortedMap<String, Long> seen = new TreeMap<>();
    private long seeds;
    private long virtualMicros;
    private long events;
    private long written;
    private long acknowledged;
    private long violations;
    private Optional<Result> first = Optional.empty();

    synchronized void add(Result result) {
        seeds++;
        virtualMicros += result.virtualMicros();
        events += result.events();
        written += result.written();
        acknowledged += result.acknowledged();
        result.seen().forEach((what, times) -> seen.merge(what, times, Long::sum));
        result.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum));
        if (result.violation().isPresent()) {
            violations++;
            if (first.isEmpty() || first.get().seed() > result.seed()) {
                first = Optional.of(result);
            }
        }
    }

    /// The violation with the lowest seed.
    synchronized Optional<Result> firstViolation() {
        return first;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long seeds() {
        return seeds;
    }

    synchronized long times(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /// How often this happened in the rooms.
    synchronized long times(String what) {
        return seen.getOrDefault(what, 0L);
    }

    /// For people.
    synchronized String text(long nanos) {
        var words = new StringJoiner(", ");
        faults.forEach((kind, times) -> words.add(kind + " " + grouped(times)));
        var rooms = new StringJoiner(", ");
        seen.forEach((what, times) -> rooms.add(what + " " + grouped(times)));
        return grouped(seeds) + " seeds, " + grouped(acknowledged) + " of " + grouped(written)
                + " messages acknowledged, " + grouped(events) + " events, "
                + String.format(Locale.ROOT, "%.1f virtual minutes in %.1f s (%.1f virtual hours a minute)%n",
                        virtualMicros
                                / MICROS_PER_MINUTE,
                        nanos / 1e9, hoursPerMinute(nanos))
                + "Faults: " + words + "\nIn the rooms: " + rooms + "\n"
                + (violations == 0 ? "No violation.\n" : grouped(violations) + " seeds with a violation.\n");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private double hoursPerMinute(long nanos) {
        return virtualMicros / MICROS_PER_HOUR / (nanos / NANOS_PER_MINUTE);
    }

    /// For programs: one object on one line.
    synchronized String json(long nanos) {
        var counts = new StringJoiner(",", "{", "}");
        faults.forEach((kind, times) -> counts.add("\"" + kind + "\":" + times));
        var rooms = new StringJoiner(",", "{", "}");
        seen.forEach((what, times) -> rooms.add("\"" + what + "\":" + times));
        var violation = first.map(result -> ",\"firstSeed\":" + result.seed() + ",\"firstViolation\":\"" + escaped(
                result.violation().orElseThrow()) + "\"").orElse("");
        return "{\"seeds\":" + seeds + ",\"virtualSeconds\":" + virtualMicros / World.SECOND + ",\"realMillis\":"
                + nanos / 1_000_000 + ",\"events\":" + events + ",\"written\":" + written + ",\"acknowledged\":"
                + acknowledged + ",\"faults\":" + counts + ",\"seen\":" + rooms + ",\"violations\":" + violations
                + violation + "}";
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                escaped.append('\\').append((char) character);
            } else {
                escaped.append(character < ' ' ? ' ' : (char) character);
            }
        });
        return escaped.toString();
    }
}
