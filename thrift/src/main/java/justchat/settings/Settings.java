// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// Where an option's value comes from when it is not on the command line: the environment, then the files in order, then
/// what the option itself says. Immutable.
public final class Settings implements IDefaultValueProvider {
    /// The file that is looked for.
    public static final String FILE = "justchat.conf";
    private static final String DIRECTORY = "--directory";

    private final List<String> arguments;
    private final UnaryOperator<String> environment;
    private final List<SettingsFile> files;

    Settings(List<String> arguments, UnaryOperator<String> environment, List<SettingsFile> files) {
        this.arguments = List.copyOf(arguments);
        this.environment = Objects.requireNonNull(environment, "environment");
        this.files = List.copyOf(files);
    }

    /// Those of a program that is started with these arguments: of the file that `--config` names; else of the project's
    /// file; else of those in `--directory`, or the standard directory, and above it; else of the person's own.
    ///
    /// @throws SettingsFailure
    ///             if a file cannot be read or understood
    public static Settings of(List<String> arguments, Places places) throws SettingsFailure {
        var files = new ArrayList<SettingsFile>();
        var named = valueOf(arguments, ConfigOption.NAME);
        if (named.isPresent()) {
            files.add(SettingsFile.read(Path.of(named.get())));
        } else {
            var directory = valueOf(arguments, DIRECTORY).map(Path::of).or(places::standard).map(Path::toAbsolutePath);
            var cluster = places(directory).stream().map(place -> place.resolve(FILE).normalize()).filter(Files::exists)
                    .toList();
            var project = places.project().map(file -> file.toAbsolutePath().normalize()).filter(Files::exists)
                    .filter(file -> !cluster.contains(file));
            if (project.isPresent()) {
                files.add(SettingsFile.read(project.get(), places.barred()));
            }
            for (var file : cluster) {
                files.add(SettingsFile.read(file));
            }
            if (places.user().filter(Files::exists).isPresent()) {
                files.add(SettingsFile.read(places.user().get()));
            }
        }
        return new Settings(arguments, System::getenv, files);
    }

    /// A process's directory lies in its cluster's.
    private static List<Path> places(Optional<Path> directory) {
        return directory.map(own -> own.getParent() == null ? List.of(own) : List.of(own, own.getParent()))
                .orElse(List.of());
    }

    private static Optional<String> valueOf(List<String> arguments, String option) {
        for (int at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            if (argument.equals(option) && at + 1 < arguments.size()) {
                return Optional.of(arguments.get(at + 1));
            }
            if (argument.startsWith(option + "=")) {
                return Optional.of(argument.substring(option.length() + 1));
            }
        }
        return Optional.empty();
    }

    /// A value and where it is from.
    ///
    /// @param where
    ///            a variable's name, or `file:line`
    public record Effective(String value, String where) {}

    /// Empty if only the option itself can say.
    ///
    /// @throws SettingsFailure
    ///             if a file has something at this place that is no value
    Optional<Effective> effective(OptionSpec option) throws SettingsFailure {
        var sections = Options.sections(option);
        for (var section : sections) {
            var variable = Options.variable(section, option);
            var set = environment.apply(variable);
            if (set != null) {
                return Optional.of(new Effective(set, variable));
            }
        }
        for (var file : files) {
            for (var section : sections) {
                var found = file.find(section, Options.key(option));
                if (found.isPresent()) {
                    return Optional.of(new Effective(found.get().value(), found.get().where()));
                }
            }
        }
        return Optional.empty();
    }

    /// For picocli. A flag that is on the command line has no other value: picocli would turn it round.
    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || Options.of(option.command()).stream().noneMatch(option::equals)
                || Options.isFlag(option) && Arrays.stream(option.names()).anyMatch(arguments::contains)) {
            return null;
        }
        try {
            return effective(option).map(Effective::value).orElse(null);
        } catch (SettingsFailure wrong) {
            throw new ParameterException(option.command().commandLine(), wrong.getMessage(), wrong);
        }
    }

    List<SettingsFile> files() {
        return files;
    }
}
