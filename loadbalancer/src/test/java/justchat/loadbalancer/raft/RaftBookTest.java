// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;

class RaftBookTest {
    private static final Random RANDOM = new Random(5);

    @TempDir
    Path directory;

    @Test
    void aSignUpAtOneIsSeenAtAllAndSurvivesTheLeader() throws Exception {
        try (var books = new Books(directory, 3)) {
            long begin = System.nanoTime();
            books.startAll();
            assertThat(submit(books.any(), signUp("elon"))).isEqualTo(new Answer.Decided(new Outcome.SignedUp()));
            report("three replicas in one JVM, start to first commit", begin);
            for (var book : books.running.values()) {
                Books.await(() -> book.account(UserName.of("ELON")).isPresent());
            }

            books.stop(books.leader());
            begin = System.nanoTime();
            assertThat(submit(books.any(), signUp("tony"))).isEqualTo(new Answer.Decided(new Outcome.SignedUp()));
            report("leader closed to next commit", begin);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            for (var book : books.running.values()) {
                Books.await(() -> book.accounts() == 2);
            }
        }
    }

    @Test
    void aMinorityRefusesInWordsAndInBoundedTimeAndStillReads() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            submit(books.any(), signUp("elon"));
            var last = books.running.values().stream().reduce((_, book) -> book).orElseThrow();
            Books.await(() -> last.accounts() == 1);
            books.stopBoth("lb-1", "lb-2");
            for (int i = 0; i < 2; i++) {
                long begin = System.nanoTime();
                assertThat(submit(last, signUp("tony")))
                        .isEqualTo(new Answer.NoMajority("no majority of balancers (1 of 3)"));
                report("refusal without majority", begin);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(3_500));
            }
            assertThat(last.account(UserName.of("elon"))).isPresent();

            books.start("lb-1");
            long begin = System.nanoTime();
            var command = signUp("robert");
            Books.await(() -> submit(last, command) instanceof Answer.Decided);
            report("majority back to next commit", begin);
        }
    }

    @Test
    void aRestartFromDiskKeepsTheAccountsAndTheLastCommands() throws Exception {
        var command = signUp("natasha");
        try (var books = new Books(directory, 3)) {
            books.startAll();
            submit(books.any(), command);
            long begin = System.nanoTime();
            books.stopAll();
            report("three closed", begin);

            begin = System.nanoTime();
            books.startAll();
            report("three started again", begin);
            assertThat(submit(books.any(), command)).isEqualTo(new Answer.Decided(new Outcome.SignedUp()));
            report("three started again to first commit", begin);
            assertThat(submit(books.any(), signUp("Natasha"))).isEqualTo(new Answer.Decided(new Outcome.NameTaken()));
            assertThat(books.any().accounts()).isEqualTo(1);
        }
    }

    private static Answer submit(RaftBook book, Command command) {
        return book.submit(command).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Command signUp(String name) {
        return new Command.SignUp(CommandId.copyOf(random(16)), new Account(UserName.of(name),
                Bytes.copyOf(random(32)), Bytes.copyOf(random(32)), Bytes.copyOf(random(60))));
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static void report(String what, long begin) {
        System.out.printf("measured: %s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }
}
