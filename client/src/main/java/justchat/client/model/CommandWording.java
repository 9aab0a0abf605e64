// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The table of commands in words, for all who show it. Pure.
public final class CommandWording {
    /// Longer forms have their purpose on the next line.
    private static final int WIDTH = 34;

    private CommandWording() {}

    /// All, in brief, by section.
    public static List<String> all() {
        var lines = new ArrayList<String>();
        for (var section : Command.Section.values()) {
            lines.add(section.title() + ":");
            section.commands().forEach(command -> lines.addAll(brief(command)));
        }
        lines.add("#commands word tells more of one. / does for #; ##text says a text that begins with #.");
        return lines;
    }

    private static List<String> brief(Command command) {
        var purpose = marked(command);
        return command.form().length() <= WIDTH
                ? List.of(String.format(Locale.ROOT, "  %-" + WIDTH + "s  %s", command.form(), purpose))
                : List.of("  " + command.form(), " ".repeat(WIDTH + 4) + purpose);
    }

    /// The purpose, and who may, if not everybody.
    private static String marked(Command command) {
        return command.purpose() + switch (command.users()) {
            case ALL -> "";
            case MODERATORS -> " (moderators)";
            case OWNER -> " (the owner)";
        };
    }

    /// All there is to say of the commands with this word.
    public static List<String> of(String word) {
        var lines = new ArrayList<String>();
        for (var command : Command.all(word)) {
            lines.add(command.form() + ": " + command.purpose());
            lines.add("  " + command.details());
            if (command.users() != Users.ALL) {
                lines.add("  for: " + command.users().words());
            }
            lines.add("  example: " + command.example());
        }
        return lines;
    }

    /// All as a table in Markdown, by section.
    public static List<String> markdown() {
        var lines = new ArrayList<String>();
        lines.add("| | you type | what happens |");
        lines.add("| --- | --- | --- |");
        for (var section : Command.Section.values()) {
            var title = section.title();
            for (var command : section.commands()) {
                lines.add("| " + title + " | `" + command.form().replace("|", "\\|") + "` | " + marked(command) + " |");
                title = "";
            }
        }
        return lines;
    }

    /// All settings, with what was chosen.
    static List<String> settings(Choices choices) {
        var lines = new ArrayList<String>();
        lines.add("your settings; #set key value changes one");
        Arrays.stream(Setting.values()).map(setting -> String.format(Locale.ROOT, "  %-8s  %-11s  %s: %s (%s)", setting
                .key(), choices.of(setting), setting.range(), setting.meaning(), setting.keeper().words()))
                .forEach(lines::add);
        return lines;
    }
}
