// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import picocli.CommandLine;

/// The `justchat` program: one of its subcommands, or without arguments a
/// cluster on this machine and a chat in it.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        if (args.length == 1 && args[0].equals(RehearseCommand.WORD)) {
            return new CommandLine(new RehearseCommand()).execute();
        }
        return JustChat.commandLine(args).execute(args);
    }
}
