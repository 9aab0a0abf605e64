// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.rpc.Endpoint;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;

/// `justchat bench balancers`
@Command(name = "balancers", mixinStandardHelpOptions = true, description = "Three load balancers: how many log in and sign up a second, and how soon another leads when the leader is killed.")
final class BalancersCommand implements Callable<Integer> {
    private static final int BALANCERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration GLANCE = Duration.ofMillis(5);

    @Mixin
    private Output output;

    @Option(names = "--logins", defaultValue = "1000", paramLabel = "N", description = "Users who log in at once (default: ${DEFAULT-VALUE}).")
    private int logins;

    @Option(names = "--at-once", defaultValue = "32", paramLabel = "N", description = "How many of them wait for an answer at a time (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(names = "--kills", defaultValue = "20", paramLabel = "N", description = "How often the leader is killed (default: ${DEFAULT-VALUE}).")
    private int kills;

    private final AtomicInteger named = new AtomicInteger();

    @Override
    public Integer call() throws IOException, ClusterFailure, TException {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        try (var rig = Rig.start(output.parent(), BALANCERS, 1, output.progress())) {
            signUps(rig, rows);
            logIns(rig, rows);
            try (var process = BareProcess.start(Optional.of(rig.serverHome(0)))) {
                rows.add(row("TLS connection", many(logins, _ -> Link.connect(process.address(), rig.tls(),
                        new Link.Ear() {}).thenAccept(Link::close))));
            }
            rows.add(elections(rig));
        }
        output.print(new Report("balancers", rows, List.of(
                "sign-up: an account in the book of three balancers, over open connections; nobody stretches a password here.",
                "log in: a new TLS connection to one of them, the proof, a ticket; the baseline is such a connection alone.",
                "new leader: from SIGKILL of the leader until another balancer has written a new account; by turns of its two"
                        + " survivors, who are asked again every 5 ms.",
                atOnce + " at a time; milliseconds.")));
        return 0;
    }

    private void signUps(Rig rig, List<SequencedMap<String, Object>> rows) throws IOException, TException {
        output.progress().show(logins + " sign-ups");
        var lines = new ArrayList<Endpoint>();
        for (int number = 0; number < BALANCERS; number++) {
            lines.add(rig.connect(number));
        }
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            rows.add(row("sign-up", many(logins, number -> CompletableFuture.runAsync(
                    () -> signUp(lines.get(number % BALANCERS)), calls))));
        } finally {
            lines.forEach(Endpoint::close);
        }
    }

    private Rig.Account signUp(Endpoint balancer) {
        try {
            return Rig.signUp("user-" + named.incrementAndGet(), balancer);
        } catch (TException failure) {
            throw new CompletionException(failure);
        }
    }

    private void logIns(Rig rig, List<SequencedMap<String, Object>> rows) throws IOException, TException {
        output.progress().show(logins + " log-ins");
        var accounts = rig.signUps("known", BALANCERS);
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            rows.add(row("log in", many(logins, number -> CompletableFuture.runAsync(() -> {
                try {
                    rig.logIn(accounts.get(number % BALANCERS), number);
                } catch (TException failure) {
                    throw new CompletionException(failure);
                }
            }, calls))));
        }
    }

    private record Timed(Latencies latencies, double seconds) {}

    private Timed many(int count, IntFunction<CompletableFuture<Void>> step) throws IOException {
        var latencies = new Latencies();
        var places = new Semaphore(atOnce);
        long begun = System.nanoTime();
        var all = IntStream.range(0, count).mapToObj(number -> {
            places.acquireUninterruptibly();
            long asked = System.nanoTime();
            return step.apply(number).whenComplete((_, _) -> {
                latencies.add(System.nanoTime() - asked);
                places.release();
            });
        }).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).join();
        } catch (CompletionException failure) {
            throw new IOException(failure.getCause());
        }
        return new Timed(latencies, (System.nanoTime() - begun) / 1e9);
    }

    private SequencedMap<String, Object> elections(Rig rig) throws IOException, ClusterFailure {
        var latencies = new Latencies();
        long begun = System.nanoTime();
        for (int kill = 1; kill <= kills; kill++) {
            output.progress().show("killing the leader, " + kill + " of " + kills);
            latencies.add(nanosUntilWritten(rig));
            rig.cluster().startMissing();
            rig.awaitReady();
        }
        return row("new leader", new Timed(latencies, (System.nanoTime() - begun) / 1e9));
    }

    private long nanosUntilWritten(Rig rig) throws IOException {
        var plan = rig.cluster().plan();
        String leader;
        try (var operators = new Operators(rig.cluster().directory(), plan)) {
            leader = new Poll(PATIENCE, LOOK).until(operators::leader, Poll.NEVER)
                    .orElseThrow(() -> new IOException("nobody leads"));
        }
        var survivors = new ArrayList<Endpoint>();
        var names = plan.balancers().stream().map(ClusterPlan.Node::name).toList();
        try {
            for (int number = 0; number < BALANCERS; number++) {
                if (!names.get(number).equals(leader)) {
                    survivors.add(rig.connect(number));
                }
            }
            var turn = new AtomicInteger();
            long killed = rig.cluster().kill(leader);
            new Poll(PATIENCE, GLANCE).until(() -> written(survivors.get(turn.getAndIncrement() % survivors.size())),
                    Poll.NEVER).orElseThrow(() -> new IOException("nobody leads after " + PATIENCE.toSeconds() + " s"));
            return System.nanoTime() - killed;
        } catch (TException failure) {
            throw new IOException(failure.getMessage(), failure);
        } finally {
            survivors.forEach(Endpoint::close);
        }
    }

    private Optional<Rig.Account> written(Endpoint balancer) {
        try {
            return Optional.of(signUp(balancer));
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }

    private static SequencedMap<String, Object> row(String what, Timed timed) {
        var latencies = timed.latencies();
        return Report.row("what", what, "count", latencies.count(), "a second", latencies.count() / timed.seconds(),
                "p50", latencies.millis(0.5), "p99", latencies.millis(0.99), "max", latencies.millis(1));
    }
}
