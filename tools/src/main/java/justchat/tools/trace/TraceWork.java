// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;

/// What the commands of `justchat trace` do, and what they print.
record TraceWork(CommandSpec spec) {
    static final int NO_INPUT = 66;

    /// @param output
    ///            null: `trace.log` there
    int merge(Path directory, Path output) throws IOException {
        var file = Objects.requireNonNullElse(output, directory.resolve("trace.log"));
        var report = Files.isDirectory(directory) ? Trace.merge(directory, file) : null;
        int exit = tell(directory, report);
        if (exit != NO_INPUT) {
            howToLook(file);
        }
        return exit;
    }

    int mergeAll(List<Path> directories, Path output) throws IOException {
        for (var directory : directories) {
            if (!Files.isDirectory(directory)) {
                return nothing(directory);
            }
        }
        int exit = 0;
        for (var report : Trace.merge(directories, output).entrySet()) {
            spec.commandLine().getOut().println("Execution " + report.getKey() + ":");
            exit = Math.max(exit, tell(Path.of(report.getKey()), report.getValue()));
        }
        howToLook(output);
        return exit;
    }

    int check(Path logs) throws IOException {
        return tell(logs, Run.isAt(logs) ? Trace.check(logs) : null);
    }

    /// The run there; empty, and said so, if there are no logs.
    Optional<Run> read(Path logs) throws IOException {
        var run = Run.isAt(logs) ? Optional.of(Run.read(logs)) : Optional.<Run>empty();
        if (run.isEmpty() || run.get().log().events().isEmpty()) {
            run.ifPresent(there -> there.problems().forEach(words -> spec.commandLine().getErr().println("Problem: "
                    + words + ".")));
            nothing(logs);
            return Optional.empty();
        }
        return run;
    }

    private int tell(Path directory, Report report) {
        if (report == null || report.total() == 0 && report.holds()) {
            return nothing(directory);
        }
        var out = spec.commandLine().getOut();
        out.println(report.total() + " events of " + report.events().size() + " processes in " + directory + ":");
        out.print(report.text());
        out.flush();
        return report.holds() ? 0 : 1;
    }

    private int nothing(Path directory) {
        spec.commandLine().getErr().println("No causal logs (*" + Run.ENDING + ") in " + directory + ".");
        return NO_INPUT;
    }

    private void howToLook(Path file) {
        var out = spec.commandLine().getOut();
        out.println("To look at it, open https://bestchai.bitbucket.io/shiviz/ (or a copy of ShiViz on this machine),");
        out.println("press \"Try out ShiViz\", choose the file " + file + " and press \"Visualize\".");
        out.flush();
    }
}
