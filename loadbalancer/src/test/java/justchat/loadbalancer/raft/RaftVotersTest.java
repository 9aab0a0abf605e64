// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.account.Voters.Change;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;

import static justchat.loadbalancer.raft.Books.decide;
import static justchat.loadbalancer.raft.Books.make;
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
            var first = books.leader();
            decide(first, signUp("natasha"));
            var writer = new Writer(books);

            var fourth = books.join();
            assertThat(books.running.get(fourth).voters().votes()).isFalse();
            make(() -> books.follower().voters().add(fourth, books.peers.get(fourth)));
            assertThat(books.running.get(fourth).accounts()).as("it had the book before it voted").isPositive();
            var fifth = books.join();
            make(() -> first.voters().add(fifth, books.peers.get(fifth)));
            assertThat(first.voters().add(fifth, books.peers.get(fifth))).as("again").isEqualTo(new Change.Made());
            Books.await(() -> books.running.values().stream().allMatch(book -> book.voters().votes()
                    && book.voters().voters().keySet().equals(books.peers.keySet())));

            int before = writer.decided();
            books.crash(books.leader());
            Books.await(() -> writer.decided() > before + 5);

            var leaver = new ProcessName("lb-4");
            make(() -> books.leader().voters().remove(leaver));
            Books.await(() -> books.running.entrySet().stream().filter(book -> !book.getKey().equals(leaver))
                    .allMatch(book -> book.getValue().voters().voters().size() == 4));
            int all = writer.end() + 1;

            books.stopAll();
            books.peers.remove(leaver);
            // Told of the three it all began with, or of all: what is on disk counts.
            for (var name : books.peers.keySet()) {
                books.start(name.value(), name.value().equals("lb-5"));
            }
            assertThat(decide(books.running.get(fifth), signUp("robert"))).isEqualTo(new Outcome.SignedUp());
            Books.await(() -> books.running.values().stream().allMatch(book -> book.accounts() >= all + 1));
            assertThat(books.running.values()).allSatisfy(book -> assertThat(book.voters().voters().keySet())
                    .isEqualTo(books.peers.keySet()));
        }
    }

    /// Signs people up at one balancer after the other until it is ended, each until it is decided.
    private static final class Writer {
        private final Books books;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger decided = new AtomicInteger();
        private final CompletableFuture<Void> done;

        Writer(Books books) {
            this.books = books;
            this.done = CompletableFuture.runAsync(this::write, Thread::startVirtualThread);
        }

        private void write() {
            while (!stop.get()) {
                int number = decided.get();
                var there = List.copyOf(books.running.values()).get(number % 3);
                // The name is there already where the decision was made, and only its answer was not.
                if (submit(there, signUp("user-" + number)) instanceof Answer.Decided<?>) {
                    decided.incrementAndGet();
                }
            }
        }

        /// @throws java.util.concurrent.CompletionException
        ///             if this died
        int decided() {
            if (done.isCompletedExceptionally()) {
                done.join();
            }
            return decided.get();
        }

        int end() throws Exception {
            stop.set(true);
            done.get(60, TimeUnit.SECONDS);
            return decided.get();
        }
    }

    @Test
    void aSingleBalancerGrowsToThreeAndWhatCannotBeChangedIsSaidInWords() throws Exception {
        try (var books = new Books(directory, 1)) {
            var one = new ProcessName("lb-1");
            var only = books.start("lb-1");
            decide(only, signUp("natasha"));
            var nobody = new HostPort("127.0.0.1", 1);
            assertThat(only.voters().remove(one)).isEqualTo(new Change.Refused("lb-1 is the last balancer"));
            assertThat(only.voters().add(new ProcessName("lb-9"), nobody)).isEqualTo(new Change.Refused(
                    "nobody answers at 127.0.0.1:1; start lb-9 first, with --join"));
            assertThat(only.voters().remove(new ProcessName("lb-9"))).as("it is none").isEqualTo(new Change.Made());

            var second = books.join();
            var third = books.join();
            make(() -> only.voters().add(second, books.peers.get(second)));
            assertThat(only.voters().add(second, nobody)).isEqualTo(new Change.Refused(
                    "lb-2 is a balancer already, at " + books.peers.get(second)));
            assertThat(books.running.get(third).standing().leader()).as("newcomers never elect one of themselves")
                    .isEmpty();
            make(() -> only.voters().add(third, books.peers.get(third)));
            assertThat(decide(books.running.get(third), signUp("Natasha"))).isEqualTo(new Outcome.NameTaken());

            // It led.
            make(() -> only.voters().remove(one));
            var two = books.running.get(second);
            assertThat(decide(two, signUp("robert"))).isEqualTo(new Outcome.SignedUp());
            Books.await(() -> two.voters().voters().size() == 2);
            books.crash(books.running.get(third));
            saysThatOneOfTwoIsNoMajority(two, third, books.peers.get(third));
        }
    }

    private static void saysThatOneOfTwoIsNoMajority(RaftBook two, ProcessName third, HostPort place)
            throws Exception {
        var undecided = new Change.Undecided("no majority of balancers (1 of 2)");
        assertThat(two.voters().remove(third)).isEqualTo(undecided);
        // As the port of a process that is stopped, or dies just now: it takes connections, and nobody is there.
        try (var _ = new ServerSocket(place.port(), 50, InetAddress.getLoopbackAddress())) {
            assertThat(submit(two, signUp("peter")))
                    .isEqualTo(new Answer.NoMajority<>("no majority of balancers (1 of 2)"));
            assertThat(two.voters().remove(third)).isEqualTo(undecided);
        }
    }
}
