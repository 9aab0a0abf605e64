// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;

/// Makes clocks name only events that are there, since ShiViz refuses the whole
/// file otherwise.
///
/// A process that was killed while its disk was full, or whose log was lost, is
/// named by others with events that nobody can show. Such an entry for process p
/// becomes the last event of p, among those written, that this event can have
/// known: the greatest k with "all that p's event k names is named here, and it
/// does not name this event". For a lost tail that is p's last event, and
/// happened-before among the remaining events stays exactly as it was; a clock
/// that was invented to name the far future becomes no more than what is
/// consistent. Transitivity is kept: the relation "can have known" is
/// transitive itself.
public final class Repair {
    private final MergedLog log;
    private final List<String> words;

    private Repair(MergedLog log, List<String> words) {
        this.log = log;
        this.words = List.copyOf(words);
    }

    public static Repair of(MergedLog log) {
        var unfounded = new TreeMap<String, Unfounded>();
        var repaired = new TreeMap<String, List<Event>>();
        log.timelines().forEach((process, events) -> repaired.put(process, namesOnlyWhatIsThere(log, events)
                ? events
                : Timeline.of(log.names(), events.stream().map(event -> repair(log, event, unfounded)).toList())));
        var words = new ArrayList<String>();
        unfounded.forEach((process, found) -> words.add(found.inWords(process, log.last(process))));
        return new Repair(log.with(repaired), words);
    }

    /// The log with clocks that ShiViz accepts.
    public MergedLog log() {
        return log;
    }

    /// What was changed, a line for each process that was named wrongly.
    public List<String> words() {
        return words;
    }

    /// As in nearly every log.
    private static boolean namesOnlyWhatIsThere(MergedLog log, Timeline events) {
        var last = new HashMap<Integer, Long>();
        for (int change = 0; change < events.changesFrom(events.size()); change++) {
            int who = events.who(change);
            if (events.time(change) > last.computeIfAbsent(who, index -> log.last(log.names().name(index)))) {
                return false;
            }
        }
        return true;
    }

    private static Event repair(MergedLog log, Event event, SortedMap<String, Unfounded> unfounded) {
        Map<String, Long> times = null;
        for (var entry : event.clock().entries().entrySet()) {
            var process = entry.getKey();
            if (entry.getValue() > log.last(process)) {
                times = times == null ? new TreeMap<>(event.clock().entries()) : times;
                times.put(process, lastKnown(log, process, event));
                unfounded.merge(process, new Unfounded(entry.getValue(), 1), Unfounded::and);
            }
        }
        return times == null ? event : event.with(VectorClock.of(times));
    }

    /// By bisection, since what a process knows only grows.
    private static long lastKnown(MergedLog log, String process, Event event) {
        long known = 0;
        long unknown = log.last(process) + 1;
        while (unknown - known > 1) {
            long middle = (known + unknown) >>> 1;
            if (canBeKnown(log, log.event(process, middle).orElseThrow(), event)) {
                known = middle;
            } else {
                unknown = middle;
            }
        }
        return known;
    }

    private static boolean canBeKnown(MergedLog log, Event earlier, Event event) {
        return earlier.clock().at(event.process()) < event.number() && earlier.clock().entries().entrySet().stream()
                .allMatch(entry -> entry.getValue() <= event.clock().at(entry.getKey())
                        || event.clock().at(entry.getKey()) > log.last(entry.getKey()));
    }

    /// Names of events that are not there, all of one process.
    private record Unfounded(long highest, int events) {
        Unfounded and(Unfounded other) {
            return new Unfounded(Math.max(highest, other.highest), events + other.events);
        }

        String inWords(String process, long last) {
            var named = ", but " + events + (events == 1 ? " event names" : " events name");
            return last == 0
                    ? process + ": no event of it was found" + named + " it; these mentions were removed"
                    : process + ": its log ends with event " + last + named + " later ones, up to " + highest
                            + "; they now name the last one that they can have known";
        }
    }
}
