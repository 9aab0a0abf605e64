// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The logs of many processes, one beside the other.
/// Held small: clocks as what changes from one to the next, so that a million
/// events fit; an event that is asked for is made then.
///
/// Invariant: the n-th event in a process's list has the number n. What the
/// clocks say of other processes may be false.
public final class MergedLog {
    private final SortedMap<String, List<Event>> events;
    private final Names names;
    private final SortedMap<String, Timeline> timelines = new TreeMap<>();
    private final List<String> damage;

    private MergedLog(Names names, SortedMap<String, List<Event>> events, List<String> damage) {
        this.names = names;
        events.forEach((process, list) -> timelines.put(process, Timeline.of(names, list)));
        this.events = Collections.unmodifiableSortedMap(new TreeMap<String, List<Event>>(timelines));
        this.damage = List.copyOf(damage);
    }

    /// Puts the logs together. Of two that claim the same process the second is
    /// left out.
    public static MergedLog of(List<ProcessLog> logs) {
        var events = new TreeMap<String, List<Event>>();
        var damage = new ArrayList<String>();
        for (var log : logs) {
            log.damage().ifPresent(damage::add);
            log.process().ifPresent(process -> {
                if (events.putIfAbsent(process, log.events()) != null) {
                    damage.add(log.source() + ": another log is of " + process + " too; this one is left out");
                }
            });
        }
        return new MergedLog(new Names(), events, damage);
    }

    /// The same processes with other clocks.
    MergedLog with(SortedMap<String, List<Event>> repaired) {
        return new MergedLog(names, repaired, damage);
    }

    /// By process, in the order in which they happened there.
    public SortedMap<String, List<Event>> events() {
        return events;
    }

    /// What could not be used, in words.
    public List<String> damage() {
        return damage;
    }

    /// All processes of the log and of its clocks.
    Names names() {
        return names;
    }

    /// As [#events], held small.
    SortedMap<String, Timeline> timelines() {
        return timelines;
    }

    /// How many events this process has; 0 if it is unknown.
    long last(String process) {
        return events.getOrDefault(process, List.of()).size();
    }

    /// Absent if there is no such event.
    Optional<Event> event(String process, long number) {
        return number < 1 || number > last(process)
                ? Optional.empty()
                : Optional.of(events.get(process).get((int) number - 1));
    }
}
