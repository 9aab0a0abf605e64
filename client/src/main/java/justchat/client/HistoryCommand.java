// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.client.core.Exit;
import justchat.client.model.Errand;
import justchat.client.model.RoomName;
import justchat.client.model.Since;

/// `justchat history`
@Command(name = "history", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64, description = {
        "Prints what was said in a room that you are in, oldest first, as it reads now.", ""}, footer = {"",
                ErrandOptions.EXIT_CODES})
public final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private ErrandOptions options;

    @Option(names = "--room", paramLabel = "NAME", defaultValue = RoomName.LOBBY, description = "Which (default: ${DEFAULT-VALUE}).")
    private String room;

    @Option(names = {"-n", "--lines"}, paramLabel = "N", description = "The latest so many, at most "
            + Errand.History.MAX
            + " (default: 20, or all with --since).")
    private Integer count;

    @Option(names = "--since", paramLabel = "TIME", description = "Nothing older: 10m, 2h, 3d ago, or 14:30.")
    private String since;

    @Override
    public Integer call() throws InterruptedException {
        return Errands.run(() -> {
            if (count != null && (count < 1 || count > Errand.History.MAX)) {
                throw new ErrandOptions.Unfit(Exit.USAGE, "-n takes 1 to " + Errand.History.MAX);
            }
            var from = since == null ? Optional.<Since>empty() : Since.parse(since);
            if (since != null && from.isEmpty()) {
                throw new ErrandOptions.Unfit(Exit.USAGE, "--since takes 10m, 2h, 3d or 14:30, not " + since);
            }
            return Errands.run(options, new Errand.History(ErrandOptions.room(room), count == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(count), from), _ -> {});
        });
    }
}
