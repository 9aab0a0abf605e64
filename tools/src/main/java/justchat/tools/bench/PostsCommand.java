// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterFailure;

/// `justchat bench posts`
@Command(name = "posts", mixinStandardHelpOptions = true, description = "Three message servers: how many posts become durable and acknowledged a second, and how soon a post is shown.")
final class PostsCommand implements Callable<Integer> {
    private static final String ROOM = "lobby";
    private static final int TEXT_BYTES = 100;
    private static final int RATE_CLIENTS = 10;

    @Mixin
    private Output output;

    @Option(names = "--servers", defaultValue = "3", paramLabel = "N", description = "Message servers (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--balancers", defaultValue = "3", paramLabel = "N", description = "Load balancers (default: ${DEFAULT-VALUE}).")
    private int balancers;

    @Option(names = "--readers", defaultValue = "1000", paramLabel = "N", description = "Readers in the room, spread over the servers (default: ${DEFAULT-VALUE}).")
    private int readers;

    @Option(names = "--clients", split = ",", defaultValue = "1,10,100", paramLabel = "N", description = "Clients that post as fast as they are answered (default: ${DEFAULT-VALUE}).")
    private int[] clients;

    @Option(names = "--window", defaultValue = "8", paramLabel = "N", description = "Posts in flight of each (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--rate", defaultValue = "200", paramLabel = "N", description = "Posts a second of all together, for the times (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "5", paramLabel = "S", description = "How long each row is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "3", paramLabel = "S", description = "And before that, not measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Override
    public Integer call() throws IOException, ClusterFailure, TException {
        double syncs = Disk.syncsPerSecond(output.parent());
        var rows = new ArrayList<SequencedMap<String, Object>>();
        try (var rig = Rig.start(output.parent(), balancers, servers, output.progress())) {
            var room = Venues.room(rig,
                    rig.signUps("bench", Math.max(RATE_CLIENTS, IntStream.of(clients).max().orElse(1))), ROOM,
                    TEXT_BYTES);
            for (int count : clients) {
                var result = run(room, "as fast as answered", count, new Poster.Pace(window, 0));
                rows.add(row("as fast as answered", count, result, syncs, Double.NaN));
            }
            var pace = new Poster.Pace(Integer.MAX_VALUE, Math.max(1, rate / RATE_CLIENTS));
            var timed = run(room, "at a rate", RATE_CLIENTS, pace);
            try (var process = BareProcess.start(Optional.of(rig.serverHome(0)))) {
                var sample = timed.sample().orElseThrow(() -> new IOException("no reader was shown a single message"));
                var bare = run(Venues.bare(process, rig.tls(), sample), "broadcast", RATE_CLIENTS, pace);
                double baseline = bare.shown().millis(0.5);
                rows.add(row("at a rate", RATE_CLIENTS, timed, syncs, baseline));
                rows.add(row("broadcast at that rate", RATE_CLIENTS, bare, syncs, baseline));
            }
        }
        output.print(new Report("posts", rows, List.of(
                servers + " message servers, " + readers + " readers; each client has at most " + window
                        + " posts in flight, and JustChat lets it post 500 a second.",
                "x syncs: posts a second as a ratio to appending and syncing " + Math.round(syncs)
                        + " times a second on the same disk, by one thread.",
                "ack: milliseconds from when a post was due to its receipt; shown: to when a reader was shown it (one probe at each server).",
                "x shown: the median as a ratio to a bare broadcast (one process, TLS, no disk) at the same rate to as many readers.",
                "copies: on how many servers the least copied post was durable when it was acknowledged.")));
        return 0;
    }

    private Load.Result run(Load.Venue venue, String what, int count, Poster.Pace pace) throws IOException {
        output.progress().show(what + ": " + count + " clients, " + readers + " readers");
        return Load.run(venue, new Load.Shape(readers, servers, count, pace, Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds)));
    }

    private static SequencedMap<String, Object> row(String what, int count, Load.Result result, double syncs,
            double baseline) {
        var ack = result.ledger().latencies();
        var shown = result.shown();
        return Report.row("posting", what, "clients", count, "posts/s", result.postsPerSecond(), "x syncs",
                result.postsPerSecond() / syncs, "ack p50", ack.millis(0.5), "p99", ack.millis(0.99), "p99.9",
                ack.millis(0.999), "shown p50", shown.millis(0.5), "shown p99", shown.millis(0.99), "shown p99.9",
                shown.millis(0.999), "x shown", shown.millis(0.5) / baseline, "deliveries/s",
                result.entriesPerSecond(), "cores", result.cores(), "copies", result.ledger().fewestCopies(),
                "refused", result.refused(), "lost", result.lost());
    }
}
