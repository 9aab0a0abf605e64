// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `justchat join INVITATION`: comes to a cluster for the first time, and chats
/// there.
@Command(name = "join", mixinStandardHelpOptions = true, description = {
        "Joins a cluster that you were invited to, and chats there. The invitation is one string; put it in quotes.",
        "", "What is needed to come again is kept: from then on justchat chat does."}, exitCodeOnInvalidInput = 64)
public final class JoinCommand implements Callable<Integer> {
    @Mixin
    private ChatOptions options;

    @Parameters(paramLabel = "INVITATION", description = "justchat:HOST:PORT,.../ROOM?pin=...&token=...")
    private String invitation;

    @Override
    public Integer call() throws InterruptedException {
        return options.run(invitation);
    }
}
