// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Runs a command line with [Settings].
public final class Program {
    /// sysexits.h: something is configured wrongly.
    public static final int CONFIGURATION = 78;

    private Program() {}

    /// Executes what the arguments ask for; with a file of settings that cannot be used, or that sets something for the
    /// asked command that it does not have, says so and executes nothing.
    ///
    /// @param standard
    ///            where the file is looked for if `--directory` is not given
    /// @return the exit code
    public static int execute(CommandLine line, Optional<Path> standard, String... arguments) {
        return execute(line, Places.of(standard), arguments);
    }

    /// As above.
    public static int execute(CommandLine line, Places places, String... arguments) {
        try {
            var settings = Settings.of(List.of(arguments), places);
            var usual = line.getExecutionStrategy();
            line.setDefaultValueProvider(settings).setCaseInsensitiveEnumValuesAllowed(true)
                    .setExecutionStrategy(parsed -> {
                        var problems = problems(settings, parsed);
                        return problems.isEmpty() ? usual.execute(parsed) : refuse(line.getErr(), problems);
                    });
            return line.execute(arguments);
        } catch (SettingsFailure wrong) {
            return refuse(line.getErr(), List.of(wrong.getMessage()));
        }
    }

    private static List<String> problems(Settings settings, ParseResult parsed) {
        var problems = new ArrayList<String>();
        var asked = parsed;
        while (asked.hasSubcommand()) {
            asked = asked.subcommand();
        }
        for (var file : settings.files()) {
            try {
                if (parsed.hasSubcommand()) {
                    problems.addAll(Check.outermost(file, parsed.commandSpec().commandLine(), asked.commandSpec()));
                }
                problems.addAll(Check.of(file, asked.commandSpec()));
            } catch (SettingsFailure wrong) {
                problems.add(wrong.getMessage());
            }
        }
        return problems;
    }

    private static int refuse(PrintWriter err, List<String> problems) {
        problems.forEach(err::println);
        err.flush();
        return CONFIGURATION;
    }
}
