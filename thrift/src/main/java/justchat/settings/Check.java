// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

    /// The same of one command's section, and those that it shares with others, only: what a process looks at before it
    /// starts.
    static List<String> of(SettingsFile file, CommandSpec command) throws SettingsFailure {
        var check = new Check(file);
        for (var key : file.keys(Options.section(command))) {
            check.option(Options.section(command), Options.of(command), List.of(), key);
        }
        for (var shared : Options.shared(command)) {
            check.shared(shared, Options.of(command, Set.of(shared)));
        }
        return check.problems;
    }

    /// What stands outermost in the file and is neither a command nor a shared section.
    static List<String> outermost(SettingsFile file, CommandLine root, CommandSpec asked) throws SettingsFailure {
        var check = new Check(file);
        var shared = Options.shared(asked);
        for (var key : file.keys(List.of())) {
            // Without shared sections of its own, a command knows none of others.
            boolean known = root.getSubcommands().containsKey(key.name()) || shared.contains(key.name())
                    || key.isSection() && shared.isEmpty();
            if (!known) {
                check.option(List.of(), Options.of(root.getCommandSpec()), names(root, shared), key);
            }
        }
        return check.problems;
    }

    private void section(List<String> section, CommandLine command) throws SettingsFailure {
        var commands = command.getSubcommands();
        var shared = new TreeMap<String, CommandSpec>();
        commands.values().forEach(inner -> Options.shared(inner.getCommandSpec()).forEach(name -> shared.put(name, inner
                .getCommandSpec())));
        for (var key : file.keys(section)) {
            if (commands.containsKey(key.name())) {
                var inner = new ArrayList<>(section);
                inner.add(key.name());
                section(inner, commands.get(key.name()));
            } else if (shared.containsKey(key.name())) {
                shared(key.name(), Options.of(shared.get(key.name()), Set.of(key.name())));
            } else {
                option(section, Options.of(command.getCommandSpec()), names(command, shared.keySet()), key);
            }
        }
    }

    private static List<String> names(CommandLine command, Set<String> shared) {
        var names = new ArrayList<>(command.getSubcommands().keySet());
        names.addAll(shared);
        return names;
    }

    private void shared(String section, List<OptionSpec> options) throws SettingsFailure {
        for (var key : file.keys(List.of(section))) {
            option(List.of(section), options, List.of(), key);
        }
    }

    /// @param others
    ///            what else could be meant
    private void option(List<String> section, List<OptionSpec> options, List<String> others, SettingsFile.Key key)
            throws SettingsFailure {
        var option = options.stream().filter(known -> Options.key(known).equals(key.name())).findFirst();
        if (option.isEmpty()) {
            var names = new ArrayList<>(others);
            options.forEach(known -> names.add(Options.key(known)));
            problems.add(key.where() + ": nothing is called \"" + key.name() + "\" in "
                    + (section.isEmpty() ? "the outermost part" : String.join(".", section))
                    + Options.nearest(key.name(), names).map(name -> "; did you mean " + name + "?").orElse(""));
        } else if (file.barred().contains(key.name())) {
            problems.add(key.where() + ": " + key.name()
                    + " cannot be set by a file that lies about; use your own, the environment or the command line");
        } else {
            value(section, option.get(), key);
        }
    }

    private void value(List<String> section, OptionSpec option, SettingsFile.Key key) throws SettingsFailure {
        var found = file.find(section, key.name());
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
