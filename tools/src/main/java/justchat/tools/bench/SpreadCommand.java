// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.rpc.Endpoint;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;

/// `justchat bench spread`
@Command(name = "spread", mixinStandardHelpOptions = true, description = "How evenly clients are spread after they logged in, when one more server comes, and when one is drained.")
final class SpreadCommand implements Callable<Integer> {
    private static final String DRAINED = "ms-1";
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final Duration LOOK = Duration.ofMillis(200);

    @Mixin
    private Output output;

    @Option(names = "--balancers", defaultValue = "3", paramLabel = "N", description = "Load balancers (default: ${DEFAULT-VALUE}).")
    private int balancers;

    @Option(names = "--servers", defaultValue = "3", paramLabel = "N", description = "Message servers at first (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--clients", defaultValue = "1000", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--wait", defaultValue = "60", paramLabel = "S", description = "How long the new server has to get its share (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    private final LongAdder moves = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private final List<SequencedMap<String, Object>> rows = new ArrayList<>();

    @Override
    public Integer call() throws IOException, ClusterFailure {
        try (var rig = Rig.start(output.parent(), balancers, servers, output.progress())) {
            long begun = System.nanoTime();
            var wanderers = enter(rig);
            try {
                // Heartbeats say it a moment later.
                await(rig, sessions -> total(sessions) == clients);
                add(rig, "logged in", begun);

                begun = System.nanoTime();
                output.progress().show("one more message server");
                rig.addServer(output.progress());
                output.progress().show("waiting " + waitSeconds + " s for its share");
                new Poll(Duration.ofSeconds(waitSeconds), LOOK).until(Optional::empty, new CompletableFuture<>());
                add(rig, "one more server", begun);

                begun = System.nanoTime();
                output.progress().show("draining " + DRAINED);
                try (var operators = new Operators(rig.cluster().directory(), rig.cluster().plan())) {
                    operators.drain(DRAINED, true);
                }
                await(rig, sessions -> sessions.getOrDefault(DRAINED, 0) == 0 && total(sessions) == clients);
                add(rig, DRAINED + " drained", begun);
            } finally {
                wanderers.forEach(Wanderer::leave);
            }
        }
        output.print(new Report("spread", rows, List.of(
                "sessions: at each server, by name; max/mean: of those that are not drained.",
                "moved: sessions that were told to go to another server and did. lost: cut off, or could not go.",
                "Each client reads the lobby and says nothing; balancers see " + clients
                        + " sessions that cost alike.")));
        return 0;
    }

    /// Everybody signs up, by turns at all balancers, and goes where that one says.
    private List<Wanderer> enter(Rig rig) throws IOException {
        output.progress().show(clients + " clients log in");
        var lines = new ArrayList<Endpoint>();
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < balancers; number++) {
                lines.add(rig.connect(number));
            }
            return Rig.many(clients, number -> enter(rig, number, lines.get(number % balancers), calls));
        } catch (TException failure) {
            throw new IOException(failure.getMessage(), failure);
        } finally {
            lines.forEach(Endpoint::close);
        }
    }

    private CompletableFuture<Wanderer> enter(Rig rig, int number, Endpoint balancer, Executor calls) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Rig.signUp("guest-" + number, balancer);
            } catch (TException failure) {
                throw new CompletionException(failure);
            }
        }, calls).thenCompose(account -> new Wanderer(rig, account, moves, losses).enter());
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Map<String, Integer> sessions);
    }

    private static void await(Rig rig, Condition condition) throws IOException {
        try (var operators = new Operators(rig.cluster().directory(), rig.cluster().plan())) {
            if (new Poll(PATIENCE, LOOK).until(
                    () -> Optional.of(true).filter(_ -> condition.holds(sessions(operators))), Poll.NEVER).isEmpty()) {
                throw new IOException("after " + PATIENCE.toSeconds() + " s: " + sessions(operators));
            }
        }
    }

    /// By server, as the balancer that leads hears it.
    private static Map<String, Integer> sessions(Operators operators) {
        var sessions = new TreeMap<String, Integer>();
        operators.ask().values().stream().filter(status -> status.getName().equals(status.getRaftLeader()))
                .flatMap(status -> status.getServers().stream())
                .forEach(server -> sessions.put(server.getMember().getName(), server.getSessions()));
        return sessions;
    }

    private static int total(Map<String, Integer> sessions) {
        return sessions.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void add(Rig rig, String when, long begun) throws IOException {
        double seconds = (System.nanoTime() - begun) / 1e9;
        try (var operators = new Operators(rig.cluster().directory(), rig.cluster().plan())) {
            var all = sessions(operators);
            var counted = new TreeMap<>(all);
            if (when.startsWith(DRAINED)) {
                counted.remove(DRAINED);
            }
            rows.add(row(when, counted, all, seconds, moves.sumThenReset(), losses.sumThenReset()));
        }
    }

    private static SequencedMap<String, Object> row(String when, Map<String, Integer> counted, Map<String, Integer> all,
            double seconds, long moved, long lost) {
        double mean = (double) total(counted) / counted.size();
        int most = counted.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Report.row("when", when, "sessions",
                String.join(" ", all.values().stream().map(String::valueOf).toList()), "max/mean", most / mean, "moved",
                moved, "lost", lost, "seconds", seconds);
    }
}
