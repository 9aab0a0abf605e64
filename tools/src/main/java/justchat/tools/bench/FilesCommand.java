// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;

/// `justchat bench files`
@Command(name = "files", mixinStandardHelpOptions = true, description = "A file from client to client, and to and from the servers: how fast, and what memory it takes.", footer = {
        "", "The baseline copies the same file through a bare TLS socket of this machine, and does nothing else."})
final class FilesCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MB = 1_000_000;

    @Mixin
    private Output output;

    @Option(names = "--megabytes", defaultValue = "200", paramLabel = "N", description = "Length of the file (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "How often; the first one warms up if there are more (default: ${DEFAULT-VALUE}).")
    private int rounds;

    /// One way that a file went.
    private record Figures(String way, double seconds, long senderBytes, long receiverBytes) {}

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var found = new ArrayList<Figures>();
        try (var rig = Rig.start(output.parent(), 1, 1, output.progress());
                var sender = enter(rig, "sender");
                var receiver = enter(rig, "receiver")) {
            var home = Files.createDirectory(rig.cluster().directory().root().resolve("files"));
            for (int round = 1; round <= rounds; round++) {
                var file = file(home, round);
                output.progress().show("round " + round);
                found.add(new Figures("bare TLS copy", BareCopy.seconds(file, home.resolve("copy")), 0, 0));
                found.add(direct(sender, receiver, file));
                found.add(upload(sender, receiver, file));
                found.add(fetch(sender, receiver, file));
                Files.delete(file);
            }
        }
        output.print(report(found.subList(rounds > 1 ? 4 : 0, found.size())));
        return 0;
    }

    private static ChatProcess enter(Rig rig, String user) throws IOException {
        var client = ChatProcess.start(rig.cluster(), ChatProcess.Account.fresh(user));
        client.await("welcome " + user, PATIENCE);
        return client;
    }

    /// Bytes that nothing can make fewer of.
    private Path file(Path home, int round) throws IOException {
        var file = home.resolve("file" + round + ".bin");
        var random = new Random(round);
        var block = new byte[MB];
        try (var out = Files.newOutputStream(file)) {
            for (int number = 0; number < megabytes; number++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }

    private static Figures direct(ChatProcess sender, ChatProcess receiver, Path file) throws IOException {
        var mark = receiver.transcript().mark();
        sender.type("#share #receiver #" + file);
        receiver.transcript().await(mark, "the offer", line -> line.contains("offers you " + file.getFileName()),
                PATIENCE);
        return timed("direct", sender, receiver, receiver, "#accept", file.getFileName() + " done: ");
    }

    private static Figures upload(ChatProcess sender, ChatProcess receiver, Path file) throws IOException {
        return timed("to the servers", sender, receiver, sender, "#share #" + file, "is available to everybody");
    }

    private static Figures fetch(ChatProcess sender, ChatProcess receiver, Path file) throws IOException {
        receiver.await("shares " + file.getFileName(), PATIENCE);
        return timed("from the servers", sender, receiver, receiver, "#accept", " done: ");
    }

    /// From the line that is typed to the line that is printed.
    private static Figures timed(String way, ChatProcess sender, ChatProcess receiver, ChatProcess actor, String line,
            String end) throws IOException {
        var mark = actor.transcript().mark();
        var begun = actor.type(line);
        var done = actor.transcript().await(mark, end, text -> text.contains(end), PATIENCE).atNanos();
        return new Figures(way, (done - begun) / (double) TimeUnit.SECONDS.toNanos(1), Footprint.resident(sender
                .process()), Footprint.resident(receiver.process()));
    }

    private Report report(List<Figures> found) {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        var ways = found.stream().map(Figures::way).distinct().toList();
        var baseline = best(found, ways.getFirst());
        for (var way : ways) {
            var seconds = best(found, way);
            rows.add(Report.row("way", way, "seconds", seconds, "MB/s", megabytes / seconds, "x rate", baseline
                    / seconds, "sender MiB", most(found, way, true), "receiver MiB", most(found, way, false)));
        }
        return new Report("files", rows, List.of(
                "A file of " + megabytes + " MB, the best of " + Math.max(1, rounds - 1) + " after a first one.",
                "direct: from #accept to the verified file; each chunk is sealed and hashed besides TLS.",
                "to the servers: reading it for its hashes included; from the servers: verifying it included.",
                "MiB: resident memory of the clients afterwards, at most. All run on the same processors."));
    }

    private static double best(List<Figures> found, String way) {
        return found.stream().filter(one -> one.way.equals(way)).mapToDouble(Figures::seconds).min().orElse(0);
    }

    private static long most(List<Figures> found, String way, boolean sender) {
        return found.stream().filter(one -> one.way.equals(way)).mapToLong(one -> sender
                ? one.senderBytes
                : one.receiverBytes).max().orElse(0) >> 20;
    }
}
