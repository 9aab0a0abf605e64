// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.DirectoryOption;

/// `justchat trace check`
@Command(name = "check", mixinStandardHelpOptions = true, description = "Checks the causal logs of a run: clocks, that all that is received was sent, and that every room kept its order.", footer = {
        "", "Exit code: 0 when the check holds, 1 when it does not, 66 when there are no logs."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private DirectoryOption option;

    @Parameters(arity = "0..1", paramLabel = "DIR|FILE", description = "Where the logs are, or the file that they were merged into (default: the cluster's directory).")
    private Path logs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return new TraceWork(spec).check(logs != null ? logs : option.directory().root());
    }
}
