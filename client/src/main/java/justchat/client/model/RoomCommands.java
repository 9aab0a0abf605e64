// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import justchat.client.model.CommandLine.Parsed;

/// What follows the commands that have to do with rooms. Pure.
final class RoomCommands {
    private static final int MAX_WORDS = 16;

    private RoomCommands() {}

    /// @param rest
    ///            what follows the command's word, without blanks around it
    static Parsed parse(Command command, String rest) {
        return switch (command) {
            case CREATE -> create(command, rest);
            case JOIN -> room(rest).map(room -> CommandLine.asked(new Input.Join(room)))
                    .orElseGet(() -> CommandLine.usage(command));
            case LEAVE -> rest.isEmpty()
                    ? CommandLine.asked(new Input.Leave(Optional.empty()))
                    : room(rest).map(room -> CommandLine.asked(new Input.Leave(Optional.of(room))))
                            .orElseGet(() -> CommandLine.usage(command));
            case ROOMS -> CommandLine.asked(new Input.Rooms(CommandLine.bare(rest).toLowerCase(Locale.ROOT)));
            case TOPIC -> topic(rest);
            case CODE -> code(command, rest);
            case INBOX -> rest.isEmpty()
                    ? CommandLine.asked(new Input.Inbox(OptionalInt.empty()))
                    : number(rest, Limits.PAGE).map(n -> CommandLine.asked(new Input.Inbox(OptionalInt.of(n))))
                            .orElseGet(() -> upTo(Limits.PAGE));
            case HISTORY -> history(command, rest);
            case SEARCH -> search(command, rest);
            case WHY -> Ref.parse(rest.isEmpty() ? "1" : rest).map(target -> CommandLine.asked(new Input.Why(target)))
                    .orElseGet(() -> CommandLine.usage(command));
            case REPLY -> reply(command, rest);
            case REACT -> react(command, rest);
            case EDIT -> text(command, rest, new Input.Edit(rest));
            case DELETE, DELETE_OF -> delete(rest);
            case MUTE -> punish(command, Measure.MUTE, rest);
            case UNMUTE -> punish(command, Measure.UNMUTE, rest);
            case KICK -> punish(command, Measure.KICK, rest);
            case BAN -> punish(command, Measure.BAN, rest);
            case UNBAN -> punish(command, Measure.UNBAN, rest);
            case PROMOTE -> punish(command, Measure.PROMOTE, rest);
            case DEMOTE -> punish(command, Measure.DEMOTE, rest);
            default -> throw new IllegalArgumentException("no command for rooms: " + command);
        };
    }

    private static Optional<String> room(String typed) {
        return typed.contains(" ") ? Optional.empty() : RoomName.parse(typed);
    }

    private static Parsed create(Command command, String rest) {
        var words = CommandLine.split(rest);
        var room = RoomName.parse(words.head());
        if (room.isEmpty() && !rest.isEmpty()) {
            return new Parsed.Unclear("a room's name has 1 to 32 of a-z, 0-9, '-', '_' and '.'; nothing was made");
        }
        var order = Optional.<Order>empty();
        var closing = Input.Closing.OPEN;
        for (var word : words.rest().isBlank() ? List.<String>of() : List.of(words.rest().strip().split("\\s+"))) {
            var known = Arrays.stream(Order.values()).filter(one -> one.word().equals(word)).findFirst();
            if (known.isPresent() && order.isEmpty()) {
                order = known;
            } else if ((word.equals("--closed") || word.equals("closed")) && closing == Input.Closing.OPEN) {
                closing = Input.Closing.CLOSED;
            } else if (word.equals("own-code") && closing == Input.Closing.CLOSED) {
                closing = Input.Closing.OWN_CODE;
            } else {
                return CommandLine.usage(command);
            }
        }
        return room.isEmpty()
                ? CommandLine.usage(command)
                : CommandLine.asked(new Input.Create(room.get(), order.orElse(Order.CAUSAL), closing));
    }

    /// A code itself is never an argument: what is typed is kept in the history.
    private static Parsed code(Command command, String rest) {
        return switch (rest) {
            case "" -> CommandLine.asked(new Input.Code(Input.Code.Wish.ENTER));
            case "new" -> CommandLine.asked(new Input.Code(Input.Code.Wish.NEW));
            case "own" -> CommandLine.asked(new Input.Code(Input.Code.Wish.OWN));
            default -> CommandLine.usage(command);
        };
    }

    private static Parsed topic(String rest) {
        if (bytes(rest) > Payload.Topic.MAX_BYTES) {
            return new Parsed.Unclear("too long: a topic holds " + Payload.Topic.MAX_BYTES + " bytes");
        }
        return CommandLine.asked(new Input.Topic(rest.isEmpty() ? Optional.empty() : Optional.of(rest)));
    }

    private static Parsed history(Command command, String rest) {
        if (rest.isEmpty()) {
            return CommandLine.asked(new Input.History(OptionalInt.empty(), Optional.empty()));
        }
        if (rest.matches("[0-9]+")) {
            return number(rest, Limits.PAGE).map(n -> CommandLine.asked(new Input.History(OptionalInt.of(n),
                    Optional.empty()))).orElseGet(() -> upTo(Limits.PAGE));
        }
        return since(rest).map(since -> CommandLine.asked(new Input.History(OptionalInt.empty(), Optional.of(since))))
                .orElseGet(() -> CommandLine.usage(command));
    }

    private static Optional<Since> since(String typed) {
        return Since.parse(typed.startsWith("since:") ? typed.substring(6) : typed);
    }

    /// Words and conditions may be mixed; without any, the last search goes on.
    private static Parsed search(Command command, String rest) {
        var words = new ArrayList<String>();
        Optional<String> author = Optional.empty();
        Optional<String> room = Optional.empty();
        Optional<Since> since = Optional.empty();
        boolean files = false;
        for (var word : rest.split("\\s+")) {
            if (word.startsWith("from:") && word.length() > 5) {
                author = Optional.of(CommandLine.bare(word.substring(5)));
            } else if (word.equals("in:" + Input.Find.EVERYWHERE)) {
                room = Optional.of(Input.Find.EVERYWHERE);
            } else if (word.startsWith("in:")) {
                room = RoomName.parse(word.substring(3));
                if (room.isEmpty()) {
                    return CommandLine.usage(command);
                }
            } else if (word.equals("has:file")) {
                files = true;
            } else if (word.startsWith("since:")) {
                since = since(word);
                if (since.isEmpty()) {
                    return CommandLine.usage(command);
                }
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        if (words.size() > MAX_WORDS) {
            return new Parsed.Unclear("too many words: a search takes " + MAX_WORDS);
        }
        if (!rest.isEmpty() && words.isEmpty() && author.isEmpty() && since.isEmpty() && !files) {
            return CommandLine.usage(command);
        }
        return CommandLine.asked(new Input.Find(words, author, room, files, since));
    }

    private static Parsed reply(Command command, String rest) {
        var words = CommandLine.split(rest);
        var target = Ref.parse(words.head());
        return target.isEmpty()
                ? CommandLine.usage(command)
                : text(command, words.rest(), new Input.Reply(target.get(), words.rest()));
    }

    private static Parsed react(Command command, String rest) {
        var words = CommandLine.split(rest);
        var target = Ref.parse(words.head());
        var sign = words.rest().strip();
        if (target.isEmpty() || sign.isEmpty()) {
            return CommandLine.usage(command);
        }
        return bytes(sign) > Payload.Reaction.MAX_BYTES
                ? new Parsed.Unclear("too long: a sign holds " + Payload.Reaction.MAX_BYTES + " bytes")
                : CommandLine.asked(new Input.React(target.get(), sign));
    }

    private static Parsed delete(String rest) {
        if (rest.isEmpty()) {
            return CommandLine.asked(new Input.Delete(Optional.empty(), OptionalInt.of(1)));
        }
        if (rest.equals("all")) {
            return CommandLine.asked(new Input.Delete(Optional.empty(), OptionalInt.empty()));
        }
        int most = Payload.Erase.MAX_TARGETS;
        if (rest.matches("[0-9]+")) {
            return number(rest, most).map(n -> CommandLine.asked(new Input.Delete(Optional.empty(), OptionalInt.of(n))))
                    .orElseGet(() -> upTo(most));
        }
        var words = CommandLine.split(rest);
        var user = CommandLine.bare(words.head());
        var count = words.rest().isEmpty() ? Optional.of(1) : number(words.rest(), most);
        return user.isEmpty() || count.isEmpty()
                ? CommandLine.usage(Command.DELETE_OF)
                : CommandLine.asked(new Input.Delete(Optional.of(user), OptionalInt.of(count.get())));
    }

    private static Parsed punish(Command command, Measure measure, String rest) {
        var words = CommandLine.split(rest);
        var user = CommandLine.bare(words.head());
        boolean timed = measure == Measure.MUTE || measure == Measure.BAN;
        var span = words.rest().isEmpty() ? OptionalLong.empty() : Since.span(words.rest());
        if (user.isEmpty() || !words.rest().isEmpty() && (!timed || span.isEmpty())) {
            return CommandLine.usage(command);
        }
        return CommandLine.asked(new Input.Punish(measure, user, span));
    }

    private static Parsed text(Command command, String text, Input input) {
        if (text.isBlank()) {
            return CommandLine.usage(command);
        }
        return CommandLine.message(text) instanceof Parsed.Unclear tooLong ? tooLong : CommandLine.asked(input);
    }

    private static Optional<Integer> number(String typed, int most) {
        return typed.matches("[1-9][0-9]{0,5}") && Integer.parseInt(typed) <= most
                ? Optional.of(Integer.parseInt(typed))
                : Optional.empty();
    }

    private static Parsed upTo(int most) {
        return new Parsed.Unclear("a number from 1 to " + most + ", please; nothing was sent");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
