// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Progress;
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

    static List<List<String>> everyOrder() {
        return List.of(List.of("lb-1", "lb-2", "lb-3"), List.of("lb-1", "lb-3", "lb-2"),
                List.of("lb-2", "lb-1", "lb-3"), List.of("lb-2", "lb-3", "lb-1"), List.of("lb-3", "lb-1", "lb-2"),
                List.of("lb-3", "lb-2", "lb-1"));
    }

    /// The first deaths of these orders are every subset of three balancers, in every order.
    @ParameterizedTest
    @MethodSource("everyOrder")
    void balancersMayDieInAnyOrderWhilePeopleTalkAndShare(List<String> order, Town town)
            throws IOException, ClusterFailure {
        var ann = town.newcomer("ann");
        town.cluster().kill(order.get(0));
        var bob = town.newcomer("bob");
        town.hear(ann, "with two balancers of three", List.of(ann, bob));

        town.cluster().kill(order.get(1));
        var annsOther = town.enter(ann.account().again());
        town.hear(annsOther, "with one balancer of three", List.of(ann, bob, annsOther));
        var content = Files.write(files.resolve("one.bin"), new byte[100_000]);
        ann.type("#share #" + content);
        bob.await("one.bin", SOON);
        bob.type("#get #one.bin");
        bob.await("one.bin done:", SOON);
        bob.type("#message #" + ann.user() + " #found you");
        ann.await("found you", SOON);
        var eve = town.start(ChatProcess.Account.fresh("eve" + String.join("", order).replace("lb-", "")));
        eve.await("no majority of balancers (1 of 3)", SOON);
        town.cluster().start(order.get(0));
        eve.await("welcome " + eve.user(), START);

        town.cluster().kill(order.get(2));
        town.cluster().kill(order.get(0));
        town.hear(bob, "without any balancer", List.of(ann, bob, annsOther, eve));
        town.cluster().startMissing();
        town.hear(town.newcomer("fay"), "with all of them again", List.of(ann, bob, annsOther, eve));
    }

    /// Nobody can decide then that the server is gone, so what is said in rooms waits for a third disk; all else goes on.
    @Test
    void whoLosesServerAndAllBalancersButOneIsAtAnotherServerAndFindsOthers(Town town)
            throws IOException, ClusterFailure {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        town.cluster().kill("lb-3");
        town.cluster().kill("lb-1");
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
    void aLeaderThatStandsStillForHalfAMinuteIsReplacedAndComesBackAsOneOfTheOthers(Town town)
            throws IOException, InterruptedException {
        var leader = Operations.leader(town);
        Operations.signal(town, leader, "STOP");
        try {
            var friends = town.newcomers("ann", "bob");
            town.hear(friends.getFirst(), "while the leader stands still", friends);
            assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isFalse();
            town.hear(friends.getLast(), "half a minute later", friends);
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
