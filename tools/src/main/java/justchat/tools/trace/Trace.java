// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import justchat.logs.shiviz.Event;
import justchat.logs.shiviz.ShiViz;
import justchat.logs.view.Page;
import justchat.logs.view.SpaceTime;

/// Merges the causal logs of a run, which may still be going on, into one file for ShiViz.
public final class Trace {
    /// What a journal's file name ends with.
    static final String ENDING = Run.ENDING;

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
        var run = Run.read(directory);
        try (var out = Files.newBufferedWriter(output)) {
            ShiViz.write(run.check().order(), run.repairs(), out);
        }
        return report(run);
    }

    /// Draws them: writes the page that [Page] makes of them, of as many as it holds.
    ///
    /// @param logs
    ///            a directory, or a file that they were merged into
    public static Report view(Path logs, Path output) throws IOException {
        var run = Run.read(logs);
        var report = report(run);
        Files.writeString(output, page(logs, run.check().order(), report));
        return report;
    }

    /// Merges several runs into one file, as executions that ShiViz lets people choose from.
    ///
    /// @return by the name of the execution, that of the directory, made unique
    static Map<String, Report> merge(List<Path> directories, Path output) throws IOException {
        var reports = new LinkedHashMap<String, Report>();
        var executions = new LinkedHashMap<String, List<Event>>();
        for (var directory : directories) {
            var run = Run.read(directory);
            var plain = directory.toAbsolutePath().normalize().getFileName().toString().replaceAll("[^\\w.-]", "_");
            var name = plain;
            for (int number = 2; reports.containsKey(name); number++) {
                name = plain + "-" + number;
            }
            reports.put(name, report(run));
            executions.put(name, run.check().order());
        }
        try (var out = Files.newBufferedWriter(output)) {
            ShiViz.write(executions, out);
        }
        return reports;
    }

    /// Writes nothing.
    ///
    /// @param logs
    ///            a directory, or a file that they were merged into
    public static Report check(Path logs) throws IOException {
        return report(Run.read(logs));
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

    private static Report report(Run run) {
        var events = new TreeMap<String, Integer>();
        run.log().events().forEach((process, list) -> events.put(process, list.size()));
        var past = run.check().first().map(run.check()::past).orElse(List.of());
        return new Report(events, run.repairs(), run.problems(), past);
    }
}
