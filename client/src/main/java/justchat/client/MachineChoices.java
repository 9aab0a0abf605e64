// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import justchat.client.core.LocalMemory;
import justchat.client.model.Setting;
import justchat.client.terminal.Themes;
import justchat.settings.UserDirectories;

/// What was chosen on this machine, for whoever of this operating system's user
/// chats here: a file of properties. Read by several clients, and written whole;
/// the last one counts.
///
/// @param file
///            `terminal.properties` in the configuration directory that XDG says
record MachineChoices(Path file) implements LocalMemory {
    private static final long MAX_BYTES = 65_536;

    static MachineChoices standard() {
        return new MachineChoices(UserDirectories.configuration().resolve("terminal.properties"));
    }

    /// Nothing if there is no such file, or none that can be read.
    Map<String, String> read() {
        var properties = new Properties();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                try (var in = Files.newBufferedReader(file)) {
                    properties.load(in);
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            return Map.of();
        }
        var all = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return all;
    }

    /// One's own themes stand beside the file.
    @Override
    public Optional<String> objection(Setting setting, String value) {
        return setting == Setting.THEME ? new Themes(file.resolveSibling("themes")).objection(value) : Optional.empty();
    }

    @Override
    public Optional<String> keep(String key, String value) {
        var properties = new Properties();
        properties.putAll(read());
        properties.setProperty(key, value);
        try {
            Files.createDirectories(file.getParent());
            var next = Files.createTempFile(file.getParent(), "terminal", ".new");
            try (var out = Files.newBufferedWriter(next)) {
                properties.store(out, "What was chosen with #set on this machine.");
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(key + " is not remembered on this machine: " + e.getMessage());
        }
    }
}
