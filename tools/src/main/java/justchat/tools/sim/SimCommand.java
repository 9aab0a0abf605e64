// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import justchat.messageserver.model.Order;
import justchat.tools.trace.Report;
import justchat.tools.trace.Trace;

/// `justchat sim`
@Command(name = "sim", mixinStandardHelpOptions = true, description = "Simulates whole clusters while everything goes wrong, and judges what they do.", footer = {
        "", "Servers are the real rooms with the real codecs, in one thread with virtual time;",
        "the same seed does the same. Exit code: 0 when nothing was violated, else 1."})
public final class SimCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default: 100, with --seed 1, with --minutes as many as it takes).")
    Optional<Long> seeds = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = "The first seed (default: 1).")
    Optional<Long> seed = Optional.empty();

    @Option(names = "--minutes", paramLabel = "M", description = "Runs seeds for so long.")
    Optional<Double> minutes = Optional.empty();

    @Option(names = "--order", paramLabel = "ORDER", defaultValue = ALL, description = "Of the rooms: unordered, fifo, causal, total, or all (default).")
    String order;

    @Option(names = "--servers", paramLabel = "N", defaultValue = "0", description = "How many message servers, 1 to 50 (default: by the seed).")
    int servers;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "How many seeds at the same time (default: one for each processor).")
    int threads;

    @Option(names = "--trace", paramLabel = "FILE", description = "Where the causal log of the first seed, or of the first that is violated, is written for ShiViz.")
    Optional<Path> trace = Optional.empty();

    @Option(names = "--cost", description = "Only tells what a post costs between servers, 3 to 20 of them, while nothing goes wrong.")
    boolean cost;

    @Option(names = "--json", description = "Prints one line of JSON.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (servers < 0 || servers > 50) {
            throw new ParameterException(spec.commandLine(), "--servers: 1 to 50, not " + servers);
        }
        if (cost) {
            spec.commandLine().getOut().print(Cost.text(Cost.table(orders())));
            spec.commandLine().getOut().flush();
            return 0;
        }
        var campaign = new Campaign(orders(), servers, Border.HONEST);
        long first = seed.orElse(1L);
        long count = seeds.orElse(seed.isPresent() ? 1L : minutes.isPresent() ? Long.MAX_VALUE : 100L);
        long started = System.nanoTime();
        long patience = minutes.map(some -> Math.round(some * TimeUnit.MINUTES.toNanos(1))).orElse(Long.MAX_VALUE / 2);
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        var summary = campaign.run(first, count, started + patience, (int) Math.min(workers, count));
        long nanos = System.nanoTime() - started;
        var out = spec.commandLine().getOut();
        out.print(json ? summary.json(nanos) + "\n" : summary.text(nanos));
        var violation = summary.firstViolation();
        if (!json) {
            violation.ifPresent(result -> out.println("Seed " + result.seed() + ": " + result.violation().orElseThrow()
                    + "\nAgain: ./justchat sim " + again(result.seed())));
        }
        if (violation.isPresent() || trace.isPresent()) {
            var told = tell(campaign, violation.map(Result::seed).orElse(first));
            if (!json) {
                out.println(told);
            }
        }
        out.flush();
        return violation.isPresent() ? 1 : 0;
    }

    private List<Order> orders() {
        try {
            return order.equals(ALL) ? List.of(Order.values()) : List.of(Order.valueOf(order.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--order: unordered, fifo, causal, total or all, not "
                    + order, e);
        }
    }

    private String again(long violated) {
        return "--order " + order + (servers == 0 ? "" : " --servers " + servers) + " --seed " + violated;
    }

    /// Runs this seed again, with causal logs.
    private String tell(Campaign campaign, long which) throws IOException {
        var file = trace.isPresent()
                ? trace.get().toAbsolutePath()
                : Files.createTempFile("justchat-sim-" + which + "-",
                        ".log");
        var logs = Files.createTempDirectory("justchat-sim-" + which + "-logs-");
        var result = Result.of(new Cluster(Scenario.of(which, campaign.orders(), servers), campaign.border(), Optional
                .of(logs)));
        Report report = Trace.merge(logs, file);
        return (result.violation().isPresent() ? result.story() + "\n" : "") + "For ShiViz: " + file + ", "
                + report.total() + " events of " + report.events().size() + " processes; each one's own: " + logs
                + (report.holds()
                        ? ". The check of traces holds."
                        : ". The check of traces does not hold: " + report.problems().getFirst() + ".");
    }
}
