// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.DirectoryOption;

/// `justchat trace`
@Command(name = "trace", mixinStandardHelpOptions = true, description = "Merges the causal logs of a run into one file for ShiViz, and checks them.", footer = {
        "", "Works while the cluster runs, too.",
        "Exit code: 0 when the check holds, 1 when it does not, 66 when there are no logs."}, subcommands = {
                MergeCommand.class, CheckCommand.class, ViewCommand.class, WhyCommand.class, StatsCommand.class})
public final class TraceCommand implements Callable<Integer> {
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
        var directory = option.directory().root();
        var work = new TraceWork(spec);
        return check ? work.check(directory) : work.merge(directory, output);
    }
}
