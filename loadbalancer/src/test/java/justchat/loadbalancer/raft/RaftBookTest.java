// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
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

import static justchat.loadbalancer.raft.Books.decided;
import static justchat.loadbalancer.raft.Books.signUp;
import static justchat.loadbalancer.raft.Books.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RaftBookTest {
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    @Test
    void aReplicaWithAnEmptyDiskCatchesUpFromASnapshotAndARestartKeepsItAll() throws Exception {
        try (var books = new Books(directory, 3)) {
            long begin = System.nanoTime();
            books.start("lb-1");
            books.start("lb-2");
            var first = signUp("natasha");
            assertThat(decided(books.any(), first)).isEqualTo(new Outcome.SignedUp());
            report("two replicas in one JVM, start to first commit", begin);
            for (int i = 1; i < 60; i++) {
                decided(books.any(), signUp("user-" + i));
            }
            try (var files = Files.walk(directory.resolve("lb-1"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .anyMatch(name -> name.startsWith("snapshot"));
            }

            var late = books.start("lb-3");
            Books.await(() -> late.accounts() == 60);
            assertThat(decided(late, signUp("Natasha"))).isEqualTo(new Outcome.NameTaken());

            books.stopAll();
            begin = System.nanoTime();
            books.startAll();
            assertThat(decided(books.any(), first)).as("remembered")
                    .isEqualTo(new Outcome.SignedUp());
            report("three started again to first commit", begin);
            assertThat(books.any().accounts()).isEqualTo(60);
        }
    }

    @Test
    void whatWasDecidedElsewhereIsKnownHereAfterCatchingUp() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            decided(books.any(), signUp("natasha"));
            int known = 0;
            for (int i = 0; i < ROUNDS; i++) {
                var command = signUp("user-" + i);
                decided(books.leader(), command);
                var follower = books.running.values().stream().filter(book -> !book.leads()).findFirst().orElseThrow();
                follower.catchUp().join();
                known += follower.account(command.account().name()).isPresent() ? 1 : 0;
            }
            // Where the machine is too slow for a second, it is not.
            assertThat(known).isGreaterThan(ROUNDS * 3 / 4);
        }
    }

    @Test
    void aLeaderThatLeavesHandsOverFirst() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            decided(books.any(), signUp("natasha"));
            Books.await(() -> books.running.values().stream().anyMatch(RaftBook::leads));
            var leader = books.running.values().stream().filter(RaftBook::leads).findFirst().orElseThrow();
            long begin = System.nanoTime();
            // A second time only where the machine was too slow for the first.
            Books.await(() -> {
                leader.handOver();
                return !leader.leads();
            });
            Books.await(() -> books.running.values().stream().anyMatch(RaftBook::leads));
            report("handing over to the next leader", begin);
            begin = System.nanoTime();
            assertThat(decided(books.any(), signUp("robert"))).isEqualTo(new Outcome.SignedUp());
            report("first commit of the next leader", begin);
        }
    }

    /// As Ratis says it of a full disk; it closes the log for good then, and the replica stays as it is.
    @Test
    void whoCannotWriteItsLogCountsAsCutOffAndSaysWhyWhileTheOthersGoOn() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            var full = books.leader();
            decided(full, signUp("natasha"));
            Books.await(() -> full.accounts() == 1 && full.ledAtMillis() > 0);
            full.machine().notifyLogFailed(new IOException("No space left on device"),
                    LogEntryProto.getDefaultInstance());
            assertThat(submit(full, signUp("robert"))).isEqualTo(
                    new Answer.NoMajority<>("this balancer cannot write to its disk: No space left on device"));
            assertThat(full.standing().leader()).as("so its tickets are short").isEmpty();
            assertThat(full.leads()).isFalse();
            assertThat(full.accounts()).as("what it knew").isEqualTo(1);
            assertThat(decided(books.leader(), signUp("robert")))
                    .isEqualTo(new Outcome.SignedUp());
        }
    }

    @Test
    void whoLostItsVoteToAFullDiskSaysWhatToDo() throws Exception {
        try (var books = new Books(directory, 1)) {
            decided(books.start("lb-1"), signUp("natasha"));
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

    @Test
    void aLeaderWithoutFollowersLeavesAllTheSame() throws Exception {
        try (var books = new Books(directory, 1)) {
            var only = books.start("lb-1");
            decided(only, signUp("natasha"));
            only.handOver();
            assertThat(only.leads()).isTrue();
        }
    }

    @Test
    void everyCommandIsAnsweredWhenTheBalancerItWasGivenToStops() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            var leader = books.leader();
            var underWay = IntStream.range(0, 50).mapToObj(i -> leader.submit(signUp("user-" + i))).toList();
            books.crash(leader);
            assertThat(underWay).allSatisfy(answer -> assertThat(answer.get(60, TimeUnit.SECONDS))
                    .isIn(new Answer.Decided<>(new Outcome.SignedUp()),
                            new Answer.NoMajority<>("this balancer stops")));
            assertThat(submit(leader, signUp("robert"))).isEqualTo(new Answer.NoMajority<>("this balancer stops"));
        }
    }

    private static void report(String what, long begin) {
        System.out.printf("measured: %s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }
}
