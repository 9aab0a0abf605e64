// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.client.core.Event;
import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Login;
import justchat.client.model.LoginId;
import justchat.client.model.Order;
import justchat.client.model.Refusal;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Accounts, sessions, passwords against fake balancers on real connections.
class AccountCallsTest {
    private static final VectorClock CLOCK = VectorClock.empty();

    private FakeCluster cluster;
    private ClusterNetwork network;
    private FakeLoop loop;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(2, 2);
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
        loop.drives(network);
        network.logIn(new Login("tony", "rosebud", true), CLOCK);
        loop.await(Event.Attached.class, 1);
    }

    @AfterEach
    void end() {
        network.close();
        cluster.close();
    }

    private AccountAnswer answer(long request, AccountQuestion question, int n) {
        network.account(request, question, CLOCK);
        return loop.await(Event.AccountAnswered.class, n).answer();
    }

    @Test
    void accountsComeInPagesByName() {
        for (int i = 100; i < 160; i++) {
            cluster.accounts.put("user" + i, cluster.accounts.get("tony"));
        }
        var first = (AccountAnswer.Accounts) answer(1, new AccountQuestion.Accounts("user", Optional.empty()), 1);
        assertThat(first.accounts()).hasSize(50).first().extracting("name").isEqualTo("user100");
        assertThat(first.more()).isTrue();
        var next = (AccountAnswer.Accounts) answer(2, new AccountQuestion.Accounts("user", Optional.of("user149")), 2);
        assertThat(next.accounts()).hasSize(10);
        assertThat(next.more()).isFalse();
    }

    @Test
    void aPasswordIsChangedOnceThoughTheAnswerWasLostAndTheNewOneLetsUsIn() {
        var identity = network.account().orElseThrow().identity().publicKey();
        cluster.balancers.forEach(balancer -> balancer.losesAnswers.set(1));
        var change = new AccountQuestion.ChangePassword("rosebud", "lilacbud");
        network.account(7, change, CLOCK);
        loop.await(Event.AccountAnswered.class, 1);
        assertThat(cluster.changes).hasValue(1);

        network.files(8, CLOCK);
        loop.await(Event.Files.class, 1);
        network.logIn(new Login("tony", "rosebud", false), CLOCK);
        assertThat(loop.await(Event.LoginRefused.class, 1).reason()).isEqualTo(Refusal.WRONG_CREDENTIALS);
        network.logIn(new Login("tony", "lilacbud", false), CLOCK);
        loop.await(Event.LoggedIn.class, 2);
        assertThat(network.account().orElseThrow().identity().publicKey()).as("sealed anew, not made anew")
                .isEqualTo(identity);
    }

    @Test
    void newIdentityKeysAreMadeOnceThoughTheAnswerWasLostAndTheNextLoginHasThem() {
        var before = network.account().orElseThrow().identity().publicKey();
        network.account(6, new AccountQuestion.NewIdentity("rosebutt"), CLOCK);
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).contains("not your password");
        cluster.balancers.forEach(balancer -> balancer.losesAnswers.set(1));
        network.account(7, new AccountQuestion.NewIdentity("rosebud"), CLOCK);
        loop.await(Event.AskPostponed.class, 1);
        answer(7, new AccountQuestion.NewIdentity("rosebud"), 1);
        var ours = network.account().orElseThrow().identity().publicKey();
        assertThat(ours).isNotEqualTo(before).isEqualTo(cluster.accounts.get("tony").getIdentityKey());

        network.logIn(new Login("tony", "rosebud", false), CLOCK);
        loop.await(Event.LoggedIn.class, 2);
        assertThat(network.account().orElseThrow().identity().publicKey()).isEqualTo(ours);
    }

    /// The servers end all sessions of before, ours with them: the new ticket opens the
    /// next one, and the person is asked nothing.
    @Test
    void ourOwnSessionOutlivesAChangeOfThePassword() {
        answer(1, new AccountQuestion.ChangePassword("rosebud", "lilacbud"), 1);
        cluster.servers.getFirst().ends("your password was changed");
        loop.await(Event.Moved.class, 1);
        loop.post("still me");
        loop.await("shown", all -> all.shown.contains("still me"));
        assertThat(loop.all(Event.Ended.class)).isEmpty();
        assertThat(loop.all(Event.Detached.class)).isEmpty();
    }

    @Test
    void aWrongPasswordIsToldHereAndNobodyElseHearsOfIt() {
        network.account(1, new AccountQuestion.Check("rosebutt"), CLOCK);
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).contains("not your password");
        network.account(2, new AccountQuestion.ChangePassword("rosebutt", "lilacbud"), CLOCK);
        loop.await(Event.AskFailed.class, 2);
        assertThat(cluster.changes).hasValue(0);
        assertThat(answer(3, new AccountQuestion.Check("rosebud"), 1)).isEqualTo(new AccountAnswer.Done());
    }

    @Test
    void whatTakesAMajorityIsPostponedWithoutOneAndThenHappensOnce() {
        cluster.balancers.forEach(balancer -> balancer.noMajority = true);
        var end = new AccountQuestion.End(new LoginId("11".repeat(16)));
        network.account(1, end, CLOCK);
        network.createRoom(2, "dev", Order.CAUSAL, Optional.empty(), CLOCK);
        var change = new AccountQuestion.ChangePassword("rosebud", "lilacbud");
        network.account(3, change, CLOCK);
        loop.await(Event.AskPostponed.class, 3);
        assertThat(loop.all(Event.AskPostponed.class)).allSatisfy(event -> assertThat(event.sentence()).contains(
                "no majority of balancers (1 of 3)"));
        cluster.balancers.forEach(balancer -> balancer.noMajority = false);
        network.account(1, end, CLOCK);
        network.createRoom(2, "dev", Order.CAUSAL, Optional.empty(), CLOCK);
        loop.await(Event.AccountAnswered.class, 1);
        loop.await(Event.RoomCreated.class, 1);
        assertThat(cluster.endings).hasValue(1);
        network.account(3, change, CLOCK);
        loop.await(Event.AccountAnswered.class, 2);
        assertThat(cluster.changes).hasValue(1);
    }

    @Test
    void aDeletedAccountIsGone() {
        assertThat(answer(1, new AccountQuestion.Delete("rosebud"), 1)).isEqualTo(new AccountAnswer.Done());
        assertThat(cluster.accounts).doesNotContainKey("tony");
    }

    @Test
    void aDeletionIsDoneOnceHoweverOftenItIsTold() {
        cluster.balancers.forEach(balancer -> balancer.losesAnswers.set(1));
        network.account(1, new AccountQuestion.Delete("rosebud"), CLOCK);
        loop.await(Event.AskPostponed.class, 1);
        network.account(1, new AccountQuestion.Delete("rosebud"), CLOCK);
        assertThat(loop.await(Event.AccountAnswered.class, 1).answer()).isEqualTo(new AccountAnswer.Done());
        assertThat(cluster.accounts).doesNotContainKey("tony");
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsDone() {
        cluster.balancers.forEach(balancer -> balancer.losesAnswers.set(1));
        network.account(1, new AccountQuestion.Delete("rosebud"), CLOCK);
        loop.await(Event.AskPostponed.class, 1);
        cluster.ended = "the account was deleted";
        network.account(1, new AccountQuestion.Delete("rosebud"), CLOCK);
        assertThat(loop.await(Event.AccountAnswered.class, 1).answer()).isEqualTo(new AccountAnswer.Done());
    }

    @Test
    void withoutCertificatesNobodyCanBeInvited() {
        network.account(1, new AccountQuestion.Invite("dev"), CLOCK);
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).contains("no certificates");
    }
}
