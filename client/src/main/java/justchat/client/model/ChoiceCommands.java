// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import justchat.client.model.CommandLine.Parsed;

/// What follows the commands by which a person chooses: settings, whom to ignore,
/// being away. Pure.
final class ChoiceCommands {
    private static final int NAME_LENGTH = 128;

    private ChoiceCommands() {}

    /// @param rest
    ///            what follows the command's word, without blanks around it
    static Parsed parse(Command command, String rest) {
        return switch (command) {
            case SET -> set(rest);
            case THEME -> choose(Setting.THEME, rest);
            case NOTIFY -> choose(Setting.NOTIFY, rest);
            case AWAY -> rest.getBytes(StandardCharsets.UTF_8).length > Away.MAX_BYTES
                    ? new Parsed.Unclear("too long: " + Away.MAX_BYTES + " bytes about being away")
                    : CommandLine.asked(new Input.SayAway(rest));
            case BACK -> CommandLine.alone(command, rest, new Input.SayBack());
            case IGNORE -> rest.isEmpty()
                    ? CommandLine.asked(new Input.ListIgnored())
                    : user(rest).map(user -> CommandLine.asked(new Input.Ignore(user, true))).orElseGet(
                            () -> CommandLine.usage(command));
            case UNIGNORE -> user(rest).map(user -> CommandLine.asked(new Input.Ignore(user, false))).orElseGet(
                    () -> CommandLine.usage(command));
            default -> throw new IllegalArgumentException("no choice: " + command);
        };
    }

    private static Optional<String> user(String typed) {
        var name = CommandLine.bare(typed);
        return name.isEmpty() || name.length() > NAME_LENGTH || !CommandLine.split(name).rest().isEmpty()
                ? Optional.empty()
                : Optional.of(name);
    }

    private static Parsed set(String rest) {
        if (rest.isEmpty()) {
            return CommandLine.asked(new Input.Settings());
        }
        var words = CommandLine.split(rest);
        return Setting.of(words.head()).map(setting -> choose(setting, words.rest())).orElseGet(
                () -> new Parsed.Unclear("there is no setting " + Display.safe(words.head()) + "; #set lists them"));
    }

    /// A value that makes no sense is answered with those that do.
    private static Parsed choose(Setting setting, String typed) {
        return setting.value(typed).map(value -> CommandLine.asked(new Input.Choose(setting, value))).orElseGet(
                () -> new Parsed.Unclear(setting.key() + " is " + setting.range() + " (" + setting.meaning()
                        + "); nothing was changed"));
    }
}
