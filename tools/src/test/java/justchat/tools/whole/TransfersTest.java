// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.whole.SharedCluster.Town;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// A file of 30 MB whose receiver, sender and server are killed in the middle, with
/// real processes. Who fetches it does so slowly enough that the middle can be
/// told. And a small one that finds no direct way.
@ExtendWith(SharedCluster.class)
class TransfersTest {
    private static final int BYTES = 30_000_000;
    private static final int RELAYED_BYTES = 300_001;
    private static final List<String> SLOWLY = List.of("--file-rate", "5000");
    private static final Pattern GOES_ON = Pattern.compile("goes on at (\\d+)% of 30\\.0 MB");
    private static final Pattern READ = Pattern.compile("(?m)^rchar: (\\d+)$");

    @TempDir
    Path files;

    private Path file(String name) throws IOException {
        var content = new byte[BYTES];
        new Random(name.hashCode()).nextBytes(content);
        return Files.write(files.resolve(name), content);
    }

    private static ChatProcess.Account slow(String user) {
        return new ChatProcess.Account(user, user + " likes long passwords", true, SLOWLY);
    }

    /// Waits until so much of it is there.
    private static void awaitPart(ChatProcess receiver, long bytes) {
        new Poll(START, Duration.ofMillis(20)).until(() -> Optional.of(part(receiver)).filter(there -> there >= bytes),
                Poll.NEVER).orElseThrow(
                        () -> new AssertionError("of the file there are " + part(receiver)
                                + " bytes"));
    }

    private static long part(ChatProcess receiver) {
        try (var all = Files.list(receiver.downloads())) {
            var part = all.filter(path -> path.toString().endsWith(".part")).findFirst();
            return part.isEmpty() ? 0 : Files.size(part.get());
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    /// What the process has read so far, from files; empty where the system does not
    /// tell.
    private static Optional<Long> read(ChatProcess process) {
        try {
            var matcher = READ.matcher(Files.readString(Path.of("/proc/" + process.process().pid() + "/io")));
            return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// @return percent
    private static int resumed(ChatProcess receiver) {
        var line = receiver.transcript().await(0, "that it goes on", text -> GOES_ON.matcher(text).find(), SOON).text();
        var matcher = GOES_ON.matcher(line);
        matcher.find();
        return Integer.parseInt(matcher.group(1));
    }

    private static void assertOnly(ChatProcess receiver, Path file) throws IOException {
        var saved = receiver.downloads().resolve(file.getFileName());
        assertThat(saved).hasSameBinaryContentAs(file);
        try (var all = Files.list(receiver.downloads())) {
            assertThat(all).containsExactly(saved);
        }
    }

    @Test
    void aPrivateFileSurvivesTheDeathOfItsReceiverAndThenOfItsSender(Town town) throws IOException {
        var file = file("private.bin");
        var ann = town.newcomer("sends");
        var bob = town.enter(slow("fetches" + ann.user()));
        ann.type("#share #" + bob.user() + " #" + file);
        bob.await("offers you private.bin (30.0 MB)  [f1]  #accept f1 or #decline f1  (within ", SOON);
        ann.await("nothing is sent before it is accepted, within 10 min", SOON);
        bob.type("#accept f1");
        awaitPart(bob, BYTES / 3);
        bob.kill();

        var again = town.enter(bob.account().again());
        assertThat(resumed(again)).isGreaterThanOrEqualTo(33);
        awaitPart(again, 2 * BYTES / 3);
        again.type("#transfers");
        again.await("f1 from " + ann.user() + ": private.bin, running, ", SOON);
        ann.kill();

        var back = town.enter(ann.account().again());
        back.await("private.bin for " + bob.user() + " was accepted and is kept until it is fetched", SOON);
        var before = read(back);
        again.await("private.bin done: 30.0 MB in ", START);
        again.await(", direct, hash ", SOON);
        back.await("private.bin delivered: 30.0 MB in ", SOON);
        assertOnly(again, file);
        before.flatMap(then -> read(back).map(now -> now - then)).ifPresent(bytes -> assertThat(bytes).as(
                "bytes of the file that were given out again").isLessThan(2L * BYTES / 3));
        back.type("#transfers");
        back.await("to " + bob.user() + ": private.bin, done", SOON);
    }

    @Test
    void aPublicFileSurvivesTheDeathOfItsServerAndThenOfItsReceiver(Town town) throws IOException {
        var file = file("public.bin");
        var ann = town.newcomer("shares");
        ann.type("#share #" + file);
        ann.await("public.bin (30.0 MB) is available to everybody", START);
        var bob = town.enter(slow("gets" + ann.user()));
        bob.type("#get #public.bin");
        awaitPart(bob, BYTES / 3);
        town.cluster().kill(serverOf(town, bob));
        awaitPart(bob, 2 * BYTES / 3);
        bob.kill();
        var again = town.enter(bob.account().again());
        assertThat(resumed(again)).isGreaterThanOrEqualTo(66);
        again.await("public.bin done: 30.0 MB in ", START);
        again.await("hash ", SOON);
        assertOnly(again, file);
    }

    /// A server that saw a chunk to be right gives it out unseen from then on. Who fetches it sees, and says so.
    @Test
    void aChunkThatRotsOnTheDiskOfAServerComesFromAnotherOne(Town town) throws IOException {
        var file = Files.write(file("rotten.bin"), new byte[1], StandardOpenOption.APPEND);
        var ann = town.newcomer("shares");
        ann.type("#share #" + file);
        ann.await("is available to everybody", SOON);
        var bob = town.newcomer("fetches");
        var server = town.cluster().directory().root().resolve(serverOf(town, bob));
        var copies = contents(town, BYTES + 1);
        assertThat(copies).hasSize(3);
        try (var rotting = FileChannel.open(copies.stream().filter(copy -> copy.startsWith(server)).findFirst()
                .orElseThrow(), StandardOpenOption.WRITE)) {
            rotting.write(ByteBuffer.wrap(new byte[16]), BYTES / 2);
        }
        bob.type("#get #rotten.bin");
        bob.await("rotten.bin done: 30.0 MB", SOON);
        assertOnly(bob, file);
    }

    /// They make no direct links, and are never there at the same time.
    @Test
    void aPrivateFileGoesSealedByWayOfTheServersWhichKeepNothingOfIt(Town town) throws IOException {
        var file = Files.write(files.resolve("sealed.bin"), new byte[RELAYED_BYTES]);
        var bob = town.enter(indirect("bobindirect"));
        var ann = town.enter(indirect("annindirect"));
        ann.type("#share #" + bob.user() + " #" + file);
        bob.await("offers you sealed.bin (300.0 kB)  [f1]", SOON);
        ann.kill();
        bob.type("#accept f1");
        bob.await("waits: there is no direct link; " + ann.user() + " is to leave it at the servers, sealed", SOON);
        bob.type("#quit");
        bob.awaitExit(SOON);

        var back = town.enter(ann.account().again());
        back.await(bob.user() + " has not fetched it yet; it is sealed at the servers, for 7 days", SOON);
        assertThat(contents(town, RELAYED_BYTES + 2 * 16)).as("copies").hasSizeGreaterThanOrEqualTo(2);
        back.type("#transfers");
        back.await("to " + bob.user() + ": sealed.bin, waiting, ", SOON);

        var again = town.enter(bob.account().again());
        again.await("sealed.bin done: 300.0 kB in ", SOON);
        again.await(", relayed, hash ", SOON);
        back.await("sealed.bin delivered: 300.0 kB in ", SOON);
        assertOnly(again, file);
        assertThat(new Poll(SOON, Duration.ofMillis(100))
                .until(() -> Optional.of(contents(town, RELAYED_BYTES + 2 * 16)).filter(List::isEmpty), Poll.NEVER))
                .as("all servers have dropped it").isPresent();
    }

    private static ChatProcess.Account indirect(String user) {
        return new ChatProcess.Account(user, user + " likes long passwords", true, List.of("--no-direct"));
    }

    /// The files of this size on the servers' disks; no other test has one so large.
    private static List<Path> contents(Town town, long bytes) {
        try (var all = Files.walk(town.cluster().directory().root())) {
            return all.filter(path -> path.getParent().endsWith("contents") && size(path) == bytes).toList();
        } catch (IOException | UncheckedIOException _) {
            // Something went while it was looked at.
            return List.of(town.cluster().directory().root());
        }
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException _) {
            return 0;
        }
    }

    private static String serverOf(Town town, ChatProcess client) throws IOException {
        try (var operators = new Operators(town.cluster().directory(), town.cluster().plan())) {
            return new Poll(SOON, Duration.ofMillis(100)).until(() -> operators.whereabouts().entrySet().stream()
                    .filter(server -> server.getValue().contains(client.user())).map(server -> server.getKey())
                    .findFirst(), Poll.NEVER).orElseThrow();
        }
    }
}
