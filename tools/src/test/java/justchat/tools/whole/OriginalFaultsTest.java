// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.trace.Trace;
import justchat.tools.trace.TraceCommand;
import justchat.tools.whole.SharedCluster.Town;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// What the original of 2016 did wrong when it was run, W1 to W19, and that
/// this one does not: with real processes. Those of its faults that show in one
/// part alone are tested there.
@ExtendWith(SharedCluster.class)
class OriginalFaultsTest {
    private static final Pattern OFFER = Pattern.compile("\\[(f\\d+)]");

    @TempDir
    Path files;

    private static void allRun(Town town) {
        assertThat(town.cluster().running()).hasSize(6);
    }

    private static String serverOf(Town town, ChatProcess client) throws IOException {
        try (var operators = new Operators(town.cluster().directory(), town.cluster().plan())) {
            return new Poll(SOON, Duration.ofMillis(100)).until(() -> operators.whereabouts().entrySet()
                    .stream().filter(server -> server.getValue().contains(client.user())).map(server -> server.getKey())
                    .findFirst(), Poll.NEVER).orElseThrow();
        }
    }

    private Path file(String name, int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(files.resolve(name), content);
    }

    @Test
    void w1AMistypedPathHarmsNobody(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        for (var path : List.of("#/no/such/file", "#" + files, "#", "#" + file("unreadable", 0))) {
            var mark = ann.transcript().mark();
            ann.type("#share " + path);
            ann.transcript().await(mark, "an answer to #share " + path, line -> line.contains(" -- "), SOON);
        }
        town.hear(ann, "still here", friends);
        allRun(town);
    }

    @Test
    void w2APastedBurstArrivesWholeAndInOrder(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        for (var line = 1; line <= 300; line++) {
            friends.getFirst().type("burst " + line);
        }
        friends.forEach(reader -> reader.await("burst 300", START));
        for (var reader : friends) {
            assertThat(numbers(reader, friends.getFirst().user() + "  burst ")).hasSize(300).isSorted()
                    .doesNotHaveDuplicates();
        }
        allRun(town);
    }

    private static List<Integer> numbers(ChatProcess reader, String words) {
        return reader.transcript().lines().stream().map(line -> line.text()).filter(text -> text.contains(words))
                .map(text -> Integer.parseInt(text.substring(text.indexOf(words) + words.length()))).toList();
    }

    @Test
    void w3ADeadBalancerStopsNoNewcomer(Town town) throws IOException {
        town.cluster().kill("lb-1");
        var friends = town.newcomers("ann", "bob");
        town.hear(friends.getFirst(), "in with two balancers", friends);
        assertThat(town.cluster().running()).hasSize(5);
    }

    @Test
    void w4BalancersSurviveAServerThatDiesBeforeAnybodyCame(Town town) throws IOException {
        town.cluster().kill("ms-2");
        town.newcomer("ann");
        assertThat(town.cluster().running()).containsOnlyKeys("lb-1", "lb-2", "lb-3", "ms-1", "ms-3");
    }

    @Test
    void w5PrivateMessagesAndFilesNeedNoParticularBalancer(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var bob = friends.getLast();
        town.cluster().kill("lb-1");
        friends.getFirst().type("#message #" + bob.user() + " #just you");
        bob.await("-> you (private, direct)  just you", SOON);
        friends.getFirst().type("#share #" + file("w5.bin", 1_000));
        bob.await("shares w5.bin", SOON);
        assertThat(town.cluster().running()).hasSize(5);
    }

    @Test
    void w6AClientGoesOnWhenItsServerAndABalancerDieTogether(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var server = serverOf(town, friends.getFirst());
        town.cluster().kill("lb-2");
        town.cluster().kill(server);
        town.hear(friends.getFirst(), "not frozen", friends);
        town.hear(friends.getLast(), "neither am I", friends);
    }

    @Test
    void w7EveryBalancerKnowsTheFilesAndAFileOutlivesItsServer(Town town) throws IOException {
        var ann = town.newcomer("ann");
        ann.type("#share #" + file("w7.bin", 400_000));
        ann.await("w7.bin (400.0 kB) is available to everybody", SOON);
        town.cluster().kill(serverOf(town, ann));
        for (var balancer : town.cluster().plan().balancers()) {
            var bob = town.enter(ChatProcess.Account.fresh("bob" + balancer.name().replace("-", "")));
            var mark = bob.transcript().mark();
            bob.type("#available files");
            bob.transcript().await(mark, "w7.bin in the list",
                    line -> line.contains("w7.bin (") && line.contains("from"),
                    SOON);
            bob.type("#get #w7.bin");
            bob.await("w7.bin done:", SOON);
            assertThat(bob.downloads().resolve("w7.bin")).hasSameBinaryContentAs(files.resolve("w7.bin"));
            bob.close();
        }
    }

    @Test
    void w8AnUnansweredOfferHoldsUpNobody(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat");
        var bob = friends.get(1);
        friends.getFirst().type("#share #" + file("w8.bin", 300_000));
        bob.await("shares w8.bin", SOON);
        town.hear(friends.getFirst(), "I go on", friends);
        town.hear(bob, "so do I, without an answer", friends);
        assertThat(bob.downloads()).isEmptyDirectory();
        var offer = OFFER.matcher(bob.await("shares w8.bin", SOON).text());
        assertThat(offer.find()).isTrue();
        bob.type("#accept " + offer.group(1));
        bob.await("w8.bin done:", SOON);
    }

    @Test
    void w9AStoppedClientBlocksNobodyAndCatchesUp(Town town) throws IOException, InterruptedException {
        var friends = town.newcomers("ann", "bob", "cat");
        var cat = friends.getLast();
        signal(cat, "STOP");
        var awake = friends.subList(0, 2);
        for (var line = 1; line <= 50; line++) {
            awake.getFirst().type("while cat sleeps " + line);
        }
        awake.forEach(reader -> reader.await("while cat sleeps 50", SOON));
        signal(cat, "CONT");
        cat.await("while cat sleeps 50", START);
        assertThat(numbers(cat, "while cat sleeps ")).hasSize(50).isSorted().doesNotHaveDuplicates();
    }

    private static void signal(ChatProcess client, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(client.process().pid())).start().waitFor())
                .isZero();
    }

    @Test
    void w10EndOfInputEndsTheClientOnceAllIsSent(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        friends.getFirst().type("my last words");
        friends.getFirst().endOfInput();
        assertThat(friends.getFirst().awaitExit(SOON)).isZero();
        friends.getLast().await("my last words", SOON);
    }

    @Test
    void w11ThePasswordIsNowhereInTheCluster(Town town) throws IOException {
        var ann = town.newcomer("ann");
        for (var process : town.cluster().running().keySet()) {
            var directory = town.cluster().directory().of(process);
            assertThat(new Poll(SOON, Duration.ofMillis(100)).until(
                    () -> everyFileLacks(directory, ann.account().password()), Poll.NEVER)).isPresent();
        }
    }

    /// @return empty if some were renamed meanwhile, by the process that is at work there
    private static Optional<Boolean> everyFileLacks(Path directory, String text) {
        try (var found = Files.walk(directory)) {
            for (var file : found.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(text);
            }
            return Optional.of(true);
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    @Test
    void w13NoNameLeadsOutOfADirectory(Town town) throws IOException {
        var ann = town.newcomer("ann");
        for (var name : List.of("../../authority/authority.key", "/etc/passwd", "..")) {
            var mark = ann.transcript().mark();
            ann.type("#get #" + name);
            ann.transcript().await(mark, "that there is no file " + name, line -> line.contains(" -- "), SOON);
        }
        assertThat(ann.downloads()).isEmptyDirectory();
    }

    @Test
    void w14AnAnswerIsNeverShownBeforeWhatItAnswers(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat");
        for (var round = 1; round <= 10; round++) {
            town.hear(friends.get(0), "ping " + round, List.of(friends.get(1)));
            town.hear(friends.get(1), "pong " + round, List.of(friends.get(0)));
        }
        friends.getLast().await("pong 10", SOON);
        var heard = new ArrayList<String>();
        friends.getLast().transcript().lines().stream().map(line -> line.text())
                .filter(text -> text.matches(".*  p[io]ng \\d+")).map(text -> text.replaceAll(".*  ", ""))
                .forEach(heard::add);
        var wanted = new ArrayList<String>();
        for (var round = 1; round <= 10; round++) {
            Collections.addAll(wanted, "ping " + round, "pong " + round);
        }
        assertThat(heard).isEqualTo(wanted);
    }

    @Test
    void w15AClientThatIsKilledTakesNobodyAlong(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat");
        for (var line = 1; line <= 100; line++) {
            friends.getFirst().type("into the void " + line);
        }
        friends.getLast().kill();
        var left = friends.subList(0, 2);
        left.forEach(reader -> reader.await("into the void 100", SOON));
        allRun(town);
    }

    @Test
    void w16NewcomersAreSpreadOverTheServersAndLeaversAreForgotten(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat", "dan", "eve", "fay");
        try (var operators = new Operators(town.cluster().directory(), town.cluster().plan())) {
            var sizes = new Poll(SOON, Duration.ofMillis(100)).until(() -> Optional
                    .of(operators.whereabouts().values().stream().map(List::size).sorted().toList())
                    .filter(counts -> counts.stream().mapToInt(count -> count).sum() == friends.size()), Poll.NEVER);
            assertThat(sizes).hasValueSatisfying(counts -> assertThat(counts.getLast()).isLessThanOrEqualTo(4));
            friends.forEach(friend -> friend.type("#quit"));
            friends.forEach(friend -> assertThat(friend.awaitExit(SOON)).isZero());
            assertThat(new Poll(SOON, Duration.ofMillis(100)).until(
                    () -> Optional.of(operators.whereabouts()).filter(
                            where -> where.values().stream().allMatch(List::isEmpty)),
                    Poll.NEVER)).isPresent();
        }
    }

    @Test
    void w19TheCausalLogsOfARunWithKillsAreAcceptedAndDrawn(Town town, @TempDir Path elsewhere) throws IOException {
        var friends = town.newcomers("ann", "bob");
        town.hear(friends.getFirst(), "for the record", friends);
        town.cluster().kill(serverOf(town, friends.getFirst()));
        town.hear(friends.getFirst(), "for the record, too", friends);
        var merged = elsewhere.resolve("trace.log");
        var report = Trace.merge(town.cluster().directory().root(), merged);
        assertThat(report.problems()).isEmpty();
        assertThat(Trace.check(merged).problems()).isEmpty();
        assertThat(new CommandLine(new TraceCommand()).execute("stats", merged.toString())).isZero();
        var page = elsewhere.resolve("trace.html");
        assertThat(Trace.view(merged, page).holds()).isTrue();
        assertThat(page).isNotEmptyFile();
        assertThat(report.events().keySet()).allMatch(name -> !name.contains(" "))
                .contains("lb-1", "lb-2", "lb-3", "ms-1", "ms-2", "ms-3");
    }
}
