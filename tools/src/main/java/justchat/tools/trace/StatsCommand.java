// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.logs.shiviz.Stats;
import justchat.tools.cluster.DirectoryOption;

/// `justchat trace stats`
@Command(name = "stats", mixinStandardHelpOptions = true, description = "Counts what is in the causal logs of a run.")
final class StatsCommand implements Callable<Integer> {
    @Mixin
    private DirectoryOption option;

    @Parameters(arity = "0..1", paramLabel = "DIR|FILE", description = "Where the logs are, or the file that they were merged into (default: the cluster's directory).")
    private Path logs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var run = new TraceWork(spec).read(logs != null ? logs : option.directory().root());
        if (run.isEmpty()) {
            return TraceWork.NO_INPUT;
        }
        var stats = Stats.of(run.get().check().order());
        var out = spec.commandLine().getOut();
        out.println("Events: " + run.get().check().order().size() + " of " + stats.events().size() + " processes");
        stats.events().forEach((process, count) -> out.printf(Locale.ROOT, "  %-24s %8d%n", process, count));
        out.println("Messages stamped, by room:" + (stats.messages().isEmpty() ? " none" : ""));
        stats.messages().forEach((room, count) -> out.printf(Locale.ROOT, "  %-24s %8d%n", room, count));
        out.println("The widest clock names " + stats.widestClock() + " processes");
        out.println("The longest chain of events, each before the next, has " + stats.longestChain());
        out.printf(Locale.ROOT, "Pairs of stamps that are concurrent: %.1f %% of %d%n",
                100.0 * stats.concurrentPairs() / Math.max(1,
                        stats.pairs()),
                stats.pairs());
        out.println(stats.steps().isEmpty()
                ? "No client shows what is stamped here"
                : "From stamp to a client that shows it, in events of the longest chain: median " + stats.steps().get(
                        stats.steps().size() / 2) + ", most " + stats.steps().getLast());
        out.flush();
        return 0;
    }
}
