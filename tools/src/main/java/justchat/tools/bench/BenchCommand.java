// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `justchat bench`
@Command(name = "bench", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = {
        FanoutCommand.class, PostsCommand.class, SessionsCommand.class, ClusterCommand.class, BalancersCommand.class,
        FailoverCommand.class, CalmCommand.class, SpreadCommand.class, ScreenCommand.class,
        FilesCommand.class, PrivateCommand.class, CausalCommand.class,
        BroadcastCommand.class}, description = "Measures real processes on this machine, beside a baseline of the same run.", footer = {
                "",
                "The processes are started for it and end with it; a cluster that runs on this machine is left alone."})
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a benchmark");
    }
}
