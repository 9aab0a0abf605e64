// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

/// The `justchat` program: one of its subcommands, or without arguments a
/// cluster on this machine and a chat in it.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return JustChat.commandLine(args).execute(args);
    }
}
