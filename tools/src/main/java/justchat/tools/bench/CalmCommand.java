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
import java.util.stream.IntStream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.wire.Status;

/// `justchat bench calm`
@Command(name = "calm", mixinStandardHelpOptions = true, description = "Three load balancers, three message servers, nobody speaks: what that costs, and whether a busy machine makes a living server be taken for dead.")
final class CalmCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    @Mixin
    private Output output;

    @Option(names = "--idle", defaultValue = "20", paramLabel = "S", description = "How long the idle cluster is measured (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(names = "--busy", defaultValue = "600", paramLabel = "S", description = "And how long with every processor busy (default: ${DEFAULT-VALUE}).")
    private int busySeconds;

    /// @param views
    ///            changes of the view, each of which is a false suspicion here
    private record Spell(Map<String, Duration> cpu, long nanos, long views, long terms) {
        double share(String prefix) {
            return cpu.entrySet().stream().filter(used -> used.getKey().startsWith(prefix))
                    .mapToLong(used -> used.getValue().toNanos()).average().orElse(Double.NaN) / nanos;
        }
    }

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        try (var rig = Rig.start(output.parent(), 3, 3, output.progress())) {
            output.progress().show("idle for " + idleSeconds + " s");
            rows.add(row("idle", spend(rig, idleSeconds)));
            output.progress().show("busy for " + busySeconds + " s");
            var spinners = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                    .mapToObj(_ -> Thread.ofPlatform().daemon().start(CalmCommand::spin)).toList();
            try {
                rows.add(row("busy", spend(rig, busySeconds)));
            } finally {
                spinners.forEach(Thread::interrupt);
            }
        }
        output.print(new Report("calm", rows, List.of(
                "cpu: of one processor, by a process of the kind, on average.",
                "busy: one thread per processor that does nothing else, in this process.",
                "views: changes of the set of servers; nobody died, so each is a false suspicion. elections: likewise of the"
                        + " leader.")));
        return 0;
    }

    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static Spell spend(Rig rig, int seconds) throws IOException {
        try (var operators = new Operators(rig.cluster().directory(), rig.cluster().plan())) {
            var before = newest(operators);
            var cpu = cpu(rig);
            long begun = System.nanoTime();
            new Poll(Duration.ofSeconds(seconds), LOOK).until(Optional::empty, new CompletableFuture<>());
            var used = new TreeMap<String, Duration>();
            cpu(rig).forEach((name, now) -> used.put(name, now.minus(cpu.get(name))));
            var after = newest(operators);
            return new Spell(used, System.nanoTime() - begun,
                    after.getView().getNumber() - before.getView().getNumber(),
                    after.getRaftTerm() - before.getRaftTerm());
        }
    }

    private static Status newest(Operators operators) throws IOException {
        return operators.ask().values().stream()
                .max((one, other) -> Long.compare(one.getRaftTerm(), other.getRaftTerm()))
                .orElseThrow(() -> new IOException("no balancer answers"));
    }

    private static Map<String, Duration> cpu(Rig rig) {
        var cpu = new TreeMap<String, Duration>();
        rig.cluster().running().forEach((name, process) -> cpu.put(name,
                process.info().totalCpuDuration().orElse(Duration.ZERO)));
        return cpu;
    }

    private static SequencedMap<String, Object> row(String what, Spell spell) {
        return Report.row("machine", what, "seconds", spell.nanos() / 1e9, "cpu of a balancer", spell.share("lb-"),
                "cpu of a server", spell.share("ms-"), "views", spell.views(), "elections", spell.terms());
    }
}
