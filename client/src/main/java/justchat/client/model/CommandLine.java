// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What a line means. Pure.
///
/// The first word decides: with `#` or `/` before it, it is a command; else the
/// whole line is a message, whatever signs it holds. The last argument of a
/// command is verbatim. The `#` that opens an argument is optional; in `#message
/// #user #text`, where both have it, it belongs to the form and is not sent (a
/// text that begins with `#` is then written `##`). `##text` and `//text` send a
/// text that begins with the sign.
public final class CommandLine {
    private static final Pattern SPACE = Pattern.compile("\\s");
    private static final Pattern PATH = Pattern.compile("(?s)([/~.\\\\]|[A-Za-z]:[/\\\\]).*");

    private CommandLine() {}

    /// What a line turned out to be.
    public sealed interface Parsed {

        /// Do this.
        record Asked(Input input) implements Parsed {}

        /// Not understood; the line goes back to the editor with this sentence.
        record Unclear(String sentence) implements Parsed {}

        /// An empty line.
        record Nothing() implements Parsed {}
    }

    /// A message in any case, for programs that send what they read.
    public static Parsed message(String line) {
        if (line.isBlank()) {
            return new Parsed.Nothing();
        }
        int bytes = line.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.TEXT_BYTES) {
            return new Parsed.Unclear("too long: " + Figures.size(bytes) + ", a message holds "
                    + Figures.size(Limits.TEXT_BYTES) + "; #share sends it as a file");
        }
        return new Parsed.Asked(new Input.Say(line));
    }

    public static Parsed parse(String line) {
        if (line.startsWith("##") || line.startsWith("//")) {
            return message(line.substring(1));
        }
        if (!line.startsWith("#") && !line.startsWith("/")) {
            return message(line);
        }
        var words = split(line);
        var word = words.head().substring(1);
        return Command.of(word).map(command -> command(command, words.rest())).orElseGet(() -> unknown(words.head()));
    }

    private static Parsed unknown(String typed) {
        var sign = typed.substring(0, 1);
        var near = Command.nearest(typed.substring(1)).map(command -> "did you mean " + command.form() + "? ")
                .orElse("#commands lists all. ");
        return new Parsed.Unclear("no command " + Display.safe(typed) + ", nothing was sent; " + near + sign
                + Display.safe(typed) + " sends it as text");
    }

    private static Parsed command(Command command, String rest) {
        return switch (command) {
            case MESSAGE -> whisper(command, rest);
            case SHARE, SHARE_WITH -> share(rest);
            case AVAILABLE -> rest.strip().equals("files") ? asked(new Input.ListFiles()) : usage(command);
            case GET -> rest.isBlank() ? usage(command) : asked(new Input.Get(bare(rest.strip())));
            case ACCEPT -> accept(command, rest.strip());
            case DECLINE -> rest.isBlank()
                    ? asked(new Input.Decline(Optional.empty()))
                    : TransferId.parse(bare(rest.strip())).map(id -> asked(new Input.Decline(Optional.of(id))))
                            .orElseGet(() -> usage(command));
            case TRANSFERS -> alone(command, rest, new Input.Transfers());
            case PAUSE -> transfer(command, rest, Input.Pause::new);
            case RESUME -> transfer(command, rest, Input.Resume::new);
            case CANCEL -> transfer(command, rest, Input.Cancel::new);
            case WHO -> alone(command, rest, new Input.Who());
            case CREATE, JOIN, LEAVE, ROOMS, TOPIC, CODE, INBOX, HISTORY, SEARCH, WHY, REPLY, REACT, EDIT, DELETE,
                    DELETE_OF,
                    MUTE,
                    UNMUTE, KICK, BAN, UNBAN, PROMOTE, DEMOTE ->
                RoomCommands.parse(command, rest.strip());
            case ACCOUNTS, SESSIONS, END, PASSWORD, NEW_IDENTITY, VERIFY, LOGIN, ACCOUNT_DELETE, INVITE ->
                AccountCommands.parse(command, rest.strip());
            case SET, THEME, NOTIFY, AWAY, BACK, IGNORE, UNIGNORE -> ChoiceCommands.parse(command, rest.strip());
            case STATUS -> alone(command, rest, new Input.Status());
            case TRACE -> switch (rest.strip()) {
                case "" -> asked(new Input.Trace());
                case "on" -> asked(new Input.KeepTrace(true));
                case "off" -> asked(new Input.KeepTrace(false));
                default -> usage(command);
            };
            case COMMANDS, HELP -> commands(rest.strip());
            case QUIT -> alone(command, rest, new Input.Quit());
        };
    }

    private static Parsed commands(String rest) {
        if (rest.isEmpty()) {
            return asked(new Input.Commands(Optional.empty()));
        }
        var word = rest.startsWith("/") ? rest.substring(1) : bare(rest);
        return Command.of(word).map(known -> asked(new Input.Commands(Optional.of(known.word())))).orElseGet(
                () -> new Parsed.Unclear("there is no command " + Display.safe(word) + "; " + Command.nearest(word)
                        .map(near -> "did you mean #commands " + near.word() + "?").orElse("#commands lists all")));
    }

    private static Parsed whisper(Command command, String rest) {
        var words = split(rest);
        var user = bare(words.head());
        var text = words.rest();
        if (words.head().startsWith("#") && text.startsWith("#") && text.length() > 1) {
            text = text.substring(1);
        }
        if (user.isEmpty() || text.isBlank()) {
            return usage(command);
        }
        if (message(text) instanceof Parsed.Unclear tooLong) {
            return tooLong;
        }
        return asked(new Input.Whisper(user, text));
    }

    private static Parsed share(String rest) {
        var argument = rest.strip();
        var first = split(argument);
        if (bare(argument).isEmpty()) {
            return new Parsed.Unclear("write " + Command.SHARE.form() + " or " + Command.SHARE_WITH.form());
        }
        if (first.rest().isEmpty() || PATH.matcher(bare(argument)).matches()) {
            return asked(new Input.Share(bare(argument)));
        }
        var user = bare(first.head());
        var path = bare(first.rest());
        return user.isEmpty() || path.isEmpty() ? usage(Command.SHARE_WITH) : asked(new Input.Offer(user, path));
    }

    private static Parsed accept(Command command, String rest) {
        var words = split(rest);
        var id = TransferId.parse(bare(words.head()));
        var tail = id.isPresent() ? words.rest() : rest;
        if (tail.isEmpty()) {
            return asked(new Input.Accept(id, Optional.empty()));
        }
        var as = split(tail);
        return as.head().equals("as") && !as.rest().isBlank()
                ? asked(new Input.Accept(id, Optional.of(as.rest().strip())))
                : usage(command);
    }

    private static Parsed transfer(Command command, String rest, Function<TransferId, Input> input) {
        return TransferId.parse(bare(rest.strip())).map(id -> asked(input.apply(id))).orElseGet(() -> usage(command));
    }

    static Parsed alone(Command command, String rest, Input input) {
        return rest.isBlank()
                ? asked(input)
                : new Parsed.Unclear("#" + command.word() + " takes nothing after it; nothing was sent");
    }

    static Parsed usage(Command command) {
        return new Parsed.Unclear("write " + command.form() + "; nothing was sent");
    }

    static Parsed asked(Input input) {
        return new Parsed.Asked(input);
    }

    /// Without the one sign that may open an argument.
    static String bare(String argument) {
        return argument.startsWith("#") ? argument.substring(1) : argument;
    }

    record Words(String head, String rest) {}

    /// The first word, and what follows the space after it, with leading
    /// blanks dropped.
    static Words split(String text) {
        var space = SPACE.matcher(text);
        return space.find()
                ? new Words(text.substring(0, space.start()), text.substring(space.end()).stripLeading())
                : new Words(text, "");
    }
}
