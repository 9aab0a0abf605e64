// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.client.core.Event;
import justchat.client.model.Login;
import justchat.client.model.Refusal;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Coming in, with right and wrong passwords (W11).
class LoginTest {
    private FakeCluster cluster;
    private ClusterNetwork network;
    private FakeLoop loop;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(3, 1);
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
    }

    @AfterEach
    void end() {
        network.close();
        cluster.close();
    }

    private void logIn(String name, String password, boolean create) {
        network.logIn(new Login(name, password, create), VectorClock.empty());
    }

    /// W11: what a balancer gets to see does not hold the password.
    @Test
    void signsUpAndComesBackAndThePasswordStaysHere() {
        logIn("tony", "rosebud", true);
        assertThat(loop.await(Event.LoggedIn.class, 1).name()).isEqualTo("tony");
        var first = network.account().orElseThrow().identity().publicKey();
        logIn("tony", "rosebud", false);
        var second = loop.await(Event.LoggedIn.class, 2);
        assertThat(second.balancer()).startsWith("lb-");
        assertThat(network.account().orElseThrow().identity().publicKey()).isEqualTo(first);

        var stored = cluster.accounts.get("tony");
        for (var bytes : new byte[][]{stored.getAuthKey(), stored.getSealedIdentity(), stored.getIdentityKey()}) {
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("rosebud");
        }
        assertThat(network.account().orElseThrow().toString()).isEqualTo("Account[tony]");
    }

    @Test
    void aWrongPasswordAndATakenNameAreSaid() {
        logIn("tony", "rosebud", true);
        loop.await(Event.LoggedIn.class, 1);
        logIn("tony", "rosebutt", false);
        assertThat(loop.await(Event.LoginRefused.class, 1).reason()).isEqualTo(Refusal.WRONG_CREDENTIALS);
        logIn("tony", "other", true);
        assertThat(loop.await(Event.LoginRefused.class, 2).reason()).isEqualTo(Refusal.NAME_TAKEN);
    }

    @Test
    void aSignUpWhoseAnswerWasLostHappensOnce() {
        cluster.balancers.forEach(balancer -> balancer.noMajority = true);
        logIn("tony", "rosebud", true);
        assertThat(loop.await(Event.LoginRefused.class, 1).sentence()).contains("no majority");
        cluster.balancers.forEach(balancer -> balancer.noMajority = false);
        logIn("tony", "rosebud", true);
        loop.await(Event.LoggedIn.class, 1);
    }

    @Test
    void aMinorityBalancerIsPassedOver() {
        cluster.balancers.getFirst().noMajority = true;
        cluster.balancers.get(1).kill();
        logIn("tony", "rosebud", true);
        assertThat(loop.await(Event.LoggedIn.class, 1).balancer()).isEqualTo("lb-3");
    }

    @Test
    void whenNoBalancerAnswersTheSentenceNamesWhoWasAsked() {
        cluster.balancers.forEach(FakeBalancer::kill);
        logIn("tony", "rosebud", false);
        var refused = loop.await(Event.LoginRefused.class, 1);
        assertThat(refused.reason()).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(refused.sentence()).startsWith("no balancer answers (asked 127.0.0.1:");
        assertThat(refused.retryAfterMillis()).isPositive();
    }

    @Test
    void whoHasNotLoggedInCannotAttach() {
        network.attach(VectorClock.empty());
        assertThat(loop.await(Event.LoginRefused.class, 1).reason()).isEqualTo(Refusal.NOT_AUTHENTICATED);
    }
}
