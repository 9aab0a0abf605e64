// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

import justchat.logs.clock.VectorClock;

/// A random run of a few processes, as the graph of its events, which knows
/// nothing of clocks, and as logs with clocks.
record Run(List<Step> steps) {
    static final int PROCESSES = 4;

    /// A process does something: nothing else, or receive what an earlier step,
    /// any, sent to it.
    record Step(int process, int received) {}

    /// An event of the graph.
    record Node(String process, int number) {}

    static Arbitrary<Run> runs() {
        var process = Arbitraries.integers().between(0, PROCESSES - 1);
        var step = process.flatMap(who -> Arbitraries.integers().between(-40, 39).map(from -> new Step(who, from)));
        return step.list().ofMaxSize(40).map(Run::new);
    }

    static String name(int process) {
        return "p" + process;
    }

    /// The logs that the processes would write; the list is by process.
    List<ProcessLog> logs() {
        var clocks = new TreeMap<Integer, VectorClock>();
        var texts = new TreeMap<Integer, StringBuilder>();
        var sent = new ArrayList<VectorClock>();
        for (var step : steps) {
            var before = clocks.getOrDefault(step.process(), VectorClock.empty());
            var merged = receives(step, sent.size()) ? before.merge(sent.get(step.received())) : before;
            var clock = merged.tick(name(step.process()));
            clocks.put(step.process(), clock);
            sent.add(clock);
            texts.computeIfAbsent(step.process(), _ -> new StringBuilder()).append(name(step.process())).append(' ')
                    .append(clock).append("\nINFO step ").append(sent.size()).append('\n');
        }
        return texts.entrySet().stream()
                .map(entry -> ProcessLog.parse(name(entry.getKey()) + "-Log.txt", entry.getValue().toString()))
                .toList();
    }

    /// All that happened before `event`, itself included: a search through
    /// the graph.
    Set<Node> past(Node event) {
        var nodes = nodes();
        var found = new HashSet<Node>();
        var open = new ArrayDeque<>(List.of(nodes.indexOf(event)));
        while (!open.isEmpty()) {
            int index = open.poll();
            if (found.add(nodes.get(index))) {
                int before = nodes.indexOf(new Node(nodes.get(index).process(), nodes.get(index).number() - 1));
                if (before >= 0) {
                    open.add(before);
                }
                if (receives(steps.get(index), index)) {
                    open.add(steps.get(index).received());
                }
            }
        }
        return found;
    }

    private List<Node> nodes() {
        var counts = new TreeMap<String, Integer>();
        return steps.stream().map(step -> name(step.process()))
                .map(process -> new Node(process, counts.merge(process, 1, Integer::sum))).toList();
    }

    private static boolean receives(Step step, int index) {
        return 0 <= step.received() && step.received() < index;
    }
}
