// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.logs.shiviz.Event;

/// What was found in the causal logs of a run.
///
/// @param events
///            how many each process has
/// @param repairs
///            what had to be changed or left out so that ShiViz opens the file, in words; a killed process may need it
/// @param problems
///            why the logs cannot be those of a real run, in words
/// @param past
///            what happened before the first violation, itself included; empty if there is none
public record Report(SortedMap<String, Integer> events, List<String> repairs, List<String> problems, List<Event> past) {
    /// Of the past of a violation, the latest.
    private static final int PAST_TOLD = 20;

    public Report {
        events = Collections.unmodifiableSortedMap(new TreeMap<>(events));
        repairs = List.copyOf(repairs);
        problems = List.copyOf(problems);
        past = List.copyOf(past);
    }

    /// Whether every event is reachable, no clock names an event that is not there, clocks are transitive, nothing is
    /// received that nobody sent, and every room kept its order.
    public boolean holds() {
        return problems.isEmpty();
    }

    public int total() {
        return events.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// For the screen, each line ended.
    String text() {
        var text = new StringBuilder();
        int width = events.keySet().stream().mapToInt(String::length).max().orElse(0);
        events.forEach((process, count) -> text.append("  ").append(process)
                .repeat(' ', width - process.length() + 2).append(String.format("%6d", count)).append('\n'));
        repairs.forEach(words -> text.append("Repaired: ").append(words).append(".\n"));
        problems.forEach(words -> text.append("Problem: ").append(words).append(".\n"));
        if (!past.isEmpty()) {
            text.append("What happened before the first problem");
            int from = Math.max(0, past.size() - PAST_TOLD);
            text.append(from == 0 ? ":\n" : ", the latest " + PAST_TOLD + " of " + past.size() + " events:\n");
            past.subList(from, past.size()).forEach(event -> text.append("  ").append(event.name()).append(": ")
                    .append(event.text()).append('\n'));
        }
        return text.append(holds()
                ? "The check holds: every event can be reached, clocks are transitive, rooms keep their order.\n"
                : "The check does not hold.\n").toString();
    }
}
