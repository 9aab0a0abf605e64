// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import justchat.client.core.TypedPath;
import justchat.client.model.Argument;
import justchat.client.model.Command;
import justchat.client.model.Display;
import justchat.client.model.Setting;

/// What the Tab key may put where the cursor stands. The table of commands says
/// what belongs there; [Known] and the disk say which there are.
///
/// @param start
///            where the piece begins that a candidate replaces
/// @param candidates
///            whole replacements, in the order in which they are offered
record Completion(int start, List<String> candidates) {
    private static final int PATHS = 200;
    /// What can be nothing but a path, blanks and all.
    private static final Pattern PATH = Pattern.compile("#?(?:/|~|\\.\\.?/).*");

    /// @param line
    ///            up to the cursor
    static Completion of(String line, Known known) {
        boolean isCommand = line.startsWith("#") || line.startsWith("/");
        int word = line.indexOf(' ');
        if (isCommand && word < 0) {
            return commands(line);
        }
        if (!isCommand) {
            int start = line.lastIndexOf(' ') + 1;
            var at = line.substring(start);
            return at.startsWith("@") && at.length() > 1
                    ? new Completion(start, matching(at.substring(1), known.users(), "@"))
                    : new Completion(line.length(), List.of());
        }
        int second = skipBlanks(line, word);
        int third = line.indexOf(' ', second);
        var forms = forms(line.substring(1, word));
        boolean whole = forms.stream().anyMatch(form -> !form.arguments().isEmpty() && takesPath(form.arguments()
                .getFirst())) && PATH.matcher(line.substring(second)).matches();
        return third < 0 || whole
                ? argument(line, second, 0, forms, known)
                : argument(line, skipBlanks(line, third), 1, forms, known);
    }

    private static boolean takesPath(Argument argument) {
        return argument == Argument.PATH || argument == Argument.USER_OR_PATH;
    }

    private static List<Command> forms(String word) {
        return Command.all(word);
    }

    private static Completion commands(String line) {
        var sign = line.substring(0, 1);
        var typed = line.substring(1).toLowerCase(Locale.ROOT);
        return new Completion(0, Arrays.stream(Command.values()).map(Command::word).distinct()
                .filter(command -> command.startsWith(typed)).map(command -> sign + command + " ").toList());
    }

    private static Completion argument(String line, int start, int index, List<Command> forms, Known known) {
        var candidates = new ArrayList<String>();
        var sign = line.startsWith("#", start) ? "#" : "";
        var typed = line.substring(start + sign.length());
        var words = line.substring(0, start).strip().split("\\s+");
        forms.stream().filter(form -> form.arguments().size() > index).map(form -> form.arguments().get(index))
                .distinct().forEach(argument -> candidates.addAll(candidates(argument, words[words.length - 1], typed,
                        sign, known)));
        return new Completion(start, List.copyOf(candidates));
    }

    private static List<String> candidates(Argument argument, String before, String typed, String sign,
            Known known) {
        return switch (argument) {
            case USER -> matching(typed, known.users(), sign);
            case PATH -> paths(typed, sign);
            case USER_OR_PATH -> {
                var both = new ArrayList<>(matching(typed, known.users(), sign));
                both.addAll(paths(typed, sign));
                yield both;
            }
            case PUBLIC_FILE -> matching(typed, known.files(), sign);
            case OFFER -> matching(typed, known.offers(), sign);
            case TRANSFER -> {
                var both = new ArrayList<>(matching(typed, known.transfers(), sign));
                both.addAll(matching(typed, known.offers(), sign));
                yield both;
            }
            case ROOM -> matching(typed, known.rooms(), sign);
            case THEME -> matching(typed, known.themes(), "");
            case VALUE -> matching(typed, Setting.of(before).filter(Setting.THEME::equals).map(_ -> known.themes())
                    .orElseGet(() -> argument.words(before)), "");
            case TEXT, NEW, FILES, ORDER, DELETE, SPAN, SETTING, RINGS, ON_OFF, COMMAND ->
                matching(typed, argument
                        .words(before), "");
        };
    }

    /// Names that came from others are offered only if they can be typed.
    private static List<String> matching(String typed, List<String> names, String sign) {
        var lower = typed.toLowerCase(Locale.ROOT);
        return names.stream().filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower))
                .filter(name -> name.equals(Display.safe(name))).map(name -> sign + name + " ")
                .toList();
    }

    /// Hidden files only when their dot was typed; a directory ends in its slash.
    private static List<String> paths(String typed, String sign) {
        if (typed.equals("~")) {
            return List.of(sign + "~/");
        }
        int slash = typed.lastIndexOf('/') + 1;
        var shown = typed.substring(0, slash);
        var prefix = typed.substring(slash);
        var folder = TypedPath.home(shown);
        try (var files = Files.list(Path.of(folder.isEmpty() ? "." : folder))) {
            return files.filter(file -> matches(file.getFileName().toString(), prefix)).sorted().limit(PATHS)
                    .map(file -> sign + shown + file.getFileName() + (Files.isDirectory(file) ? "/" : "")).toList();
        } catch (IOException | InvalidPathException | SecurityException | UncheckedIOException _) {
            return List.of();
        }
    }

    /// Names that could move the cursor are not offered.
    private static boolean matches(String name, String prefix) {
        return name.startsWith(prefix) && (!prefix.isEmpty() || !name.startsWith(".")) && name.equals(Display.safe(
                name));
    }

    private static int skipBlanks(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) == ' ') {
            i++;
        }
        return i;
    }
}
