// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Writes options down, for people: as they are, or as a file to start from. Generated from what the commands declare, and
/// so never out of date.
public final class Listing {
    private static final int WIDTH = 100;

    private Listing() {}

    /// One option as it is now.
    ///
    /// @param value
    ///            empty: not set
    /// @param where
    ///            where it is from
    public record Line(String name, String value, String where) {}

    /// What a command would run with, if nothing were on its command line.
    ///
    /// @throws SettingsFailure
    ///             if a file has something there that is no value
    public static List<Line> effective(Settings settings, CommandSpec command) throws SettingsFailure {
        var lines = new ArrayList<Line>();
        for (var option : Options.of(command)) {
            var name = String.join(".", Options.section(command)) + "." + Options.key(option);
            var set = settings.effective(option);
            if (set.isPresent()) {
                lines.add(new Line(name, set.get().value(), set.get().where()));
            } else {
                lines.add(option.defaultValue() == null
                        ? new Line(name, "", option.required() ? "must be given" : "not set")
                        : new Line(name, option.defaultValue(), "default"));
            }
        }
        return lines;
    }

    /// A file with every option of these commands in it, explained, and none of them set.
    public static String example(List<CommandLine> commands) {
        var text = new StringBuilder("""
                # Settings of JustChat, in HOCON. Nothing below is set: take away a # to set it.
                # What is on the command line counts more, and so does the environment: the variable of sign-up in
                # loadbalancer { } is JUSTCHAT_LOADBALANCER_SIGN_UP. `justchat config check` finds mistakes,
                # `justchat config show` says what counts and where it is from.
                """);
        commands.forEach(command -> section(text, command));
        return text.toString();
    }

    private static void section(StringBuilder text, CommandLine command) {
        var spec = command.getCommandSpec();
        text.append('\n');
        comment(text, "", String.join(" ", spec.usageMessage().description()));
        text.append(String.join(".", Options.section(spec))).append(" {\n");
        Options.of(spec).forEach(option -> option(text, option));
        text.append("}\n");
    }

    private static void option(StringBuilder text, OptionSpec option) {
        text.append('\n');
        comment(text, "  ", described(option));
        var value = option.defaultValue() == null ? example(option) : option.defaultValue();
        text.append("  # ").append(Options.key(option)).append(" = ").append(quoted(value)).append('\n');
    }

    /// With the default value in its place.
    private static String described(OptionSpec option) {
        var words = String.join(" ", option.description()).replace("${DEFAULT-VALUE}",
                String.valueOf(option.defaultValue()));
        return Ansi.OFF.string(words);
    }

    private static String example(OptionSpec option) {
        return Options.isFlag(option) ? "true" : option.paramLabel();
    }

    /// Everything but plain words and numbers is quoted.
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9._-]+")
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static void comment(StringBuilder text, String indent, String words) {
        var line = new StringBuilder(indent + "#");
        for (var word : words.split(" +")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent + "#");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }
}
