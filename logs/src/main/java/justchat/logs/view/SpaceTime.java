// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import justchat.logs.shiviz.Event;

/// The events of a run, laid out by happened-before.
///
/// The level of an event is one more than the highest of those right before it:
/// the one before on its own process, and its causes. Its causes are the sends
/// of the messages that it received, as far as clocks tell: of the events of
/// other processes that it was the first on its process to know of, those that
/// no other of them, nor the event before it on its process, knows of already
/// (the transitive reduction of happened-before, without the steps along a
/// process). Events are sorted by level, then by process, so that each has a
/// greater index than all that happened before it.
///
/// False clocks, which [justchat.logs.shiviz.Check] reports, are believed as
/// far as they can be drawn: no cause comes later than its effect.
public final class SpaceTime {
    /// So many events a page can show; it was measured with half as many.
    public static final int MAX_EVENTS = 200_000;

    /// An entry of a clock that is greater than in the clock before.
    ///
    /// @param process
    ///            its index in [#processes()]
    /// @param number
    ///            of the event that it names
    /// @param gain
    ///            by how much it is greater
    record Entry(int process, int number, int gain) {}

    /// An event in its place.
    ///
    /// @param process
    ///            its index in [#processes()]
    /// @param number
    ///            the how-manieth of its process it is, from 1
    /// @param level
    ///            from 0, downwards
    /// @param causes
    ///            sorted by process
    /// @param learned
    ///            all else that its clock knows more than that of the event
    ///            before it on its process, sorted by process
    record Placed(int process, int number, int level, String text, List<Entry> causes, List<Entry> learned) {
        Placed {
            causes = List.copyOf(causes);
            learned = List.copyOf(learned);
        }
    }

    private final List<String> processes;
    private final Map<String, Integer> indices = new HashMap<>();
    /// By process, in its order; grows while events are placed.
    private final List<List<Placed>> placed = new ArrayList<>();
    private final List<List<Event>> clocks = new ArrayList<>();
    /// By process: the greatest entry of its clocks so far for each other, by index.
    private final List<Map<Integer, Integer>> known = new ArrayList<>();

    private SpaceTime(List<String> processes) {
        this.processes = List.copyOf(processes);
        for (var process : processes) {
            indices.put(process, indices.size());
            placed.add(new ArrayList<>());
            clocks.add(new ArrayList<>());
            known.add(new HashMap<>());
        }
    }

    /// @param order
    ///            all events of a run, each behind those that happened before it
    /// @throws IllegalArgumentException
    ///             if there are more than [#MAX_EVENTS]
    public static SpaceTime of(List<Event> order) {
        if (order.size() > MAX_EVENTS) {
            throw new IllegalArgumentException("events: " + order.size() + ", at most " + MAX_EVENTS);
        }
        var processes = order.stream().map(Event::process).distinct()
                .sorted(Comparator.<String, Role>comparing(Role::of).thenComparing(new NaturalOrder())).toList();
        var spaceTime = new SpaceTime(processes);
        order.forEach(spaceTime::place);
        return spaceTime;
    }

    /// The columns, from the left.
    List<String> processes() {
        return processes;
    }

    /// All events, sorted by level, then by process.
    List<Placed> events() {
        return placed.stream().flatMap(List::stream)
                .sorted(Comparator.comparingInt(Placed::level).thenComparingInt(Placed::process)).toList();
    }

    private void place(Event event) {
        int process = indices.get(event.process());
        var news = news(event, process);
        var causes = news.stream().filter(entry -> isCause(entry, news)).toList();
        int level = placed.get(process).isEmpty() ? 0 : placed.get(process).getLast().level() + 1;
        for (var cause : causes) {
            level = Math.max(level, placed(cause).level() + 1);
        }
        placed.get(process).add(new Placed(process, placed.get(process).size() + 1, level, event.text(), causes,
                news.stream().filter(entry -> !causes.contains(entry)).toList()));
        clocks.get(process).add(event);
    }

    /// What the event knows and those before it on its process do not.
    private List<Entry> news(Event event, int process) {
        var news = new ArrayList<Entry>();
        event.clock().entries().forEach((name, time) -> {
            int other = indices.getOrDefault(name, process);
            if (other != process && time <= placed.get(other).size()) {
                int before = known.get(process).getOrDefault(other, 0);
                if (time > before) {
                    news.add(new Entry(other, time.intValue(), time.intValue() - before));
                    known.get(process).put(other, time.intValue());
                }
            }
        });
        news.sort(Comparator.comparingInt(Entry::process));
        return news;
    }

    private boolean isCause(Entry entry, List<Entry> news) {
        var name = processes.get(entry.process());
        return news.stream().noneMatch(other -> other != entry
                && clocks.get(other.process()).get(other.number() - 1).clock().at(name) >= entry.number());
    }

    private Placed placed(Entry entry) {
        return placed.get(entry.process()).get(entry.number() - 1);
    }
}
