// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import justchat.client.model.CommandLine.Parsed;

/// What follows the commands that have to do with accounts. Pure.
final class AccountCommands {
    private static final int PATTERN_BYTES = 64;

    private AccountCommands() {}

    /// @param rest
    ///            what follows the command's word, without blanks around it
    static Parsed parse(Command command, String rest) {
        return switch (command) {
            case ACCOUNTS -> accounts(CommandLine.bare(rest));
            case SESSIONS -> CommandLine.alone(command, rest, new Input.Sessions());
            case END -> rest.matches("[1-9][0-9]{0,3}")
                    ? CommandLine.asked(new Input.EndSession(Integer.parseInt(rest)))
                    : CommandLine.usage(command);
            case PASSWORD -> rest.isEmpty()
                    ? CommandLine.asked(new Input.ChangePassword())
                    : new Parsed.Unclear("#password alone, please: you are asked for the passwords, and they do not"
                            + " show; nothing was sent");
            case NEW_IDENTITY -> CommandLine.alone(command, rest, new Input.NewIdentity());
            case VERIFY -> verify(command, rest);
            case LOGIN -> CommandLine.alone(command, rest, new Input.LogIn());
            case ACCOUNT_DELETE -> rest.equals("delete")
                    ? CommandLine.asked(new Input.DeleteAccount())
                    : CommandLine.usage(command);
            case INVITE -> rest.isEmpty()
                    ? CommandLine.asked(new Input.Invite(Optional.empty()))
                    : RoomName.parse(rest).map(room -> CommandLine.asked(new Input.Invite(Optional.of(room))))
                            .orElseGet(() -> CommandLine.usage(command));
            default -> throw new IllegalArgumentException("no command for accounts: " + command);
        };
    }

    private static Parsed verify(Command command, String rest) {
        var words = CommandLine.split(rest);
        var user = CommandLine.bare(words.head());
        var verdict = switch (words.rest().strip()) {
            case "" -> Optional.of(AccountQuestion.Verdict.SHOW);
            case "ok" -> Optional.of(AccountQuestion.Verdict.SAME);
            case "accept" -> Optional.of(AccountQuestion.Verdict.ACCEPT);
            default -> Optional.<AccountQuestion.Verdict>empty();
        };
        return user.isEmpty() || verdict.isEmpty()
                ? CommandLine.usage(command)
                : CommandLine.asked(new Input.Verify(user, verdict.get()));
    }

    private static Parsed accounts(String pattern) {
        return pattern.getBytes(StandardCharsets.UTF_8).length > PATTERN_BYTES
                ? new Parsed.Unclear("too long: a pattern holds " + PATTERN_BYTES + " bytes")
                : CommandLine.asked(new Input.Accounts(pattern));
    }
}
