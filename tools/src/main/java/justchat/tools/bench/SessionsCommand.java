// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterFailure;

/// `justchat bench sessions`
@Command(name = "sessions", mixinStandardHelpOptions = true, description = "What an idle session costs a message server in memory, and how soon many have logged in and joined.")
final class SessionsCommand implements Callable<Integer> {
    private static final String ROOM = "lobby";

    @Mixin
    private Output output;

    @Option(names = "--sessions", split = ",", defaultValue = "1000,10000", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int[] sessions;

    @Option(names = "--logins", defaultValue = "1000", paramLabel = "N", description = "Logins with their joins whose time is taken (default: ${DEFAULT-VALUE}).")
    private int logins;

    @Option(names = "--heap-mib", defaultValue = "1024", paramLabel = "MIB", description = "Most heap of the processes, since 256 MiB are full at some 8,000 sessions (default: ${DEFAULT-VALUE}).")
    private int heapMib;

    @Override
    public Integer call() throws IOException, ClusterFailure, TException {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        for (int count : sessions) {
            measure(count, rows);
        }
        logIn(rows);
        output.print(new Report("sessions", rows, List.of(
                "memory: what a process has more than before, for each connection. rss: resident; heap: in use after a"
                        + " collection, as jcmd tells it.",
                "baseline: as many idle TLS connections to a bare Netty server with the same JVM flags. x: as a ratio to it.",
                "A session is attached, reads the lobby and pings every two seconds.",
                "logins: a connection to a balancer, the login, a connection to a message server, attach and open; the"
                        + " key is given, no password is stretched. The baseline makes a TLS connection.")));
        return 0;
    }

    private void measure(int count, List<SequencedMap<String, Object>> rows)
            throws IOException, ClusterFailure, TException {
        var flags = List.of("-Xmx" + heapMib + "m");
        try (var rig = Rig.start(output.parent(), 1, 1, flags, output.progress())) {
            var account = rig.signUp("bench");
            output.progress().show(count + " sessions");
            var room = grow(rig.serverProcesses().getFirst(), count,
                    number -> rig.attach(number, account.ticket(), new Link.Ear() {})
                            .thenCompose(guest -> guest.open(ROOM).thenApply(_ -> guest.link())));
            try (var process = BareProcess.start(Optional.of(rig.serverHome(0)), flags)) {
                output.progress().show(count + " bare connections");
                var bare = grow(process.process(), count,
                        _ -> Link.connect(process.address(), rig.tls(), new Link.Ear() {}));
                rows.add(row("session", count, room, bare));
                rows.add(row("bare connection", count, bare, bare));
            }
        }
    }

    /// What `count` connections cost.
    ///
    /// @param rss
    ///            bytes for each
    /// @param heap
    ///            bytes for each; NaN if nobody tells
    private record Growth(double seconds, double rss, double heap) {}

    private static Growth grow(ProcessHandle process, int count, IntFunction<CompletableFuture<Link>> connecting)
            throws IOException {
        var heapBefore = Footprint.heapAfterCollection(process);
        long rssBefore = Footprint.resident(process);
        long begun = System.nanoTime();
        List<Link> links = List.of();
        try {
            links = Rig.many(count, connecting::apply);
            double seconds = (System.nanoTime() - begun) / 1e9;
            // Resident first: the collection gives pages back.
            double rss = (double) (Footprint.resident(process) - rssBefore) / count;
            return new Growth(seconds, rss, perOne(heapBefore, Footprint.heapAfterCollection(process), count));
        } finally {
            links.forEach(Link::close);
        }
    }

    private static double perOne(OptionalLong before, OptionalLong after, int count) {
        return before.isPresent() && after.isPresent()
                ? (double) (after.getAsLong() - before.getAsLong()) / count
                : Double.NaN;
    }

    private void logIn(List<SequencedMap<String, Object>> rows) throws IOException, ClusterFailure, TException {
        try (var rig = Rig.start(output.parent(), 1, 1, output.progress());
                var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            output.progress().show(logins + " logins and joins");
            var account = rig.signUp("bench");
            var joined = timed(logins, _ -> CompletableFuture.supplyAsync(() -> ticket(rig, account), calls)
                    .thenCompose(ticket -> rig.attach(0, ticket, new Link.Ear() {}))
                    .thenCompose(guest -> guest.open(ROOM).thenApply(_ -> guest.link())));
            try (var process = BareProcess.start(Optional.of(rig.serverHome(0)))) {
                var bare = timed(logins, _ -> Link.connect(process.address(), rig.tls(), new Link.Ear() {}));
                rows.add(row("login and join", logins, new Growth(joined, Double.NaN, Double.NaN),
                        new Growth(bare, Double.NaN, Double.NaN)));
            }
        }
    }

    private static byte[] ticket(Rig rig, Rig.Account account) {
        try {
            return rig.logIn(account, 0).ticket();
        } catch (TException failure) {
            throw new CompletionException(failure);
        }
    }

    private static double timed(int count, IntFunction<CompletableFuture<Link>> connecting) throws IOException {
        long begun = System.nanoTime();
        var links = Rig.many(count, connecting::apply);
        double seconds = (System.nanoTime() - begun) / 1e9;
        links.forEach(Link::close);
        return seconds;
    }

    private static SequencedMap<String, Object> row(String what, int count, Growth growth, Growth baseline) {
        return Report.row("what", what, "count", count, "seconds", growth.seconds(), "a second",
                count / growth.seconds(), "x seconds", growth.seconds() / baseline.seconds(), "rss bytes each",
                growth.rss(), "x rss", growth.rss() / baseline.rss(), "heap bytes each", growth.heap(), "x heap",
                growth.heap() / baseline.heap());
    }
}
