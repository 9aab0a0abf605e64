// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.logs.journal.Tracing;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.tools.trace.Trace;

/// `justchat bench trace`
@Command(name = "trace", mixinStandardHelpOptions = true, description = "What a vector clock and an event of the causal log cost, and how long merging and checking logs takes.")
final class CausalCommand implements Callable<Integer> {
    private static final int MEMBERS = 100;
    private static final int WARM_UP = 50_000;

    @Mixin
    private Output output;

    @Option(names = "--ticks", defaultValue = "1000000", paramLabel = "N", description = "Ticks, and merges, of a clock of 100 processes (default: ${DEFAULT-VALUE}).")
    private int ticks;

    @Option(names = "--traced", defaultValue = "200000", paramLabel = "N", description = "Events written to a journal (default: ${DEFAULT-VALUE}).")
    private int traced;

    @Option(names = "--events", split = ",", defaultValue = "1000000,100000,20000", paramLabel = "N", description = "Events of runs of 10, 100 and 1,000 processes that all talk with one another (default: ${DEFAULT-VALUE}).")
    private int[] events;

    @Option(names = "--grouped", defaultValue = "1000000", paramLabel = "N", description = "Events of a run of 1,000 processes in groups of ten (default: ${DEFAULT-VALUE}).")
    private int grouped;

    /// Nanoseconds an event of the first run.
    private double first = Double.NaN;

    @Override
    public Integer call() throws IOException {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        clocks(rows);
        var directory = Files.createTempDirectory(output.parent(), "bench-trace");
        try {
            journals(rows, directory);
            int[] processes = {10, 100, 1_000};
            for (int index = 0; index < Math.min(events.length, processes.length); index++) {
                rows.add(merged(directory, processes[index], processes[index], events[index]));
            }
            rows.add(merged(directory, 1_000, 10, grouped));
        } finally {
            delete(directory);
        }
        output.print(new Report("trace", rows, List.of(
                "x: as a ratio to the same with a sorted map (clocks), to a bare write of the same bytes (events), to the first run (checks, for each event).",
                "Merged are logs on disk: read, put together, repaired, clocks and orders checked, written as one file. MB: of their text.",
                "bytes: of an event. heap: the most MB that were in use meanwhile, garbage included; so no more than this much is needed.")));
        return 0;
    }

    // --- clocks

    private void clocks(List<SequencedMap<String, Object>> rows) {
        output.progress().show("ticks and merges");
        var entries = new TreeMap<String, Long>();
        for (int process = 0; process < MEMBERS; process++) {
            entries.put("client-" + process, process + 1L);
        }
        var clock = VectorClock.of(entries);
        var other = clock.tick("client-7").tick("client-70").merge(VectorClock.of(entries));
        tick(clock, WARM_UP);
        merge(clock, other, WARM_UP);
        tickMap(entries, WARM_UP);
        mergeMap(entries, WARM_UP);
        double map = tickMap(entries, ticks / 10);
        double mapMerge = mergeMap(entries, ticks / 10);
        double tick = tick(clock, ticks);
        double merge = merge(clock, other, ticks);
        rows.add(row("tick, 100 processes", ticks, tick, tick / map, Double.NaN, Double.NaN));
        rows.add(row("merge, 100 processes", ticks, merge, merge / mapMerge, Double.NaN, Double.NaN));
    }

    private static double tick(VectorClock first, int count) {
        long start = System.nanoTime();
        var clock = first;
        for (int index = 0; index < count; index++) {
            clock = clock.tick("client-42");
        }
        return nanos(start, count, clock.at("client-42") == first.at("client-42") + count);
    }

    private static double merge(VectorClock first, VectorClock other, int count) {
        long start = System.nanoTime();
        boolean right = true;
        for (int index = 0; index < count; index++) {
            right &= first.merge(other).size() == MEMBERS;
        }
        return nanos(start, count, right);
    }

    private static double tickMap(TreeMap<String, Long> first, int count) {
        long start = System.nanoTime();
        var clock = first;
        for (int index = 0; index < count; index++) {
            clock = new TreeMap<>(clock);
            clock.merge("client-42", 1L, Long::sum);
        }
        return nanos(start, count, clock.get("client-42") == first.get("client-42") + count);
    }

    private static double mergeMap(TreeMap<String, Long> first, int count) {
        long start = System.nanoTime();
        boolean right = true;
        for (int index = 0; index < count; index++) {
            var merged = new TreeMap<>(first);
            first.forEach((process, time) -> merged.merge(process, time, Math::max));
            right &= merged.size() == MEMBERS;
        }
        return nanos(start, count, right);
    }

    /// @param right
    ///            whether the result is, which also keeps it from being optimised away
    private static double nanos(long start, int count, boolean right) {
        if (!right) {
            throw new IllegalStateException("the clock is wrong");
        }
        return (System.nanoTime() - start) / (double) Math.max(1, count);
    }

    // --- events

    private void journals(List<SequencedMap<String, Object>> rows, Path directory) throws IOException {
        output.progress().show("events of a journal");
        var entries = new TreeMap<String, Long>();
        for (int process = 0; process < 10; process++) {
            entries.put("client-" + process, 1_000L);
        }
        var others = VectorClock.of(entries);
        Path log;
        double full;
        try (var journal = Journal.open(directory, "full")) {
            log = journal.path().orElseThrow(() -> new IOException("no journal in " + directory));
            write(journal, others, WARM_UP);
            full = write(journal, others, traced);
        }
        long bytes = Files.size(log) / (WARM_UP + traced + 1L);
        Files.delete(log);
        double bare = bare(directory.resolve("bare"), (int) bytes);
        double off = write(Journal.open(directory, "off", Tracing.OFF), others, Math.max(traced, WARM_UP) * 10);
        rows.add(row("event, tracing full", traced, full, full / bare, bytes, Double.NaN));
        rows.add(row("event, tracing off", traced, off, off / bare, 0, Double.NaN));
    }

    private static double write(Journal journal, VectorClock others, int count) {
        long start = System.nanoTime();
        for (int index = 0; index < count; index++) {
            var message = index;
            journal.record(() -> Saying.of(Verb.STAMPS).with(Key.ROOM, "lobby").with(Key.MESSAGE, "9f86d081/" + message)
                    .with(Key.AT, "2.7:" + message), others);
        }
        return nanos(start, count, true);
    }

    private double bare(Path path, int bytes) throws IOException {
        var record = new byte[bytes];
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            long start = System.nanoTime();
            for (int index = 0; index < traced; index++) {
                file.write(record);
            }
            return nanos(start, traced, true);
        } finally {
            Files.deleteIfExists(path);
        }
    }

    // --- checks

    private SequencedMap<String, Object> merged(Path parent, int processes, int group, int count) throws IOException {
        output.progress().show("logs of " + processes + " processes");
        var directory = Files.createDirectory(parent.resolve("run-" + processes + "-" + group));
        long bytes = RandomRun.write(directory, processes, group, count);
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        var report = Trace.merge(directory);
        double nanos = nanos(start, count, report.holds() && report.total() == count);
        double heap = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e6;
        delete(directory);
        first = Double.isNaN(first) ? nanos : first;
        return row("merge and check, " + processes + " processes" + (group < processes
                ? " in groups of " + group
                : ""), count, nanos, nanos / first, bytes / (double) count, heap);
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static SequencedMap<String, Object> row(String what, int count, double nanos, double ratio,
            double bytes, double heap) {
        return Report.row("what", what, "times", count, "ns each", nanos, "x", ratio, "s in all", nanos * count / 1e9,
                "bytes", bytes, "MB", bytes * count / 1e6, "heap", heap);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
