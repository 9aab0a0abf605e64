// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import justchat.logs.clock.ProcessName;
import justchat.logs.clock.VectorClock;

/// One process's causal log as it was read.
///
/// Invariant: all events are of `process`, and their numbers are 1, 2, 3, ... in
/// this order.
///
/// @param source
///            where it was read, for messages
/// @param process
///            absent if there is no event
/// @param torn
///            whether the last record was cut off, as when the process was
///            killed in the middle of it, and left out
/// @param damage
///            where and why reading stopped before the end; nothing behind
///            is believed
public record ProcessLog(String source, Optional<String> process, List<Event> events, boolean torn,
        Optional<String> damage) {
    private static final Pattern FIRST_LINE = Pattern.compile("(\\S+) \\{(.*)}");
    private static final Pattern ENTRY = Pattern.compile("\\s*\"([^\"\\\\]+)\"\\s*:\\s*([0-9]{1,16})\\s*");

    public ProcessLog {
        Objects.requireNonNull(source, "source");
        events = List.copyOf(events);
    }

    /// Reads GoVector's format: a line with the process and its clock, then a line
    /// with the event.
    public static ProcessLog parse(String source, String text) {
        var lines = text.split("\n", -1);
        int whole = lines.length - 1;
        var events = new ArrayList<Event>();
        for (int line = 0; line + 1 < whole; line += 2) {
            var event = event(lines[line], lines[line + 1]);
            if (event.isEmpty() || !follows(event.get(), events)) {
                return of(source, events, false, Optional.of(source + " line " + (line + 1)
                        + ": no record that could follow here; it and what stands behind it are left out"));
            }
            events.add(event.get());
        }
        return of(source, events, whole % 2 == 1 || !lines[whole].isEmpty(), Optional.empty());
    }

    private static ProcessLog of(String source, List<Event> events, boolean torn, Optional<String> damage) {
        return new ProcessLog(source, events.stream().findFirst().map(Event::process), events, torn, damage);
    }

    private static boolean follows(Event event, List<Event> before) {
        return event.number() == before.size() + 1
                && (before.isEmpty() || before.getFirst().process().equals(event.process()));
    }

    private static Optional<Event> event(String first, String second) {
        var match = FIRST_LINE.matcher(first);
        if (!match.matches() || !ProcessName.isValid(match.group(1))) {
            return Optional.empty();
        }
        return clock(match.group(2)).map(clock -> new Event(match.group(1), clock, second));
    }

    private static Optional<VectorClock> clock(String entries) {
        Map<String, Long> times = new TreeMap<>();
        for (var part : entries.split(",")) {
            var match = ENTRY.matcher(part);
            if (!match.matches() || !ProcessName.isValid(match.group(1))) {
                return Optional.empty();
            }
            times.put(match.group(1), Long.valueOf(match.group(2)));
        }
        return Optional.of(VectorClock.of(times));
    }
}
