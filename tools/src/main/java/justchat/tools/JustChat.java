// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Progress;
import justchat.tools.cluster.UpCommand;

/// The root command.
@Command(name = "justchat", mixinStandardHelpOptions = true, versionProvider = JustChat.Version.class, synopsisSubcommandLabel = "[COMMAND]", description = {
        "A load-balanced chat with file sharing, for people who live in a terminal.", "",
        "Without a command: starts a cluster on this machine if none runs, then chats.",
        ""}, footer = {"", "justchat COMMAND --help tells more of a command."})
final class JustChat implements Callable<Integer> {
    private static final int COUNT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The whole command line, of which only what these arguments ask for can be
    /// executed; the rest is named in the help.
    static CommandLine commandLine(String... args) {
        var asked = args.length == 0 ? "" : args[0];
        return commandLine(subcommand -> subcommand.word().equals(asked));
    }

    /// The whole command line with everything in it.
    static CommandLine completeCommandLine() {
        return commandLine(_ -> true);
    }

    private static CommandLine commandLine(Predicate<Subcommand> real) {
        var line = new CommandLine(new JustChat());
        for (var subcommand : Subcommand.values()) {
            line.addSubcommand(subcommand.word(),
                    real.test(subcommand) ? new CommandLine(subcommand.command()) : placeholder(subcommand));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(JustChat::explain);
    }

    private static CommandSpec placeholder(Subcommand subcommand) {
        var spec = CommandSpec.create().name(subcommand.word());
        spec.usageMessage().description(subcommand.summary());
        return spec;
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        var said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        line.getErr().println(line.getColorScheme().errorText(line.getCommandSpec().qualifiedName() + ": " + said));
        return failure instanceof ClusterFailure expected ? expected.exitCode() : 1;
    }

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var directory = ClusterDirectory.standard();
        var cluster = LocalCluster.open(directory);
        if (cluster.isEmpty()) {
            cluster = Optional.of(LocalCluster.prepare(directory, COUNT, COUNT, Ports.lowest()));
        }
        if (cluster.get().running().size() < cluster.get().plan().nodes().count()) {
            UpCommand.bringUp(cluster.get(), PATIENCE, progress);
        }
        return commandLine(Subcommand.CHAT.word()).execute(Subcommand.CHAT.word());
    }

    /// Reads what the build wrote down.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            var properties = new Properties();
            try (var in = JustChat.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            }
            return new String[]{"JustChat " + properties.getProperty("version"),
                    "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")};
        }
    }
}
