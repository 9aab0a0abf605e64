// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Program;
import justchat.tools.whole.SharedCluster.Town;

import static justchat.tools.whole.SharedCluster.SOON;
import static org.assertj.core.api.Assertions.assertThat;

/// A closed room, a file in it and a private message with real processes: whoever is
/// in it reads it, and nothing that servers and balancers write holds a word of it.
@ExtendWith(SharedCluster.class)
class ClosedRoomsTest {
    private static final Pattern CODE = Pattern.compile("the code of \\S+: (\\S+)$");

    /// One errand of that user, in the directory of its client.
    private static int run(Town town, ChatProcess user, String... arguments) throws IOException, InterruptedException {
        var directory = town.cluster().directory();
        var home = directory.clients().resolve(user.user());
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--balancers", town.cluster().plan().balancerAddresses(), "--authority", directory
                .authorityCertificate().toString(), "--directory", home.toString(), "--user", user.user(),
                "--password-file", home.resolve("password").toString(), "--timeout", "" + SOON.toSeconds()));
        var command = Program.current().command(Program.CLIENT, all.removeFirst(), all);
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(home.resolve("errand.txt")
                .toFile()).start();
        assertThat(process.waitFor(2 * SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void nothingThatIsSaidInAClosedRoomOrPrivatelyIsOnAnyServer(Town town) throws Exception {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        var room = "vault-" + ann.user();
        ann.type("#create #" + room + " closed");
        var told = ann.await("the code of " + room, SOON).text();
        ann.await(room + ", causal order, closed", SOON);
        ann.type("Rhinozeros eins");
        ann.await(ann.user() + "  Rhinozeros eins", SOON);
        var matcher = CODE.matcher(told);
        assertThat(matcher.find()).isTrue();
        var code = Files.writeString(town.cluster().directory().clients().resolve(bob.user()).resolve("code"), matcher
                .group(1) + "\n");

        assertThat(run(town, bob, "send", "--room", room, "--code-file", code.toString(), "Rhinozeros zwei")).isZero();

        ann.await(bob.user() + "  Rhinozeros zwei", SOON);
        bob.type("#message #" + ann.user() + " Rhinozeros drei");
        ann.await("Rhinozeros drei", SOON);
        assertThat(run(town, bob, "history", "--room", room)).isZero();
        assertThat(Files.readString(town.cluster().directory().clients().resolve(bob.user()).resolve("errand.txt")))
                .contains("Rhinozeros eins", "Rhinozeros zwei");
        aFileIsShared(town, ann, bob);
        isNowhere(town, "Rhinozeros");
        isNowhere(town, matcher.group(1));
        // The search would find it: open words are there.
        town.hear(bob, "Nashorn", List.of());
        bob.await(bob.user() + "  Nashorn", SOON);
        assertThat(holding(town, "Nashorn")).isNotEmpty();
    }

    /// Its name and its content hold the marked word.
    private static void aFileIsShared(Town town, ChatProcess ann, ChatProcess bob) throws Exception {
        var clients = town.cluster().directory().clients();
        var file = Files.writeString(clients.resolve(ann.user()).resolve("Rhinozeros-" + ann.user() + ".txt"),
                "Rhinozeros vier\n".repeat(30_000));
        ann.type("#share #" + file);
        ann.await(file.getFileName() + " (480.0 kB) is available to who is in the room", SOON);
        var copy = clients.resolve(bob.user()).resolve("copy.txt");
        // Another server may hear of it a little later.
        long end = System.nanoTime() + SOON.toNanos();
        int code;
        do {
            code = run(town, bob, "get", file.getFileName().toString(), "--output", copy.toString());
        } while (code != 0 && System.nanoTime() < end);
        assertThat(code).as(Files.readString(clients.resolve(bob.user()).resolve("errand.txt"))).isZero();
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    private static void isNowhere(Town town, String words) throws IOException {
        assertThat(holding(town, words)).isEmpty();
    }

    /// The files of servers and balancers, logs among them, that hold these words.
    private static List<Path> holding(Town town, String words) throws IOException {
        var root = town.cluster().directory().root();
        var clients = town.cluster().directory().clients();
        try (var files = Files.walk(root)) {
            return files.filter(file -> !file.startsWith(clients) && Files.isRegularFile(file)).filter(
                    file -> holds(file, words)).toList();
        }
    }

    /// A file that is gone by now was a draft of another.
    private static boolean holds(Path file, String words) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words);
        } catch (IOException _) {
            return false;
        }
    }
}
