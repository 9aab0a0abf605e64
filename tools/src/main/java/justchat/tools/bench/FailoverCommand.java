// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;

/// `justchat bench failover`
@Command(name = "failover", mixinStandardHelpOptions = true, description = "Three load balancers, three message servers, real clients: how soon a client whose server is killed says the next thing.")
final class FailoverCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String MOVED = "stopped answering; ";

    @Mixin
    private Output output;

    @Option(names = "--kills", defaultValue = "50", paramLabel = "N", description = "How often a server is killed (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--with-balancer", description = "Kill a load balancer with it each time.")
    private boolean withBalancer;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var moved = new Latencies();
        var spoke = new Latencies();
        try (var rig = Rig.start(output.parent(), 3, 3, output.progress());
                var author = ChatProcess.start(rig.cluster(), ChatProcess.Account.fresh("author"));
                var reader = ChatProcess.start(rig.cluster(), ChatProcess.Account.fresh("reader"))) {
            for (var client : List.of(author, reader)) {
                client.await("welcome " + client.user(), PATIENCE);
            }
            for (int kill = 1; kill <= kills; kill++) {
                output.progress().show("killing the author's server, " + kill + " of " + kills);
                kill(rig, kill, author, reader, moved, spoke);
                rig.cluster().startMissing();
                rig.awaitReady();
            }
        }
        output.print(new Report("failover", List.of(row("at another server", moved), row("next line shown", spoke)),
                List.of("From SIGKILL of the author's server, in milliseconds; the line is typed at that moment and shown by a"
                        + " reader, who may have lost the same server, once two disks have it.",
                        withBalancer ? "A load balancer is killed with it, in turn." : "All load balancers live.",
                        "Clients, servers and balancers share the same processors.")));
        return 0;
    }

    private void kill(Rig rig, int kill, ChatProcess author, ChatProcess reader, Latencies moved, Latencies spoke)
            throws IOException {
        var server = serverOf(rig, author.user());
        var mark = author.transcript().mark();
        long killed = rig.cluster().kill(server);
        if (withBalancer) {
            var balancers = rig.cluster().plan().balancers();
            rig.cluster().kill(balancers.get(kill % balancers.size()).name());
        }
        author.type("line " + kill + ".");
        var line = reader.await("author  line " + kill + ".", PATIENCE);
        spoke.add(line.atNanos() - killed);
        moved.add(author.transcript().await(mark, "that the author has moved", text -> text.contains(MOVED), PATIENCE)
                .atNanos() - killed);
    }

    private static String serverOf(Rig rig, String user) throws IOException {
        try (var operators = new Operators(rig.cluster().directory(), rig.cluster().plan())) {
            return new Poll(PATIENCE, LOOK).until(() -> operators.whereabouts().entrySet().stream()
                    .filter(server -> server.getValue().contains(user)).map(Map.Entry::getKey).findFirst(), Poll.NEVER)
                    .orElseThrow(() -> new IOException(user + " is at no server"));
        }
    }

    private static SequencedMap<String, Object> row(String what, Latencies latencies) {
        return Report.row("what", what, "kills", latencies.count(), "p50", latencies.millis(0.5), "p99",
                latencies.millis(0.99), "max", latencies.millis(1));
    }
}
