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
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;

/// `justchat bench files`
@Command(name = "files", mixinStandardHelpOptions = true, description = "A file from client to client, and to and from the servers: how fast, and what memory it takes.", footer = {
        "",
        "The baselines copy the same file: scp, curl to and from an nginx by TLS, where they are installed; and a bare",
        "TLS socket of this Java, which does nothing else."})
final class FilesCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MB = 1_000_000;
    private static final String BARE = "bare TLS copy";
    private static final String SCP = "scp";
    private static final String DIRECT = "direct";
    private static final String TO_NGINX = "to nginx";
    private static final String FROM_NGINX = "from nginx";
    private static final String UPLOAD = "to the servers";
    private static final String FETCH = "from the servers";

    @Mixin
    private Output output;

    @Option(names = "--megabytes", defaultValue = "200", paramLabel = "N", description = "Length of the file (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "How often; the first one warms up if there are more (default: ${DEFAULT-VALUE}).")
    private int rounds;

    /// One way that a file went.
    ///
    /// @param growth
    ///            of memory, in bytes: the sender's, the receiver's, the servers'; empty for a baseline
    private record Figures(String way, double seconds, List<Long> growth) {
        private static Figures baseline(String way, double seconds) {
            return new Figures(way, seconds, List.of());
        }
    }

    /// Who takes part.
    private record Cast(ChatProcess sender, ChatProcess receiver, List<ProcessHandle> servers) {
        private List<Footprint.Growth> growth() throws IOException {
            var all = new ArrayList<Footprint.Growth>();
            for (var process : Stream.concat(Stream.of(sender.process(), receiver.process()), servers.stream())
                    .toList()) {
                all.add(Footprint.growth(process));
            }
            return all;
        }
    }

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var found = new ArrayList<Figures>();
        try (var rig = Rig.start(output.parent(), 1, 1, output.progress());
                var others = OtherPrograms.start(rig.cluster().directory().root().resolve("others"), rig.serverHome(0));
                var sender = enter(rig, "sender");
                var receiver = enter(rig, "receiver")) {
            var cast = new Cast(sender, receiver, rig.serverProcesses());
            var home = Files.createDirectory(rig.cluster().directory().root().resolve("files"));
            for (int round = 1; round <= rounds; round++) {
                var file = file(home, round);
                output.progress().show("round " + round);
                var all = round(cast, others, home, file);
                // The first one warms up, but for the memory, of which it takes the most.
                found.addAll(rounds > 1 && round == 1
                        ? all.stream().map(one -> new Figures(one.way, Double.MAX_VALUE, one.growth)).toList()
                        : all);
                Files.delete(file);
            }
        }
        output.print(report(found));
        return 0;
    }

    private static List<Figures> round(Cast cast, OtherPrograms others, Path home, Path file) throws IOException {
        var all = new ArrayList<Figures>();
        level(home, file);
        all.add(Figures.baseline(BARE, BareCopy.seconds(file, home.resolve("copy"))));
        level(home, file);
        others.scp(file).ifPresent(seconds -> all.add(Figures.baseline(SCP, seconds)));
        level(home, file);
        all.add(direct(cast, file));
        level(home, file);
        others.toNginx(file).ifPresent(seconds -> all.add(Figures.baseline(TO_NGINX, seconds)));
        level(home, file);
        others.fromNginx().ifPresent(seconds -> all.add(Figures.baseline(FROM_NGINX, seconds)));
        level(home, file);
        all.add(upload(cast, file));
        level(home, file);
        all.add(fetch(cast, file));
        Files.delete(cast.receiver.downloads().resolve(file.getFileName()));
        return all;
    }

    /// Levels the ground: a file of this size is written twice and removed, so each way finds as much memory that was used
    /// just now for the disk's pages. A virtual machine may have to ask its host for other memory, ten times as slowly.
    private static void level(Path home, Path file) throws IOException {
        var scratch = List.of(home.resolve("scratch1"), home.resolve("scratch2"));
        for (var copy : scratch) {
            Files.copy(file, copy);
        }
        for (var copy : scratch) {
            Files.delete(copy);
        }
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

    private static Figures direct(Cast cast, Path file) throws IOException {
        var mark = cast.receiver.transcript().mark();
        cast.sender.type("#share #receiver #" + file);
        cast.receiver.transcript().await(mark, "the offer", line -> line.contains("offers you " + file.getFileName()),
                PATIENCE);
        var figures = timed(DIRECT, cast, cast.receiver, "#accept", file.getFileName() + " done: ");
        Files.delete(cast.receiver.downloads().resolve(file.getFileName()));
        return figures;
    }

    private static Figures upload(Cast cast, Path file) throws IOException {
        return timed(UPLOAD, cast, cast.sender, "#share #" + file, "is available to everybody");
    }

    private static Figures fetch(Cast cast, Path file) throws IOException {
        cast.receiver.await("shares " + file.getFileName(), PATIENCE);
        return timed(FETCH, cast, cast.receiver, "#accept", " done: ");
    }

    /// From the line that is typed to the line that is printed.
    private static Figures timed(String way, Cast cast, ChatProcess actor, String line, String end)
            throws IOException {
        var growth = cast.growth();
        var mark = actor.transcript().mark();
        var begun = actor.type(line);
        var done = actor.transcript().await(mark, end, text -> text.contains(end), PATIENCE).atNanos();
        return new Figures(way, (done - begun) / (double) TimeUnit.SECONDS.toNanos(1), growth.stream().map(
                Footprint.Growth::bytes).toList());
    }

    private Report report(List<Figures> found) {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        for (var way : found.stream().map(Figures::way).distinct().toList()) {
            var seconds = best(found, way);
            var against = against(found, way);
            rows.add(Report.row("way", way, "seconds", seconds, "MB/s", megabytes / seconds, "against", against,
                    "x rate",
                    best(found, against) / seconds, "sender +MiB", most(found, way, 0), "receiver +MiB",
                    most(found, way,
                            1),
                    "server +MiB", most(found, way, 2)));
        }
        return new Report("files", rows, List.of(
                "A file of " + megabytes + " MB, the best of " + Math.max(1, rounds - 1) + " after a first one.",
                DIRECT + ": from #accept to the verified file.",
                UPLOAD + ": reading it for its hashes included; " + FETCH + ": verifying it included.",
                "Before each, twice its bytes were written and removed, so that all find memory that was used just now.",
                "MiB: the most by which a process grew, of all rounds. All run on the same processors."));
    }

    /// What people would use instead, where it is installed.
    private static String against(List<Figures> found, String way) {
        var other = switch (way) {
            case DIRECT -> SCP;
            case UPLOAD -> TO_NGINX;
            case FETCH -> FROM_NGINX;
            default -> BARE;
        };
        return found.stream().anyMatch(one -> one.way.equals(other)) ? other : BARE;
    }

    private static double best(List<Figures> found, String way) {
        return found.stream().filter(one -> one.way.equals(way)).mapToDouble(Figures::seconds).min().orElse(0);
    }

    private static long most(List<Figures> found, String way, int process) {
        return found.stream().filter(one -> one.way.equals(way) && one.growth.size() > process).mapToLong(
                one -> one.growth.get(process)).max().orElse(0) >> 20;
    }
}
