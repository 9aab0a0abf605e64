// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `justchat completion`
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Prints the completion of these commands for bash and zsh.", footer = {
        "", "To use it in this shell:  source <(./justchat completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash("justchat", JustChat.completeCommandLine()));
        return 0;
    }
}
