// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.util.Arrays;

import picocli.CommandLine;

import justchat.client.TextLog;
import justchat.settings.Program;
import justchat.tools.cluster.ClusterDirectory;

/// The `justchat` program: one of its subcommands, or without arguments a
/// cluster on this machine and a chat in it.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var word = args.length == 0 ? "" : args[0];
        if (word.equals(RehearseCommand.WORD)) {
            return new CommandLine(new RehearseCommand()).execute(Arrays.copyOfRange(args, 1, args.length));
        }
        if (!isServer(word)) {
            // It writes nothing before a chat begins. Whatever a short command has to say, it says on the screen.
            TextLog.choose();
        }
        return Program.execute(JustChat.commandLine(args), Subcommand.places(word, ClusterDirectory.standard().root()),
                args);
    }

    private static boolean isServer(String word) {
        return word.equals(Subcommand.LOADBALANCER.word()) || word.equals(Subcommand.MESSAGESERVER.word());
    }
}
