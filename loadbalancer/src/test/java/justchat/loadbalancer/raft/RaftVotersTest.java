// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.account.Voters.Change;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;

import static justchat.loadbalancer.raft.Books.decided;
import static justchat.loadbalancer.raft.Books.signUp;
import static justchat.loadbalancer.raft.Books.submit;
import static org.assertj.core.api.Assertions.assertThat;

class RaftVotersTest {
    @TempDir
    Path directory;

    @Test
    void balancersAreAddedAndRemovedWhileCommandsGoOnAndARestartKeepsThem() throws Exception {
        try (var books = new Books(directory, 3)) {
            books.startAll();
            var stop = new AtomicBoolean();
            var decided = new AtomicInteger();
            var first = books.leader();
            decided(first, signUp("natasha"));
            var writer = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    int number = decided.get();
                    var command = signUp("user-" + number);
                    var there = List.copyOf(books.running.values()).get(number % 3);
                    if (submit(there, command) instanceof Answer.Decided<?>
                            || submit(there, command) instanceof Answer.Decided<?>) {
                        decided.incrementAndGet();
                    }
                }
            });

            var fourth = books.join();
            assertThat(books.running.get(fourth).voters().votes()).isFalse();
            assertThat(decided(() -> follower(books).voters().add(fourth, books.peers.get(fourth))))
                    .isEqualTo(new Change.Made());
            assertThat(books.running.get(fourth).accounts()).as("it had the book before it voted").isPositive();
            var fifth = books.join();
            assertThat(decided(() -> first.voters().add(fifth, books.peers.get(fifth)))).isEqualTo(new Change.Made());
            assertThat(decided(() -> first.voters().add(fifth, books.peers.get(fifth)))).as("again")
                    .isEqualTo(new Change.Made());
            Books.await(() -> books.running.values().stream().allMatch(book -> book.voters().votes()
                    && book.voters().voters().keySet().equals(books.peers.keySet())));

            int before = decided.get();
            books.crash(books.leader());
            Books.await(() -> decided.get() > before + 5);

            var leaver = new ProcessName("lb-4");
            assertThat(decided(() -> books.leader().voters().remove(leaver))).isEqualTo(new Change.Made());
            Books.await(() -> books.running.entrySet().stream().filter(book -> !book.getKey().equals(leaver))
                    .allMatch(book -> book.getValue().voters().voters().size() == 4));
            stop.set(true);
            writer.join();
            int all = decided.get() + 1;

            books.stopAll();
            books.peers.remove(leaver);
            // Told of the three it all began with, or of all: what is on disk counts.
            for (var name : books.peers.keySet()) {
                books.start(name.value(), name.value().equals("lb-5"));
            }
            assertThat(decided(books.running.get(fifth), signUp("robert")))
                    .isEqualTo(new Outcome.SignedUp());
            Books.await(() -> books.running.values().stream().allMatch(book -> book.accounts() >= all + 1));
            assertThat(books.running.values()).allSatisfy(book -> assertThat(book.voters().voters().keySet())
                    .isEqualTo(books.peers.keySet()));
        }
    }

    @Test
    void aSingleBalancerGrowsToThreeAndNewcomersNeverElectOneOfThemselves() throws Exception {
        try (var books = new Books(directory, 1)) {
            var only = books.start("lb-1");
            decided(only, signUp("natasha"));
            var second = books.join();
            var third = books.join();
            assertThat(decided(() -> only.voters().add(second, books.peers.get(second)))).isEqualTo(new Change.Made());
            assertThat(books.running.get(third).standing().leader()).isEmpty();
            assertThat(decided(() -> only.voters().add(third, books.peers.get(third)))).isEqualTo(new Change.Made());
            assertThat(decided(books.running.get(third), signUp("Natasha")))
                    .isEqualTo(new Outcome.NameTaken());
            assertThat(decided(() -> only.voters().remove(new ProcessName("lb-1")))).as("it led")
                    .isEqualTo(new Change.Made());
            assertThat(decided(books.running.get(second), signUp("robert")))
                    .isEqualTo(new Outcome.SignedUp());
        }
    }

    @Test
    void whatCannotBeChangedIsSaidInWords() throws Exception {
        try (var books = new Books(directory, 2)) {
            var one = books.start("lb-1");
            var two = books.start("lb-2");
            decided(one, signUp("natasha"));
            var nobody = new HostPort("127.0.0.1", 1);
            assertThat(one.voters().add(new ProcessName("lb-9"), nobody)).isEqualTo(new Change.Refused(
                    "nobody answers at 127.0.0.1:1; start lb-9 first, with --join"));
            assertThat(one.voters().add(new ProcessName("lb-2"), nobody)).isEqualTo(new Change.Refused(
                    "lb-2 is a balancer already, at " + books.peers.get(new ProcessName("lb-2"))));
            assertThat(decided(() -> one.voters().remove(new ProcessName("lb-9")))).as("it is none")
                    .isEqualTo(new Change.Made());
            books.crash(two);
            assertThat(one.voters().remove(new ProcessName("lb-2"))).isEqualTo(new Change.Undecided(
                    "no majority of balancers (1 of 2)"));
            // As the port of a process that is stopped, or dies just now: it takes connections, and nobody is there.
            try (var _ = new ServerSocket(books.peers.get(new ProcessName("lb-2")).port(), 50,
                    InetAddress.getLoopbackAddress())) {
                assertThat(submit(one, signUp("robert")))
                        .isEqualTo(new Answer.NoMajority<>("no majority of balancers (1 of 2)"));
                assertThat(one.voters().remove(new ProcessName("lb-2"))).isEqualTo(new Change.Undecided(
                        "no majority of balancers (1 of 2)"));
            }
        }
        try (var books = new Books(directory.resolve("alone"), 1)) {
            var only = books.start("lb-1");
            decided(only, signUp("natasha"));
            assertThat(only.voters().remove(new ProcessName("lb-1"))).isEqualTo(new Change.Refused(
                    "lb-1 is the last balancer"));
        }
    }

    private static RaftBook follower(Books books) {
        return books.running.values().stream().filter(book -> book.voters().votes() && !book.leads()).findFirst()
                .orElseThrow();
    }
}
