// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import justchat.logs.shiviz.Check;
import justchat.logs.shiviz.Cut;
import justchat.logs.shiviz.Event;
import justchat.logs.shiviz.MergedLog;
import justchat.logs.shiviz.ProcessLog;
import justchat.logs.shiviz.Repair;
import justchat.logs.shiviz.ShiViz;
import justchat.logs.view.Page;
import justchat.logs.view.SpaceTime;

/// Merges the causal logs of a run, which may still be going on, into one file for ShiViz.
public final class Trace {
    /// What a journal's file name ends with.
    static final String ENDING = "-Log.txt";
    /// As deep as a client's journal lies, `clients/<user>/`, and one more.
    private static final int DEPTH = 4;

    private Trace() {}

    /// Merges all causal logs below this directory into its file `trace.log`.
    ///
    /// @throws IOException
    ///             if a log cannot be read or the file cannot be written
    public static Report merge(Path directory) throws IOException {
        return merge(directory, directory.resolve("trace.log"));
    }

    /// The same into another file.
    public static Report merge(Path directory, Path output) throws IOException {
        return trace(directory, (events, _) -> write(events, output));
    }

    /// Draws them: writes the page that [Page] makes of them, of as many as it holds.
    public static Report view(Path directory, Path output) throws IOException {
        return trace(directory, (events, report) -> Files.writeString(output, page(directory, events, report)));
    }

    /// Writes nothing.
    public static Report check(Path directory) throws IOException {
        return trace(directory, (_, _) -> {});
    }

    /// What is made of the events of a run, in an order that extends happened-before.
    private interface Use {
        void of(List<Event> events, Report report) throws IOException;
    }

    private static Report trace(Path directory, Use use) throws IOException {
        var earlier = MergedLog.of(read(directory));
        var logs = read(directory);
        var repair = Repair.of(Cut.of(earlier, MergedLog.of(logs)));
        var check = Check.of(repair.log());
        var events = new TreeMap<String, Integer>();
        repair.log().events().forEach((process, list) -> events.put(process, list.size()));
        var repairs = new ArrayList<String>();
        logs.stream().filter(ProcessLog::torn)
                .forEach(log -> repairs.add(log.source() + ": the last record was cut off, and is left out"));
        repairs.addAll(repair.words());
        var problems = new ArrayList<>(repair.log().damage());
        problems.addAll(check.violations());
        var report = new Report(events, repairs, problems);
        use.of(check.order(), report);
        return report;
    }

    private static String page(Path directory, List<Event> events, Report report) {
        var drawn = events.subList(0, Math.min(events.size(), SpaceTime.MAX_EVENTS));
        var notes = new ArrayList<String>();
        report.problems().forEach(words -> notes.add("Problem: " + words + "."));
        report.repairs().forEach(words -> notes.add("Repaired: " + words + "."));
        if (drawn.size() < events.size()) {
            notes.add("Only the first " + drawn.size() + " of " + events.size() + " events are drawn.");
        }
        return Page.of(SpaceTime.of(drawn), directory.toAbsolutePath().normalize().getFileName().toString(), notes);
    }

    private static List<ProcessLog> read(Path directory) throws IOException {
        var logs = new ArrayList<ProcessLog>();
        try (var files = Files.find(directory, DEPTH,
                (file, attributes) -> attributes.isRegularFile() && file.getFileName().toString().endsWith(ENDING))) {
            for (var file : files.sorted().toList()) {
                logs.add(ProcessLog.parse(directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            }
        }
        return logs;
    }

    private static void write(List<Event> events, Path output) throws IOException {
        try (var out = Files.newBufferedWriter(output)) {
            ShiViz.write(events, out);
        }
    }
}
