// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class ReplicationTest {
    private final List<TestPeer> peers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (int number = 1; number <= 3; number++) {
            peers.add(new TestPeer(number));
        }
        TestPeer.all(peers, 1);
    }

    @AfterEach
    void close() {
        peers.forEach(TestPeer::close);
        peers.forEach(peer -> assertThat(peer.fatal).isEmpty());
    }

    @Test
    void everyServerGetsWhatIsPostedAtAnyOfThem() throws Exception {
        var answers = new ArrayList<CompletableFuture<Answered>>();
        for (int i = 1; i <= 300; i++) {
            answers.add(tell(i % 3, "author" + i % 3, (i + 2) / 3));
        }
        for (var answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.Stored.class);
        }
        for (var peer : peers) {
            awaitEntries(peer, 300);
        }
    }

    @Test
    void aPeerThatHangsHoldsUpNobody() throws Exception {
        var hanging = peers.get(2).hang();

        assertThat(tell(0, "elon", 1).get(60, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.Stored.class);
        assertThat(tell(1, "tony", 1).get(60, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.Stored.class);

        hanging.countDown();
        awaitEntries(peers.get(2), 2);
    }

    @Test
    void aBrokenLinkIsMadeAgainAndWhatWasMissedFollows() throws Exception {
        assertThat(tell(0, "elon", 1).get(60, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.Stored.class);

        peers.get(1).restartListening();
        peers.get(2).restartListening();

        assertThat(tell(0, "elon", 2).get(60, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.Stored.class);
        awaitEntries(peers.get(1), 2);
        awaitEntries(peers.get(2), 2);
    }

    @Test
    void waitsLongerAfterEveryFailureAndNeverTooLong() {
        var backoff = new Backoff();
        assertThat(backoff.next(1)).isEqualTo(Backoff.FIRST_MILLIS);
        assertThat(backoff.next(1)).isEqualTo(2 * Backoff.FIRST_MILLIS);
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.next(1)).isLessThanOrEqualTo(Backoff.LAST_MILLIS);
        }
        assertThat(backoff.next(0)).isZero();
        backoff.succeeded();
        assertThat(backoff.next(1)).isEqualTo(Backoff.FIRST_MILLIS);
    }

    private CompletableFuture<Answered> tell(int peer, String author, long sequence) {
        return peers.get(peer).room().tell(new Post(author, new MessageId(new Instance(author.hashCode(), 0),
                sequence), VersionVector.empty(), new Payload.Text("text"), VectorClock.empty()))
                .toCompletableFuture();
    }

    private static void awaitEntries(TestPeer peer, int count) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (peer.history.all().size() < count && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(peer.history.all()).hasSize(count);
    }
}
