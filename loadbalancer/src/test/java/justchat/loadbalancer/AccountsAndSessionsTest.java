// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.thrift.TException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import justchat.loadbalancer.api.Policy;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.ticket.Ticket;
import justchat.ticket.TicketVerifier;
import justchat.ticket.Verdict;
import justchat.wire.AccountSummary;
import justchat.wire.AccountsRequest;
import justchat.wire.Address;
import justchat.wire.ChangeIdentity;
import justchat.wire.ChangePassword;
import justchat.wire.DeleteAccount;
import justchat.wire.EndSession;
import justchat.wire.LoadBalancer;
import justchat.wire.Member;
import justchat.wire.Operator;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Session;
import justchat.wire.Welcome;

import static justchat.loadbalancer.Refusals.assertRefused;
import static justchat.loadbalancer.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/// One cluster of three for all of these, in the order of a story. Each balancer has its own policy, so that one cluster
/// is enough: lb-1 allows everything, at lb-2 an account takes an invitation, at lb-3 a user may be logged in once.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountsAndSessionsTest {
    @TempDir
    static Path directory;
    private static TestCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TestCluster(directory);
        cluster.settings.compute("lb-2", (_, settings) -> TestCluster.with(settings,
                new Policy(Policy.SignUps.INVITE, Policy.Sessions.MANY)));
        cluster.settings.compute("lb-3", (_, settings) -> TestCluster.with(settings,
                new Policy(Policy.SignUps.OPEN, Policy.Sessions.ONE)));
        cluster.startAll();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void whereOneMustBeInvitedAnInvitationIsGoodForOneAccount() throws Exception {
        var client = cluster.asClient("lb-2");
        assertThat(client.cluster().isInviteOnly()).isTrue();
        assertThat(cluster.asClient("lb-1").cluster().isSetInviteOnly()).isFalse();
        assertRefused(Reason.NOT_PERMITTED, "takes an invitation", () -> client.signUp(TestCluster.signUp("jarvis")));
        assertRefused(Reason.INVALID, "token",
                () -> client.signUp(TestCluster.signUp("jarvis").setToken(new byte[15])));
        assertRefused(Reason.NOT_PERMITTED, "not good any more",
                () -> client.signUp(TestCluster.signUp("jarvis").setToken(new byte[16])));

        long until = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
        var command = id();
        var token = cluster.asOperator("lb-1").invite(until, command.duplicate());
        assertThat(cluster.asOperator("lb-3").invite(until, command.duplicate())).as("a retry elsewhere")
                .isEqualTo(token);
        var request = TestCluster.signUp("jarvis").setToken(token.duplicate());
        assertThat(client.signUp(request).getName()).isEqualTo("jarvis");
        assertThat(client.signUp(request).getName()).as("a retry").isEqualTo("jarvis");
        assertRefused(Reason.NOT_PERMITTED, "used",
                () -> client.signUp(TestCluster.signUp("pietro").setToken(token.duplicate())));

        assertRefused(Reason.INVALID, "90 days", () -> cluster.asOperator("lb-1").invite(until + Duration.ofDays(91)
                .toMillis(), id()));
        assertRefused(Reason.INVALID, "90 days", () -> cluster.asOperator("lb-1").invite(5, id()));
        assertRefused(Reason.INVALID, "command id",
                () -> cluster.asOperator("lb-1").invite(until, ByteBuffer.wrap(new byte[3])));
    }

    @Test
    @Order(2)
    void namesThatLookAlikeAreOneName() throws Exception {
        signUp("Ilya");
        for (var name : List.of("ilya", "llya", "1lya", "ILYA", "Iӏуа")) {
            var refused = refusal(() -> signUp(name));
            assertThat(refused.getReason()).as(name).isIn(Reason.NAME_TAKEN, Reason.INVALID);
        }
        assertRefused(Reason.NAME_TAKEN, "looks like", () -> signUp("llya"));
    }

    @Test
    @Order(3)
    void accountsAreListedByPatternAndPage() throws Exception {
        var ticket = ByteBuffer.wrap(signUp("bucky").getTicket());
        for (int i = 2; i < 9; i++) {
            signUp("agent-" + i);
        }
        var client = cluster.asClient("lb-1");
        var first = client.accounts(new AccountsRequest(ticket, "AGENT-?", 3));
        assertThat(first.getAccounts()).map(AccountSummary::getName).containsExactly("agent-2", "agent-3", "agent-4");
        assertThat(first.isMore()).isTrue();
        var rest = client.accounts(new AccountsRequest(ticket, "agent-?", 4).setAfter("agent-4"));
        assertThat(rest.getAccounts()).map(AccountSummary::getName).containsExactly("agent-5", "agent-6", "agent-7",
                "agent-8");
        assertThat(rest.isMore()).isFalse();
        assertThat(client.accounts(new AccountsRequest(ticket, "CK", 500)).getAccounts()).singleElement()
                .satisfies(account -> {
                    assertThat(account.getName()).isEqualTo("bucky");
                    assertThat(account.isOnline()).isFalse();
                    assertThat(account.getCreatedAtMillis()).isCloseTo(System.currentTimeMillis(),
                            Offset.offset(600_000L));
                });
        assertThat(client.accounts(new AccountsRequest(ticket, "", 500)).getAccounts()).hasSize(10);

        for (int limit : new int[]{-1, 0, 501, Integer.MAX_VALUE}) {
            assertRefused(Reason.INVALID, "1 to 500", () -> client.accounts(new AccountsRequest(ticket, "", limit)));
        }
        assertRefused(Reason.INVALID, "64 bytes",
                () -> client.accounts(new AccountsRequest(ticket, "*a".repeat(33), 5)));
        assertRefused(Reason.INVALID, "slashes",
                () -> client.accounts(new AccountsRequest(ticket, "", 5).setAfter("a/b")));
        assertRefused(Reason.NOT_AUTHENTICATED, "log in",
                () -> client.accounts(new AccountsRequest(ByteBuffer.wrap(new byte[9]), "", 5)));
    }

    @Test
    @Order(4)
    void anEndedSessionIsEndedAtAllBalancersAndToldToTheServers() throws Exception {
        var laptop = signUp("natasha");
        var phone = cluster.asClient("lb-2").logIn(TestCluster.logIn("natasha"));
        try (var server = new FakeServer(cluster, "ms-1", "lb-1").announceToAll()) {
            server.report(true, List.of(session(server, "natasha", laptop, "laptop"),
                    session(server, "natasha", phone, "phone")), List.of());
            var mine = cluster.asClient("lb-1").sessions(ByteBuffer.wrap(laptop.getTicket()));
            assertThat(mine).map(session -> session.getDevice() + " at " + session.getServer() + " from "
                    + session.getHost())
                    .containsExactly("laptop at ms-1 from 192.0.2.7", "phone at ms-1 from 192.0.2.7");
            assertThat(mine.getLast().getLogin()).isEqualTo(loginOf(phone));

            var request = new EndSession(ByteBuffer.wrap(laptop.getTicket()), ByteBuffer.wrap(loginOf(phone)), id());
            cluster.asClient("lb-1").endSession(request);
            for (var name : cluster.running.keySet()) {
                TestCluster.await(() -> isEnded(name, phone));
            }
            cluster.asClient("lb-3").endSession(request);
            TestCluster.await(() -> server.revoked.size() >= 3);
            assertThat(server.revoked).allSatisfy(revoked -> assertThat(revoked).singleElement().satisfies(one -> {
                assertThat(one.getUser()).isEqualTo("natasha");
                assertThat(one.getLogin()).isEqualTo(loginOf(phone));
                assertThat(one.isSetGeneration()).isFalse();
            }));
            assertThat(server.revocationsAt("lb-2")).isEqualTo(server.revoked.peek());
            try (var late = new FakeServer(cluster, "ms-2", "lb-2").announceToAll()) {
                TestCluster.await(() -> late.revoked.size() >= 3);
            }

            assertThat(cluster.asClient("lb-1").sessions(ByteBuffer.wrap(laptop.getTicket()))).hasSize(1);
            assertRefused(Reason.ENDED, "ended from another",
                    () -> cluster.asClient("lb-2").renew(ByteBuffer.wrap(phone.getTicket())));
            var stub = cluster.asClient("lb-1");
            assertRefused(Reason.NOT_FOUND, "no such session", () -> stub.endSession(
                    new EndSession(ByteBuffer.wrap(laptop.getTicket()), id(), id())));
            assertRefused(Reason.INVALID, "login", () -> stub.endSession(
                    new EndSession(ByteBuffer.wrap(laptop.getTicket()), ByteBuffer.wrap(new byte[5]), id())));
            // Only for ten minutes while there is no leader.
            TestCluster.await(() -> lifetime(stub, laptop).compareTo(Duration.ofHours(11)) > 0);
            assertThat(lifetime(stub, laptop)).isLessThanOrEqualTo(Duration.ofHours(12));
            var renewal = stub.renew(ByteBuffer.wrap(laptop.getTicket()));
            assertThat(ticketOf(renewal.getTicket()).login()).isEqualTo(ticketOf(laptop.getTicket()).login());
        }
        cluster.awaitMembers(0);
    }

    @Test
    @Order(5)
    void whereOneLoginIsAllowedASecondTakesOverOnlyWhenItSaysSo() throws Exception {
        var first = signUp("clint");
        try (var server = new FakeServer(cluster, "ms-1", "lb-1").announceToAll()) {
            assertThat(cluster.asClient("lb-3").logIn(TestCluster.logIn("clint")).getName()).as("nobody is there")
                    .isEqualTo("clint");
            server.report(true, List.of(session(server, "clint", first, "laptop")), List.of());
            assertRefused(Reason.ELSEWHERE, "from 192.0.2.7 (laptop), at ms-1",
                    () -> cluster.asClient("lb-3").logIn(TestCluster.logIn("clint")));
            assertThat(isEnded("lb-3", first)).isFalse();
            var second = cluster.asClient("lb-3").logIn(TestCluster.logIn("clint").setTakeOver(true));
            assertThat(isEnded("lb-3", first)).isTrue();
            assertThat(isEnded("lb-3", second)).isFalse();
            assertRefused(Reason.WRONG_CREDENTIALS, "wrong", () -> cluster.asClient("lb-3")
                    .logIn(TestCluster.logIn("clint").setAuthKey(new byte[32]).setTakeOver(true)));
            cluster.asClient("lb-1").logIn(TestCluster.logIn("clint"));
        }
        cluster.awaitMembers(0);
    }

    @Test
    @Order(6)
    void aNewPasswordEndsTheOtherLoginsAndTheOldOneLogsNobodyIn() throws Exception {
        var laptop = signUp("carol");
        var phone = cluster.asClient("lb-1").logIn(TestCluster.logIn("carol"));
        var client = cluster.asClient("lb-1");
        var request = new ChangePassword(ByteBuffer.wrap(laptop.getTicket()),
                ByteBuffer.wrap(TestCluster.authKey("carol")), ByteBuffer.wrap(TestCluster.authKey("danvers")),
                ByteBuffer.wrap(new byte[61]), id());
        assertRefused(Reason.WRONG_CREDENTIALS, "wrong password",
                () -> client.changePassword(request.deepCopy().setOldAuthKey(new byte[32]).setCommand(id())));
        assertRefused(Reason.INVALID, "authentication key",
                () -> client.changePassword(request.deepCopy().setNewAuthKey(new byte[31]).setCommand(id())));
        assertRefused(Reason.INVALID, "sealed",
                () -> client.changePassword(request.deepCopy().setNewSealedIdentity(new byte[257]).setCommand(id())));

        var renewal = client.changePassword(request);
        assertThat(ticketOf(renewal.getTicket()).generation()).isEqualTo(2);
        assertThat(ticketOf(renewal.getTicket()).login()).isEqualTo(ticketOf(laptop.getTicket()).login());
        assertThat(ticketOf(cluster.asClient("lb-3").changePassword(request).getTicket()).generation())
                .as("a retry elsewhere").isEqualTo(2);
        assertThat(isEnded("lb-1", phone)).isTrue();
        assertThat(isEnded("lb-1", laptop)).isFalse();
        assertRefused(Reason.ENDED, "password was changed",
                () -> client.renew(ByteBuffer.wrap(laptop.getTicket())));
        client.renew(renewal.bufferForTicket());
        assertRefused(Reason.WRONG_CREDENTIALS, "wrong", () -> client.logIn(TestCluster.logIn("carol")));
        var again = client.logIn(TestCluster.logIn("carol").setAuthKey(TestCluster.authKey("danvers")));
        assertThat(again.getSealedIdentity()).hasSize(61);
        assertThat(ticketOf(again.getTicket()).generation()).isEqualTo(2);
    }

    @Test
    @Order(7)
    void aNewIdentityTakesThePasswordAndIsWhatOthersAreToldAndEndsTheOtherLogins() throws Exception {
        var laptop = signUp("vision");
        var phone = cluster.asClient("lb-1").logIn(TestCluster.logIn("vision"));
        var client = cluster.asClient("lb-1");
        var keys = TestCluster.random(64);
        var request = new ChangeIdentity(ByteBuffer.wrap(laptop.getTicket()),
                ByteBuffer.wrap(TestCluster.authKey("vision")), ByteBuffer.wrap(keys), ByteBuffer.wrap(new byte[93]),
                id());
        assertRefused(Reason.WRONG_CREDENTIALS, "wrong password",
                () -> client.changeIdentity(request.deepCopy().setAuthKey(new byte[32]).setCommand(id())));
        assertRefused(Reason.INVALID, "identity key",
                () -> client.changeIdentity(request.deepCopy().setIdentityKey(new byte[32]).setCommand(id())));
        assertRefused(Reason.INVALID, "sealed",
                () -> client.changeIdentity(request.deepCopy().setSealedIdentity(new byte[257]).setCommand(id())));

        var renewal = client.changeIdentity(request);
        assertThat(ticketOf(renewal.getTicket()).generation()).isEqualTo(2);
        assertThat(ticketOf(cluster.asClient("lb-3").changeIdentity(request).getTicket()).generation())
                .as("a retry elsewhere").isEqualTo(2);
        assertRefused(Reason.INVALID, "something else",
                () -> client.changeIdentity(request.deepCopy().setIdentityKey(TestCluster.random(64))));
        assertThat(isEnded("lb-1", phone)).isTrue();
        assertThat(client.locate(renewal.bufferForTicket(), "vision", Map.of()).getIdentityKey()).isEqualTo(keys);
        var again = client.logIn(TestCluster.logIn("vision"));
        assertThat(again.getIdentityKey()).isEqualTo(keys);
        assertThat(again.getSealedIdentity()).hasSize(93);
    }

    @Test
    @Order(8)
    void aDeletedAccountIsGoneAndItsNameIsNobodysAnyMore() throws Exception {
        var welcome = signUp("loki");
        var client = cluster.asClient("lb-1");
        var request = new DeleteAccount(ByteBuffer.wrap(welcome.getTicket()),
                ByteBuffer.wrap(TestCluster.authKey("loki")), id());
        assertRefused(Reason.WRONG_CREDENTIALS, "wrong password",
                () -> client.deleteAccount(request.deepCopy().setAuthKey(new byte[32]).setCommand(id())));
        client.deleteAccount(request);
        client.deleteAccount(request);
        assertThat(isEnded("lb-1", welcome)).isTrue();
        assertRefused(Reason.ENDED, "deleted", () -> client.renew(ByteBuffer.wrap(welcome.getTicket())));
        assertRefused(Reason.WRONG_CREDENTIALS, "wrong name or password",
                () -> client.logIn(TestCluster.logIn("loki")));
        assertRefused(Reason.NAME_TAKEN, "taken", () -> signUp("Loki"));
    }

    @Test
    @Order(9)
    void aServerDrainsAndGoesForGood() throws Exception {
        try (var server = new FakeServer(cluster, "ms-7", "lb-1").announceToAll()) {
            var operator = cluster.asOperator("lb-2");
            assertRefused(Reason.INVALID, "drain it first", () -> operator.removeServer("ms-7", id()));
            operator.drain("ms-7", true, id());
            TestCluster.await(() -> server.pushed.stream().flatMap(view -> view.getMembers().stream())
                    .anyMatch(Member::isDraining));
            operator.drain("ms-7", false, id());
            assertRefused(Reason.INVALID, "drain it first", () -> operator.removeServer("ms-7", id()));
            operator.drain("ms-7", true, id());
            operator.removeServer("ms-7", id());
            cluster.awaitMembers(0);
            assertRefused(Reason.NOT_PERMITTED, "was removed", () -> server.register("lb-1"));
            assertRefused(Reason.NOT_FOUND, "no server ms-9", () -> operator.drain("ms-9", true, id()));
            assertRefused(Reason.INVALID, "process name", () -> operator.removeServer("../etc", id()));
            assertRefused(Reason.NOT_FOUND, "no balancer lb-9", () -> operator.removeBalancer("lb-9", id()));
        }
        var client = cluster.connect("lb-1", ClientTls.cluster(new Trust(
                cluster.authority.certificate()), Role.LOADBALANCER), _ -> List.of());
        var stub = client.stub(Operator.Client::new, TestCluster.PATIENCE);
        assertRefused(Reason.NOT_PERMITTED, "operator", () -> stub.invite(1, id()));
        assertRefused(Reason.NOT_PERMITTED, "operator", () -> stub.drain("ms-1", true, id()));
        assertRefused(Reason.NOT_PERMITTED, "operator", () -> stub.removeServer("ms-1", id()));
        assertRefused(Reason.NOT_PERMITTED, "operator", () -> stub.removeBalancer("lb-1", id()));
        client.close();
    }

    @Test
    @Order(10)
    void aBalancerThatIsAloneSignsForTenMinutesAndSaysWhyTheRestMustWait() throws Exception {
        var welcome = signUp("thor");
        var last = cluster.follower();
        cluster.stop(cluster.running.keySet().stream().filter(name -> !name.equals(last)).toArray(String[]::new));
        TestCluster.await(() -> cluster.running.get(last).book().standing().leader().isEmpty());
        var client = cluster.asClient(last);
        var ticket = ByteBuffer.wrap(client.logIn(TestCluster.logIn("thor")).getTicket());
        assertThat(ticketOf(ticket.array()).expiresAtMillis() - System.currentTimeMillis())
                .isBetween(1L, Duration.ofMinutes(10).toMillis());
        client.renew(ByteBuffer.wrap(welcome.getTicket()));
        assertThat(client.accounts(new AccountsRequest(ticket, "thor", 9)).getAccounts()).hasSize(1);
        assertRefused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)", () -> client.deleteAccount(
                new DeleteAccount(ticket, ByteBuffer.wrap(TestCluster.authKey("thor")), id())));
        assertRefused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)", () -> client.changePassword(
                new ChangePassword(ticket, ByteBuffer.wrap(TestCluster.authKey("thor")),
                        ByteBuffer.wrap(TestCluster.authKey("x")), ByteBuffer.wrap(new byte[9]), id())));
        assertRefused(Reason.UNAVAILABLE, "no majority of balancers (1 of 3)", () -> client.changeIdentity(
                new ChangeIdentity(ticket, ByteBuffer.wrap(TestCluster.authKey("thor")),
                        ByteBuffer.wrap(new byte[64]), ByteBuffer.wrap(new byte[9]), id())));
    }

    /// At one, and known to all.
    private static Welcome signUp(String name) throws Exception {
        var welcome = cluster.asClient("lb-1").signUp(TestCluster.signUp(name));
        cluster.running.keySet().forEach(balancer -> cluster.awaitAccount(balancer, name));
        return welcome;
    }

    private static Duration lifetime(LoadBalancer.Iface balancer, Welcome welcome) {
        try {
            return Duration.ofMillis(balancer.renew(ByteBuffer.wrap(welcome.getTicket())).getExpiresAtMillis()
                    - System.currentTimeMillis());
        } catch (TException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Session session(FakeServer server, String user, Welcome welcome, String device) {
        return new Session(user, ByteBuffer.wrap(TestCluster.random(16)), server.origin.getServer(),
                new Address("192.0.2.7", 0)).setLogin(loginOf(welcome))
                .setDevice(device).setSinceMillis(System.currentTimeMillis());
    }

    private static byte[] loginOf(Welcome welcome) {
        return ticketOf(welcome.getTicket()).login().bytes();
    }

    /// Of whichever balancer.
    private static Ticket ticketOf(byte[] bytes) {
        var view = cluster.running.values().iterator().next().book().view();
        var verdict = TicketVerifier.verify(bytes,
                signer -> view.balancer(signer).map(balancer -> balancer.ticketKey().toArray()), 0);
        return ((Verdict.Valid) verdict).ticket();
    }

    private static boolean isEnded(String balancer, Welcome welcome) {
        try {
            cluster.asClient(balancer).files(ByteBuffer.wrap(welcome.getTicket()), Map.of());
            return false;
        } catch (Refused refused) {
            assertThat(refused.getReason()).isEqualTo(Reason.ENDED);
            return true;
        } catch (TException failure) {
            throw new AssertionError(failure);
        }
    }

    private static ByteBuffer id() {
        return ByteBuffer.wrap(TestCluster.random(16));
    }
}
