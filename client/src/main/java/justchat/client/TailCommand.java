// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.client.core.Exit;
import justchat.client.model.Errand;
import justchat.client.model.RoomName;

/// `justchat tail`
@Command(name = "tail", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Prints what is said in a room, one line each, as it comes: each once, without a gap, whatever servers stop. It"
                + " moves no read marker.",
        ""}, footer = {"", ErrandOptions.EXIT_CODES})
public final class TailCommand implements Callable<Integer> {
    @Mixin
    private ErrandOptions options;

    @Option(names = "--room", paramLabel = "NAME", defaultValue = RoomName.LOBBY, description = "Which; joined if need be (default: ${DEFAULT-VALUE}).")
    private String room;

    @Option(names = {"-n",
            "--lines"}, paramLabel = "N", defaultValue = "20", description = "The latest so many entries first, at most "
                    + Errand.Tail.MAX_RECENT + " (default: ${DEFAULT-VALUE}).")
    private int recent;

    @Option(names = "--follow", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Then what comes; with --no-follow, not.")
    private boolean follow;

    @Option(names = "--private", description = "Private messages too, which so count as read.")
    private boolean privately;

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(() -> {
            if (recent < 0 || recent > Errand.Tail.MAX_RECENT) {
                throw new ErrandOptions.Unfit(Exit.USAGE, "-n takes 0 to " + Errand.Tail.MAX_RECENT);
            }
            return Errands.run(options, new Errand.Tail(ErrandOptions.room(room), recent, follow, privately), _ -> {});
        });
    }
}
