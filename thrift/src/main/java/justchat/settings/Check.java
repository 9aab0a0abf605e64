// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// Looks through a file of settings for what no command would take. Pure.
public final class Check {
    /// Takes the place of the command, which is not to be set by a check.
    private static final Nowhere NOWHERE = new Nowhere();

    private static final class Nowhere implements IGetter, ISetter {
        @Override
        public <T> T get() {
            return null;
        }

        @Override
        public <T> T set(T value) {
            return null;
        }
    }

    private final SettingsFile file;
    private final List<String> problems = new ArrayList<>();

    private Check(SettingsFile file) {
        this.file = file;
    }

    /// What is wrong with the file, each in one line with `file:line`.
    ///
    /// @param root
    ///            the program, with all its commands
    public static List<String> of(SettingsFile file, CommandLine root) throws SettingsFailure {
        var check = new Check(file);
        check.section(List.of(), root);
        return check.problems;
    }

    /// The same of one command's section only: what a process looks at before it starts.
    static List<String> of(SettingsFile file, CommandSpec command) throws SettingsFailure {
        var check = new Check(file);
        for (var key : file.keys(Options.section(command))) {
            check.option(command, List.of(), key);
        }
        return check.problems;
    }

    private void section(List<String> section, CommandLine command) throws SettingsFailure {
        var commands = command.getSubcommands();
        for (var key : file.keys(section)) {
            if (commands.containsKey(key.name())) {
                var inner = new ArrayList<>(section);
                inner.add(key.name());
                section(inner, commands.get(key.name()));
            } else {
                option(command.getCommandSpec(), List.copyOf(commands.keySet()), key);
            }
        }
    }

    private void option(CommandSpec command, List<String> commands, SettingsFile.Key key) throws SettingsFailure {
        var option = Options.of(command, key.name());
        if (option.isEmpty()) {
            var names = new ArrayList<>(commands);
            Options.of(command).forEach(known -> names.add(Options.key(known)));
            problems.add(key.where() + ": nothing is called \"" + key.name() + "\" in "
                    + (Options.section(command).isEmpty()
                            ? "the outermost part"
                            : String.join(".", Options.section(command)))
                    + Options.nearest(key.name(), names).map(name -> "; did you mean " + name + "?").orElse(""));
            return;
        }
        value(option.get(), key);
    }

    private void value(OptionSpec option, SettingsFile.Key key) throws SettingsFailure {
        var found = file.find(Options.section(option.command()), key.name());
        if (found.isPresent()) {
            wrong(option, found.get().value()).ifPresent(words -> problems.add(key.where() + ": " + words));
        }
    }

    /// What picocli has against this value, as of the command line.
    private static Optional<String> wrong(OptionSpec option, String value) {
        if (Options.isFlag(option)) {
            return value.equals("true") || value.equals("false")
                    ? Optional.empty()
                    : Optional.of("\"" + value + "\" for " + Options.key(option) + " is neither true nor false");
        }
        var alone = CommandSpec.create().addOption(OptionSpec.builder(option).required(false).getter(NOWHERE)
                .setter(NOWHERE).build());
        try {
            new CommandLine(alone).setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(option.longestName() + "=" + value);
            return Optional.empty();
        } catch (ParameterException wrong) {
            return Optional.of(wrong.getMessage());
        }
    }
}
