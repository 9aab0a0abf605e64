// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.settings.Program;

/// The client: `justchat chat`.
@Command(name = "chat", mixinStandardHelpOptions = true, description = {
        "Chats. At a terminal: type to talk, #commands lists the rest. In a pipe: each line is a message.", "",
        "Exit codes: 0 all is sent; 64 wrong options; 69 nobody answers; 75 something stays unsent; 77 wrong name"
                + " or password, or the session was ended; 78 wrong settings; 130 interrupted."}, exitCodeOnInvalidInput = 64)
public final class Main implements Callable<Integer> {
    @Mixin
    private ChatOptions options;

    @Option(names = "--invite", paramLabel = "INVITATION", description = "Joins that cluster first, as justchat join does.")
    private String invitation;

    /// A process of its own.
    public static void main(String[] arguments) {
        System.exit(Program.execute(new CommandLine(new Main()), Optional.empty(), arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(invitation);
    }
}
