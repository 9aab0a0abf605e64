// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Outcome;

import static justchat.loadbalancer.raft.Books.decide;
import static justchat.loadbalancer.raft.Books.signUp;
import static justchat.loadbalancer.raft.Books.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RaftBookTest {
    private static final int ROUNDS = 20;

    @TempDir
    Path directory;

    @Test
    void aReplicaWithAnEmptyDiskCatchesUpFromASnapshotAndARestartKeepsItAll() throws Exception {
        try (var books = new Books(directory, 3)) {
            long begin = System.nanoTime();
            books.start("lb-1");
            books.start("lb-2");
            var first = signUp("natasha");
            assertThat(decide(books.any(), first)).isEqualTo(new Outcome.SignedUp());
            report("two replicas in one JVM, start to first commit", begin);
            for (int i = 1; i < 60; i++) {
                decide(books.any(), signUp("user-" + i));
            }
            Books.await(() -> hasSnapshot(directory.resolve("lb-1")));

            var late = books.start("lb-3");
            Books.await(() -> late.accounts() == 60);
            assertThat(decide(late, signUp("Natasha"))).isEqualTo(new Outcome.NameTaken());

            books.stopAll();
            begin = System.nanoTime();
            books.startAll();
            assertThat(decide(books.any(), first)).as("remembered").isEqualTo(new Outcome.SignedUp());
            report("three started again to first commit", begin);
            assertThat(books.any().accounts()).isEqualTo(60);
        }
    }

    private static boolean hasSnapshot(Path replica) {
        try (var files = Files.walk(replica)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("snapshot"));
        } catch (IOException | UncheckedIOException _) {
            // One of them was just renamed.
            return false;
        }
    }

    /// Each replica fails in its own way, and the others go on as long as there are two.
    @Test
    void aLeaderHandsOverAndOneWithAFullDiskCountsAsCutOffAndOneThatStopsAnswersAll() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            decide(books.any(), signUp("natasha"));
            int known = 1 + knowsWhatWasDecidedElsewhereAfterCatchingUp(books);
            handsOverBeforeItLeaves(books);
            Books.await(() -> books.running.values().stream().allMatch(book -> book.accounts() == known + 1));
            saysThatItsDiskIsFullWhileTheOthersGoOn(books);
            answersEveryCommandWhenItStops(books);
        }
    }

    /// @return how many were signed up
    private static int knowsWhatWasDecidedElsewhereAfterCatchingUp(Books books) {
        int rounds = 0;
        int counted = 0;
        int known = 0;
        // Only those count in which the machine was not so slow that catching up was given up.
        for (; counted < ROUNDS && rounds < 10 * ROUNDS; rounds++) {
            var command = signUp("late-" + rounds);
            decide(books.leader(), command);
            var follower = books.follower();
            long begin = System.nanoTime();
            follower.catchUp().join();
            if (Duration.ofNanos(System.nanoTime() - begin).toMillis() < RaftBook.CATCH_UP_MILLIS / 2) {
                counted++;
                known += follower.account(command.account().name()).isPresent() ? 1 : 0;
            }
        }
        assertThat(known).as("of %s", counted).isGreaterThanOrEqualTo(counted / 2);
        return rounds;
    }

    private static void handsOverBeforeItLeaves(Books books) {
        var leader = books.leader();
        long begin = System.nanoTime();
        // A second time only where the machine was too slow for the first.
        Books.await(() -> {
            leader.handOver();
            return !leader.leads();
        });
        books.leader();
        report("handing over to the next leader", begin);
        begin = System.nanoTime();
        assertThat(decide(books.any(), signUp("robert"))).isEqualTo(new Outcome.SignedUp());
        report("first commit of the next leader", begin);
    }

    /// As Ratis says it of a full disk; it closes the log for good then, and the replica stays as it is.
    private static void saysThatItsDiskIsFullWhileTheOthersGoOn(Books books) {
        var full = books.leader();
        int known = full.accounts();
        Books.await(() -> full.ledAtMillis() > 0);
        full.machine().notifyLogFailed(new IOException("No space left on device"), LogEntryProto.getDefaultInstance());
        assertThat(submit(full, signUp("peter"))).isEqualTo(
                new Answer.NoMajority<>("this balancer cannot write to its disk: No space left on device"));
        assertThat(full.standing().leader()).as("so its tickets are short").isEmpty();
        assertThat(full.leads()).isFalse();
        assertThat(full.accounts()).as("what it knew").isEqualTo(known);
        assertThat(decide(books.leader(), signUp("peter"))).isEqualTo(new Outcome.SignedUp());
    }

    private static void answersEveryCommandWhenItStops(Books books) {
        var leader = books.leader();
        var underWay = IntStream.range(0, 50).mapToObj(i -> leader.submit(signUp("user-" + i))).toList();
        books.crash(leader);
        assertThat(underWay).allSatisfy(answer -> assertThat(answer.get(60, TimeUnit.SECONDS))
                .isIn(new Answer.Decided<>(new Outcome.SignedUp()),
                        new Answer.NoMajority<>("this balancer stops")));
        assertThat(submit(leader, signUp("bruce"))).isEqualTo(new Answer.NoMajority<>("this balancer stops"));
    }

    @Test
    void aBalancerAloneLeadsWhateverItIsAskedUntilItLostItsVoteToAFullDiskAndThenSaysWhatToDo() throws Exception {
        try (var books = new Books(directory, 1)) {
            var only = books.start("lb-1");
            decide(only, signUp("natasha"));
            only.handOver();
            assertThat(only.leads()).as("there is nobody else").isTrue();
            books.stopAll();
            try (var files = Files.walk(directory)) {
                for (var file : files.filter(each -> each.endsWith("raft-meta")).toList()) {
                    Files.write(file, new byte[0]);
                }
            }
            assertThatThrownBy(() -> books.start("lb-1")).isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk was full during an election. Move ");
        }
    }

    private static void report(String what, long begin) {
        System.out.printf("measured: %s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }
}
