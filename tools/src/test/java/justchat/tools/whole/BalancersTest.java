// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Progress;
import justchat.tools.cluster.Surprise;
import justchat.tools.whole.SharedCluster.Town;
import justchat.wire.Status;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// Whichever balancers die, whoever can be served is served, and the others are told why not.
@ExtendWith(SharedCluster.class)
class BalancersTest {
    private static final Duration LOOK = Duration.ofMillis(100);

    @TempDir
    Path files;

    /// Each of three is dead once, and each is once the last: every subset of them, on one cluster.
    @Test
    void whicheverBalancersDiePeopleTalkAndShareAndComeInAsSoonAsTwoAreThere(Town town)
            throws IOException, ClusterFailure {
        var ann = town.newcomer("ann");
        town.cluster().kill("lb-1");
        var bob = town.newcomer("bob");
        town.hear(ann, "without lb-1", List.of(ann, bob));

        town.cluster().kill("lb-2");
        var annsOther = town.enter(ann.account().again());
        var all = new ArrayList<>(List.of(ann, bob, annsOther));
        town.hear(annsOther, "with lb-3 alone", all);
        sharesAndWrites(ann, bob);
        var eve = comesInWith("lb-1", "eve-the-late", town);
        all.add(eve);
        town.hear(ann, "without lb-2", all);

        town.cluster().kill("lb-3");
        all.add(town.enter(bob.account().again()));
        town.hear(all.getLast(), "with lb-1 alone", all);
        all.add(comesInWith("lb-2", "fay-the-late", town));
        town.hear(ann, "without lb-3", all);

        town.cluster().kill("lb-1");
        all.add(town.enter(eve.account().again()));
        town.hear(all.getLast(), "with lb-2 alone", all);
        town.cluster().kill("lb-2");
        town.hear(bob, "without any balancer", all);
        town.cluster().startMissing();
        town.hear(town.newcomer("gil"), "with all of them again", all);
    }

    private void sharesAndWrites(ChatProcess ann, ChatProcess bob) throws IOException {
        var content = Files.write(files.resolve("one.bin"), new byte[100_000]);
        ann.type("#share #" + content);
        bob.await("one.bin", SOON);
        bob.type("#get #one.bin");
        bob.await("one.bin done:", SOON);
        bob.type("#message #" + ann.user() + " #found you");
        ann.await("found you", SOON);
    }

    /// Who is new is told why there is no account now, and comes in with a second balancer; a pipe waits for that for 15 s,
    /// in which a slow machine may not have started it, and comes again then.
    private static ChatProcess comesInWith(String second, String name, Town town)
            throws IOException, ClusterFailure {
        var newcomer = town.start(ChatProcess.Account.fresh(name));
        newcomer.await("no majority of balancers (1 of 3)", SOON);
        town.cluster().start(second);
        for (var attempt = 2;; attempt++) {
            try {
                newcomer.await("welcome " + newcomer.user(), START);
                return newcomer;
            } catch (Surprise tooSlow) {
                if (attempt > 5 || newcomer.process().isAlive()) {
                    throw tooSlow;
                }
                newcomer = town.start(ChatProcess.Account.fresh(name + attempt));
            }
        }
    }

    /// Nobody can decide then that the server is gone, so what is said in rooms waits for a third disk; all else goes on.
    @Test
    void whoLosesServerAndAllBalancersButOneIsAtAnotherServerAndFindsOthers(Town town)
            throws IOException, ClusterFailure {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        town.cluster().kill("lb-3");
        town.cluster().kill("lb-2");
        var mark = ann.transcript().mark();
        town.cluster().kill(Operations.serverOf(town, ann));
        ann.transcript().await(mark, "that ann is at another server", line -> line.contains("stopped answering; "),
                SOON);
        ann.type("#message #" + bob.user() + " #are you there?");
        bob.await("are you there?", SOON);
        ann.type("said on two disks");
        town.cluster().startMissing();
        bob.await(ann.user() + "  said on two disks", START);
    }

    @Test
    void whatWasSaidWhileNoServerLivedGoesOutWhenOneComes(Town town) throws IOException, ClusterFailure {
        var friends = town.newcomers("ann", "bob");
        for (var server : town.cluster().plan().servers()) {
            town.cluster().kill(server.name());
        }
        friends.getFirst().type("said to nobody");
        town.cluster().startMissing();
        town.cluster().awaitReady(START, Progress.silent());
        friends.getLast().await("said to nobody", START);
        assertThat(friends.getLast().transcript().lines().stream().filter(line -> line.text().endsWith(
                "said to nobody"))).hasSize(1);
    }

    @Test
    void aLeaderThatStandsStillForLongIsReplacedAndComesBackAsOneOfTheOthers(Town town)
            throws IOException, InterruptedException {
        var leader = Operations.leader(town);
        Operations.signal(town, leader, "STOP");
        try {
            var friends = town.newcomers("ann", "bob");
            town.hear(friends.getFirst(), "while the leader stands still", friends);
            // Longer than anybody here waits for an answer.
            assertThat(new CountDownLatch(1).await(15, TimeUnit.SECONDS)).isFalse();
            town.hear(friends.getLast(), "a quarter of a minute later", friends);
        } finally {
            Operations.signal(town, leader, "CONT");
        }
        try (var operators = Operations.of(town)) {
            assertThat(new Poll(SOON, LOOK).until(() -> Optional.of(operators.ask()).filter(all -> all.size() == 3
                    && all.values().stream().map(Status::getRaftLeader).distinct().count() == 1), Poll.NEVER))
                    .isPresent();
            assertThat(operators.ask().values()).allSatisfy(status -> assertThat(status.getView().getMembers())
                    .as("servers in the view of " + status.getName()).hasSize(3));
        }
        town.newcomer("cat");
    }

    /// What an operator does and sees.
    private static final class Operations {
        static Operators of(Town town) throws IOException {
            return new Operators(town.cluster().directory(), town.cluster().plan());
        }

        static String leader(Town town) throws IOException {
            try (var operators = of(town)) {
                return operators.leader().orElseThrow();
            }
        }

        static String serverOf(Town town, ChatProcess client) throws IOException {
            try (var operators = of(town)) {
                return new Poll(SOON, LOOK).until(() -> operators.whereabouts().entrySet().stream()
                        .filter(server -> server.getValue().contains(client.user())).map(Map.Entry::getKey)
                        .findFirst(), Poll.NEVER).orElseThrow();
            }
        }

        static void signal(Town town, String name, String signal) throws IOException, InterruptedException {
            var pid = town.cluster().process(name).orElseThrow().pid();
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor()).isZero();
        }
    }
}
