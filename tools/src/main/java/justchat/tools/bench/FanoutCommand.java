// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterFailure;

/// `justchat bench fanout`
@Command(name = "fanout", mixinStandardHelpOptions = true, description = "One room of one message server: what it costs to show a message to many readers.", footer = {
        "",
        "The baseline sends the same bytes to the same number of connections, with the same TLS, and does nothing else."})
final class FanoutCommand implements Callable<Integer> {
    private static final String ROOM = "lobby";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String TRACED = "JustChat";
    private static final String UNTRACED = "JustChat, no trace";

    @Mixin
    private Output output;

    @Option(names = "--readers", split = ",", defaultValue = "10,100,1000", paramLabel = "N", description = "Readers in the room (default: ${DEFAULT-VALUE}).")
    private int[] readers;

    @Option(names = "--senders", split = ",", defaultValue = "1,10", paramLabel = "N", description = "Clients that post (default: ${DEFAULT-VALUE}).")
    private int[] senders;

    @Option(names = "--window", defaultValue = "64", paramLabel = "N", description = "Posts in flight of each (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--rate", defaultValue = "490", paramLabel = "N", description = "Posts of each a second, at most; JustChat lets a user post 500 (default: ${DEFAULT-VALUE}; 0: no end).")
    private int rate;

    @Option(names = "--bytes", defaultValue = "100", paramLabel = "N", description = "Length of a message's text (default: ${DEFAULT-VALUE}).")
    private int textBytes;

    @Option(names = "--seconds", defaultValue = "5", paramLabel = "S", description = "How long each combination is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "3", paramLabel = "S", description = "And before that, not measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Override
    public Integer call() throws IOException, ClusterFailure, TException {
        var rooms = new LinkedHashMap<String, Map<Load.Shape, Load.Result>>();
        var bare = new LinkedHashMap<String, Map<Load.Shape, Load.Result>>();
        try (var rig = Rig.start(output.parent(), 1, 1, output.progress())) {
            var room = measure(TRACED, Venues.room(rig, users(rig), ROOM, textBytes));
            rooms.put(TRACED, room);
            var message = room.values().stream().flatMap(result -> result.sample().stream()).findFirst()
                    .orElseThrow(() -> new IOException("no reader was shown a single message"));
            try (var process = BareProcess.start(Optional.of(rig.serverHome(0)))) {
                bare.put("broadcast, TLS", measure("broadcast, TLS", Venues.bare(process, rig.tls(), message)));
            }
            try (var process = BareProcess.start(Optional.empty())) {
                bare.put("broadcast, no TLS",
                        measure("broadcast, no TLS", Venues.bare(process, Optional.empty(), message)));
            }
        }
        try (var rig = Rig.untraced(output.parent(), output.progress())) {
            rooms.put(UNTRACED, measure(UNTRACED,
                    Venues.room(rig, users(rig), ROOM, textBytes)));
        }
        if (Files.isDirectory(MEMORY)) {
            try (var rig = Rig.start(MEMORY, 1, 1, output.progress())) {
                rooms.put("JustChat, no disk", measure("JustChat, no disk",
                        Venues.room(rig, users(rig), ROOM, textBytes)));
            }
        }
        output.print(report(rooms, bare));
        return 0;
    }

    private Map<Load.Shape, Load.Result> measure(String what, Load.Venue venue) throws IOException {
        var results = new LinkedHashMap<Load.Shape, Load.Result>();
        // The largest first: by then the code under test is compiled.
        for (var shape : shapes().reversed()) {
            output.progress().show(what + ": " + shape.readers() + " readers, " + shape.posters() + " senders");
            results.put(shape, Load.run(venue, shape));
        }
        return results;
    }

    private List<Rig.Account> users(Rig rig) throws TException {
        return rig.signUps("bench", IntStream.of(senders).max().orElse(1));
    }

    private List<Load.Shape> shapes() {
        var shapes = new ArrayList<Load.Shape>();
        for (int count : readers) {
            for (int posting : senders) {
                shapes.add(
                        new Load.Shape(count, 0, posting, new Poster.Pace(window, rate), Duration.ofSeconds(warmUp),
                                Duration.ofSeconds(seconds)));
            }
        }
        return shapes;
    }

    private Report report(Map<String, Map<Load.Shape, Load.Result>> rooms,
            Map<String, Map<Load.Shape, Load.Result>> bare) {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        var baseline = bare.get("broadcast, TLS");
        for (var shape : shapes()) {
            rooms.forEach((name, results) -> rows.add(row(name, shape, results.get(shape), baseline.get(shape))));
            bare.forEach((name, results) -> rows.add(row(name, shape, results.get(shape), baseline.get(shape))));
            rows.add(row("tracing full / off", shape, rooms.get(TRACED).get(shape), rooms.get(UNTRACED).get(shape)));
        }
        return new Report("fanout", rows, List.of(
                "deliveries: entries shown to readers, all together. cpu: seconds of the process under test per million of them.",
                "x rate, x cpu: as a ratio to the broadcast with TLS of the same bytes to as many connections.",
                "JustChat has no mode without TLS; the broadcast without TLS shows what TLS costs.",
                "no trace: with --trace off, so without a causal log; JustChat beside it keeps a full one, and \"tracing full / off\" has the ratios of the two.",
                "no disk: its data directory is in memory (/dev/shm), so that a sync costs nothing.",
                "Every sender has " + window + " posts in flight and posts at most " + rate
                        + " a second, here and there.",
                "The load generator runs on the same processors."));
    }

    private static SequencedMap<String, Object> row(String name, Load.Shape shape, Load.Result result,
            Load.Result baseline) {
        return Report.row("readers", shape.readers(), "senders", shape.posters(), "system", name, "posts/s",
                result.postsPerSecond(), "deliveries/s", result.entriesPerSecond(), "x rate",
                result.entriesPerSecond() / baseline.entriesPerSecond(), "cpu", result.cpuSecondsPerMillion(), "x cpu",
                result.cpuSecondsPerMillion() / baseline.cpuSecondsPerMillion(), "cores",
                result.cores(), "entries/frame",
                result.entriesPerFrame(), "refused",
                result.refused(), "lost", result.lost());
    }
}
