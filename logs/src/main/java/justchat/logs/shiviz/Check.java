// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Whether the clocks of a merged log can be those of a real run. ShiViz draws
/// false ones without a word.
///
/// Checked is that no clock names an event that is not there; that, if an
/// event's clock names event e of a process, it is at least e's clock
/// (transitivity); and that all events can happen, each after those that it
/// names (no cycle). That the numbers of each process are 1, 2, 3, ... is an
/// invariant of [MergedLog].
///
/// Takes a time of the order of events times processes for a run in which an
/// event learns of few processes at once.
public final class Check {
    private static final int VIOLATIONS_TOLD = 20;

    private final MergedLog log;
    private final List<Event> order = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private Check(MergedLog log) {
        this.log = log;
    }

    public static Check of(MergedLog log) {
        var check = new Check(log);
        log.events().values().forEach(check::checkProcess);
        check.replay();
        return check;
    }

    public boolean holds() {
        return violations.isEmpty();
    }

    /// What is wrong, in words, at most 20 and a line that counts the rest.
    public List<String> violations() {
        if (violations.size() <= VIOLATIONS_TOLD) {
            return List.copyOf(violations);
        }
        var told = new ArrayList<>(violations.subList(0, VIOLATIONS_TOLD));
        told.add("and " + (violations.size() - VIOLATIONS_TOLD) + " more");
        return List.copyOf(told);
    }

    /// All events in an order that extends happened-before; those which cannot
    /// happen, if any, are at the end.
    public List<Event> order() {
        return List.copyOf(order);
    }

    private void checkProcess(List<Event> events) {
        SortedMap<String, Long> before = new TreeMap<>();
        for (var event : events) {
            for (var entry : event.clock().entries().entrySet()) {
                // What the event before knew too was checked there.
                if (!entry.getValue().equals(before.get(entry.getKey()))) {
                    checkNamed(event, entry.getKey(), entry.getValue());
                }
            }
            before = event.clock().entries();
        }
    }

    private void checkNamed(Event event, String process, long number) {
        boolean own = process.equals(event.process());
        if (own && number == 1) {
            return;
        }
        log.event(process, own ? number - 1 : number).ifPresentOrElse(named -> {
            if (!named.clock().isBeforeOrEqual(event.clock())) {
                violations.add(event.name() + " names " + named.name() + " but not all that this one names");
            }
        }, () -> violations.add(event.name() + " names " + process + " event " + number + ", which is not there"));
    }

    /// Lets every process go on as far as it can, until none can.
    private void replay() {
        var happened = new HashMap<String, Integer>();
        var waiting = new HashMap<String, List<String>>();
        var ready = new ArrayDeque<>(log.events().keySet());
        while (!ready.isEmpty()) {
            var process = ready.poll();
            int before = happened.getOrDefault(process, 0);
            goOn(process, happened, waiting);
            if (happened.getOrDefault(process, 0) > before && waiting.containsKey(process)) {
                ready.addAll(waiting.remove(process));
            }
        }
        var stuck = new ArrayList<Event>();
        log.events().forEach((process, events) -> stuck
                .addAll(events.subList(happened.getOrDefault(process, 0), events.size())));
        if (!stuck.isEmpty()) {
            violations.add(stuck.size() + " events can never happen, since they wait for one another; one is "
                    + stuck.getFirst().name());
            order.addAll(stuck);
        }
    }

    private void goOn(String process, Map<String, Integer> happened, Map<String, List<String>> waiting) {
        var events = log.events().get(process);
        for (int next = happened.getOrDefault(process, 0); next < events.size(); next++) {
            var event = events.get(next);
            for (var entry : event.clock().entries().entrySet()) {
                var other = entry.getKey();
                // Events that are not there were reported; nobody waits for them.
                long needed = Math.min(entry.getValue(), log.last(other));
                if (!other.equals(process) && needed > happened.getOrDefault(other, 0)) {
                    waiting.computeIfAbsent(other, _ -> new ArrayList<>()).add(process);
                    return;
                }
            }
            order.add(event);
            happened.put(process, next + 1);
        }
    }
}
