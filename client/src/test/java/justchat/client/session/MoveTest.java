// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import justchat.client.core.Event;
import justchat.client.model.Login;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Moved by its server, logged out by it, kept in tickets: a session against a
/// cluster of fakes on real loopback connections.
class MoveTest {
    private FakeCluster cluster;
    private ClusterNetwork network;
    private FakeLoop loop;

    private void start(int balancers, int servers) throws IOException {
        cluster = new FakeCluster(balancers, servers);
        logIn();
    }

    private void logIn() {
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
        loop.drives(network);
        network.logIn(new Login("tony", "rosebud", true), VectorClock.empty());
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
            cluster.close();
        }
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> "message " + number).toList();
    }

    @Test
    void losesRepeatsAndReportsNothingWhenItIsMovedInMidConversation() throws IOException {
        start(1, 3);
        loop.await(Event.Attached.class, 1);
        numbered(1, 150).forEach(loop::post);
        cluster.servers.get(0).moves(cluster.servers.get(2), 0);
        numbered(151, 300).forEach(loop::post);
        assertThat(loop.await(Event.Moved.class, 1).to().server()).isEqualTo("ms-3");
        numbered(301, 400).forEach(loop::post);
        loop.await("all 400 shown and stored", all -> all.shown.size() >= 400 && all.outbox.isEmpty());

        assertThat(loop.shown()).isEqualTo(numbered(1, 400));
        assertThat(cluster.room.texts()).isEqualTo(numbered(1, 400));
        assertThat(loop.all(Event.Detached.class)).isEmpty();
        assertThat(loop.all(Event.Attached.class)).hasSize(1);
        loop.await("goodbye", _ -> cluster.servers.get(0).detaches.get() == 1);
        assertThat(cluster.servers.get(2).posts.get()).isPositive();
    }

    @Test
    void staysWhenTheOtherServerDoesNotHaveIt() throws IOException {
        start(1, 2);
        loop.await(Event.Attached.class, 1);
        cluster.servers.get(1).refusesAttach = true;
        cluster.servers.get(0).moves(cluster.servers.get(1), 0);
        loop.await("the refusal", _ -> cluster.servers.get(1).attaches.get() == 1);
        loop.post("still here");
        loop.await("shown", all -> all.shown.contains("still here"));
        assertThat(cluster.servers.get(0).posts).hasValue(1);
        assertThat(loop.all(Event.Moved.class)).isEmpty();
        assertThat(loop.all(Event.Detached.class)).isEmpty();

        cluster.servers.get(1).refusesAttach = false;
        cluster.servers.get(0).moves(cluster.servers.get(1), 200);
        assertThat(loop.await(Event.Moved.class, 1).to().server()).isEqualTo("ms-2");
    }

    @Test
    void aMoveToWhereItIsAndAMoveToNowhereChangeNothing() throws IOException {
        start(1, 2);
        loop.await(Event.Attached.class, 1);
        cluster.servers.get(1).kill();
        cluster.servers.get(0).moves(cluster.servers.get(0), 0);
        cluster.servers.get(0).moves(cluster.servers.get(1), 0);
        loop.post("one");
        loop.await("shown", all -> all.shown.contains("one"));
        loop.await(Event.Delay.class, 10);
        assertThat(loop.all(Event.Moved.class)).isEmpty();
        assertThat(loop.all(Event.Detached.class)).isEmpty();
    }

    @Test
    void whoIsMovedIsStillFoundByAFailoverAfterwards() throws IOException {
        start(1, 3);
        loop.await(Event.Attached.class, 1);
        cluster.servers.get(0).moves(cluster.servers.get(1), 0);
        loop.await(Event.Moved.class, 1);
        loop.post("before");
        loop.await("shown", all -> all.shown.contains("before"));
        cluster.servers.get(1).kill();
        assertThat(loop.await(Event.Detached.class, 1).server()).isEqualTo("ms-2");
        assertThat(loop.await(Event.Attached.class, 2).server()).isNotEqualTo("ms-2");
        loop.post("after");
        loop.await("shown", all -> all.shown.contains("after"));
        assertThat(cluster.room.texts()).containsExactly("before", "after");
    }

    @Test
    void whoIsLoggedOutDoesNotComeBackByItself() throws IOException {
        start(1, 2);
        loop.await(Event.Attached.class, 1);
        cluster.servers.get(0).ends("you logged out here");
        assertThat(loop.await(Event.Ended.class, 1).sentence()).isEqualTo("you logged out here");
        assertThat(loop.all(Event.Detached.class)).isEmpty();
        loop.post("kept");
        var attaches = cluster.servers.get(0).attaches.get() + cluster.servers.get(1).attaches.get();
        assertThat(attaches).isEqualTo(1);

        network.logIn(new Login("tony", "rosebud", false), VectorClock.empty());
        loop.await(Event.Attached.class, 2);
        loop.await("shown", all -> all.shown.contains("kept"));
    }

    @Test
    void whoWasLoggedOutWhileItHadNoServerIsToldToo() throws IOException {
        start(1, 2);
        loop.await(Event.Attached.class, 1);
        cluster.ended = "your password was changed";
        cluster.servers.get(0).kill();
        assertThat(loop.await(Event.Ended.class, 1).sentence()).isEqualTo("your password was changed");
        assertThat(loop.all(Event.Attached.class)).hasSize(1);
    }

    /// A ticket of 3 s is renewed after 2 s, by whichever balancer answers.
    @Test
    void aTicketIsRenewedInTheBackgroundBeforeItExpires() throws IOException {
        cluster = new FakeCluster(2, 1);
        cluster.ticketMillis = 3_000;
        logIn();
        loop.await(Event.Attached.class, 1);
        var first = network.account().orElseThrow().expiresAtMillis();
        cluster.balancers.getFirst().kill();
        loop.await("two renewals", _ -> cluster.renewals.get() >= 2);
        assertThat(network.account().orElseThrow().expiresAtMillis()).isGreaterThan(first);
    }

    @Test
    void aLoginThatWasEndedIsNoticedByARenewalAtTheLatest() throws IOException {
        cluster = new FakeCluster(1, 1);
        cluster.ticketMillis = 1_500;
        logIn();
        loop.await(Event.Attached.class, 1);
        cluster.ended = "you logged out here";
        assertThat(loop.await(Event.Ended.class, 1).sentence()).isEqualTo("you logged out here");
    }

    @Test
    void thatNoBalancerAnswersIsToldWhileTheSessionGoesOn() throws IOException {
        start(2, 1);
        loop.await(Event.Attached.class, 1);
        cluster.balancers.forEach(FakeBalancer::kill);
        assertThat(loop.await(Event.Balancers.class, 1).answer()).isFalse();
        loop.post("goes on");
        loop.await("shown", all -> all.shown.contains("goes on"));
        cluster.restart(1);
        assertThat(loop.await(Event.Balancers.class, 2).answer()).isTrue();
        assertThat(loop.all(Event.Detached.class)).isEmpty();
    }

    @Property(tries = 500)
    void aMoveComesWithinItsTime(@ForAll @IntRange(min = -5, max = 200_000) int within,
            @ForAll @DoubleRange(max = 1) double chance) {
        assertThat(Backoff.moveMillis(within, chance)).isBetween(0L, (long) Math.max(0, within));
    }

    @Property(tries = 500)
    void aTicketIsRenewedBetween63And67HundredthsOfItsLife(
            @ForAll @IntRange(min = 10_000, max = 100_000_000) int life, @ForAll @DoubleRange(max = 1) double chance) {
        assertThat((double) Freshness.dueMillis(life, chance) / life).isBetween(0.63, 0.67);
    }

    @Test
    void timesThatMakeNoSenseAreBounded() {
        assertThat(Freshness.dueMillis(Long.MIN_VALUE / 2, 0.5)).isEqualTo(1_000);
        assertThat(Freshness.dueMillis(Long.MAX_VALUE, 0.5)).isEqualTo(86_400_000);
        assertThat(Freshness.retryMillis(-1)).isEqualTo(5_000);
        assertThat(Freshness.retryMillis(Long.MAX_VALUE)).isEqualTo(600_000);
        assertThat(Backoff.spreadMillis(3, 1)).isZero();
        assertThat(Backoff.spreadMillis(1_000, 1)).isEqualTo(1_000);
        assertThat(Backoff.spreadMillis(1_000_000, 1)).isEqualTo(5_000);
    }
}
