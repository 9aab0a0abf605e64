// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.settings.Check;
import justchat.settings.Listing;
import justchat.settings.Settings;
import justchat.settings.SettingsFailure;
import justchat.settings.SettingsFile;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Columns;
import justchat.tools.cluster.DirectoryOption;

/// `justchat config`
@Command(name = "config", mixinStandardHelpOptions = true, description = "Checks, shows and explains settings.", synopsisSubcommandLabel = "COMMAND", footer = {
        "",
        "Every option of every command can also be given by the environment, as JUSTCHAT_COMMAND_OPTION, and in a file: the"
                + " one that --config names, else justchat.conf in the process's directory and in the cluster's. For clients,"
                + " justchat.conf where you are comes before these, justchat/client.conf in the configuration directory after;"
                + " their section client { } is for all of their commands, and so is JUSTCHAT_CLIENT_OPTION."
                + " The command line counts most, then the environment, then the files in this order."})
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: check, show or example");
    }

    /// Looks for mistakes.
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Looks through a file of settings for unknown names and wrong values.")
    int check(@Mixin DirectoryOption option,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Which file (default: justchat.conf in the cluster's directory).") Path file)
            throws ClusterFailure {
        var path = Optional.ofNullable(file).orElseGet(() -> option.directory().root().resolve(Settings.FILE));
        if (file == null && !Files.exists(path)) {
            System.out.println("There is no " + path + ". `justchat config example` prints one to start from.");
            return 0;
        }
        try {
            var problems = Check.of(SettingsFile.read(path), JustChat.completeCommandLine());
            problems.forEach(System.err::println);
            if (problems.isEmpty()) {
                System.out.println(path + ": nothing wrong");
            }
            return problems.isEmpty() ? 0 : ClusterFailure.CONFIGURATION;
        } catch (SettingsFailure wrong) {
            throw new ClusterFailure(ClusterFailure.CONFIGURATION, wrong.getMessage());
        }
    }

    /// Says what counts.
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows what commands would run with, if nothing were on their command line, and where each value is from.")
    int show(@Mixin DirectoryOption option,
            @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which commands (default: the three kinds of process).") List<String> commands)
            throws ClusterFailure {
        try {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("OPTION", "VALUE", "FROM"));
            for (var command : commands == null ? processes() : named(commands)) {
                var settings = Settings.of(List.of(), Subcommand.places(command.getCommandName(), option.directory()
                        .root()));
                for (var line : Listing.effective(settings, command.getCommandSpec())) {
                    rows.add(List.of(line.name(), line.value(), line.where()));
                }
            }
            System.out.print(Columns.of(rows));
            return 0;
        } catch (SettingsFailure wrong) {
            throw new ClusterFailure(ClusterFailure.CONFIGURATION, wrong.getMessage());
        }
    }

    /// Prints a file to start from.
    @Command(name = "example", mixinStandardHelpOptions = true, description = "Prints a file with every option of the three kinds of process, explained, and none set.")
    int example() {
        System.out.print(Listing.example(processes()));
        return 0;
    }

    static List<CommandLine> processes() {
        return named(List.of(Subcommand.LOADBALANCER.word(), Subcommand.MESSAGESERVER.word(), Subcommand.CHAT.word()));
    }

    private static List<CommandLine> named(List<String> words) {
        var all = JustChat.completeCommandLine().getSubcommands();
        return words.stream().map(all::get).filter(Objects::nonNull).toList();
    }
}
