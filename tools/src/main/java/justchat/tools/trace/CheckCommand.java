// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.DirectoryOption;

/// `justchat trace check`
@Command(name = "check", mixinStandardHelpOptions = true, description = "Checks the causal logs of a run: clocks, that all that is received was sent, and that every room kept its order.", footer = {
        "", "Exit code: 0 when the check holds, 1 when it does not, 66 when there are no logs."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private DirectoryOption option;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return new TraceWork(spec).check(option.directory().root());
    }
}
