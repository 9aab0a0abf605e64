// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.DirectoryOption;

/// `justchat trace merge`
@Command(name = "merge", mixinStandardHelpOptions = true, description = "Merges the causal logs of a run, or of several, into one file for ShiViz, and checks them.")
final class MergeCommand implements Callable<Integer> {
    @Mixin
    private DirectoryOption option;

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Runs to be merged into one file, each an execution of its own (default: the cluster's directory).")
    private List<Path> directories = new ArrayList<>();

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write it (default: trace.log in the cluster's directory, or, of several runs, here).")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var work = new TraceWork(spec);
        return switch (directories.size()) {
            case 0 -> work.merge(option.directory().root(), output);
            case 1 -> work.merge(directories.getFirst(), output);
            default -> work.mergeAll(directories, Objects.requireNonNullElse(output, Path.of("trace.log")));
        };
    }
}
