// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/// One file in HOCON: a section for each command, in it a key for each option. Immutable.
///
/// ```
/// loadbalancer {
///   sign-up = invite
/// }
/// ```
public final class SettingsFile {
    /// Larger than any that a person writes.
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final Config config;
    private final Set<String> barred;

    private SettingsFile(Path path, Config config, Set<String> barred) {
        this.path = Objects.requireNonNull(path, "path");
        this.config = Objects.requireNonNull(config, "config");
        this.barred = Set.copyOf(barred);
    }

    /// @throws SettingsFailure
    ///             with `file:line` if there is no such file, or it is no HOCON
    public static SettingsFile read(Path path) throws SettingsFailure {
        return read(path, Set.of());
    }

    /// @param barred
    ///            options that this file must not set
    static SettingsFile read(Path path, Set<String> barred) throws SettingsFailure {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
                throw new SettingsFailure(path + ": no file of settings");
            }
            return new SettingsFile(path, ConfigFactory.parseFile(path.toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false)).resolve(), barred);
        } catch (ConfigException | java.io.IOException wrong) {
            throw new SettingsFailure(words(path, wrong), wrong);
        }
    }

    private static String words(Path path, Exception wrong) {
        var where = wrong instanceof ConfigException config && config.origin() != null
                && config.origin().lineNumber() > 0 ? path + ":" + config.origin().lineNumber() : path.toString();
        var said = String.valueOf(wrong.getMessage());
        int colon = said.indexOf(": ", Math.max(0, said.indexOf(path.getFileName().toString())));
        return where + ": " + (colon < 0 ? said : said.substring(colon + 2));
    }

    /// Options that it must not set.
    Set<String> barred() {
        return barred;
    }

    /// A value and where it was written.
    ///
    /// @param where
    ///            `justchat.conf:3`
    record Found(String value, String where) {}

    /// What the file says of an option.
    ///
    /// @throws SettingsFailure
    ///             if it is neither a word, a number, a truth nor a list of these
    Optional<Found> find(List<String> section, String key) throws SettingsFailure {
        var path = new ArrayList<>(section);
        path.add(key);
        var joined = ConfigUtil.joinPath(path);
        if (!config.hasPath(joined)) {
            return Optional.empty();
        }
        var value = config.getValue(joined);
        return Optional.of(new Found(text(value), where(value)));
    }

    private String text(ConfigValue value) throws SettingsFailure {
        return switch (value.valueType()) {
            case LIST -> {
                var parts = new ArrayList<String>();
                for (var part : (ConfigList) value) {
                    if (part.valueType() == ConfigValueType.LIST) {
                        throw new SettingsFailure(where(part) + ": a list in a list");
                    }
                    parts.add(text(part));
                }
                yield parts.stream().collect(Collectors.joining(","));
            }
            case NUMBER, BOOLEAN, STRING -> String.valueOf(value.unwrapped());
            case OBJECT, NULL -> throw new SettingsFailure(where(value) + ": this is no value for an option");
        };
    }

    /// The keys of a section, each with its place; empty if there is no such section.
    List<Key> keys(List<String> section) throws SettingsFailure {
        ConfigObject object = config.root();
        for (var step : section) {
            var next = object.get(step);
            if (next == null) {
                return List.of();
            }
            if (!(next instanceof ConfigObject inner)) {
                throw new SettingsFailure(where(next) + ": \"" + step + "\" is a section, and takes { }");
            }
            object = inner;
        }
        return object.entrySet().stream()
                .map(entry -> new Key(entry.getKey(), entry.getValue() instanceof ConfigObject,
                        entry.getValue().origin().lineNumber(), where(entry.getValue())))
                .sorted((one, other) -> Integer.compare(one.line(), other.line())).toList();
    }

    /// @param isSection
    ///            it has keys of its own
    record Key(String name, boolean isSection, int line, String where) {}

    private String where(ConfigValue value) {
        int line = value.origin().lineNumber();
        return line > 0 ? path + ":" + line : path.toString();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
