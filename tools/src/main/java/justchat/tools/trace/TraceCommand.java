// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.DirectoryOption;

/// `justchat trace`
@Command(name = "trace", mixinStandardHelpOptions = true, subcommands = ViewCommand.class, description = "Merges the causal logs of a run into one file for ShiViz, and checks them.", footer = {
        "", "Works while the cluster runs, too.",
        "Exit code: 0 when the check holds, 1 when it does not, 66 when there are no logs."})
public final class TraceCommand implements Callable<Integer> {
    private static final int NO_INPUT = 66;

    @Mixin
    private DirectoryOption option;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write it (default: trace.log in the cluster's directory).")
    Path output;

    @Option(names = "--check", description = "Only checks, writes nothing.")
    boolean check;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var directory = option.directory().root();
        var file = Objects.requireNonNullElse(output, directory.resolve("trace.log"));
        var report = !Files.isDirectory(directory)
                ? null
                : check ? Trace.check(directory) : Trace.merge(directory, file);
        if (report == null || report.total() == 0 && report.holds()) {
            spec.commandLine().getErr().println("No causal logs (*" + Trace.ENDING + ") in " + directory + ".");
            return NO_INPUT;
        }
        out.println(report.total() + " events of " + report.events().size() + " processes in " + directory + ":");
        out.print(report.text());
        if (!check) {
            out.println(
                    "To look at it, open https://bestchai.bitbucket.io/shiviz/ (or a copy of ShiViz on this machine),");
            out.println("press \"Try out ShiViz\", choose the file " + file + " and press \"Visualize\".");
        }
        out.flush();
        return report.holds() ? 0 : 1;
    }
}
