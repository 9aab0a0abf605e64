// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Invitations, passwords, deletion, revocation, and what goes: by example.
class TicketsOverTest {
    private static final UserName ELON = UserName.of("elon");
    private static final Bytes LAPTOP = Commands.bytes(16, 1);
    private static final Bytes PHONE = Commands.bytes(16, 2);
    private static final long LIFE = Revocations.LIFE.toMillis();

    private final AccountBook book = new AccountBook(BookLimits.DEFAULT);

    @Test
    void aNewPasswordEndsAllLoginsButTheOneThatChangedIt() {
        book.apply(Commands.signUp(1, "elon", 1));
        assertThat(book.apply(change(2, 9, 2, LAPTOP, 100))).isEqualTo(new Outcome.WrongPassword());
        assertThat(book.apply(change(3, 1, 2, LAPTOP, 100))).isEqualTo(new Outcome.PasswordChanged(2));
        assertThat(book.apply(change(3, 1, 2, LAPTOP, 999))).as("a retry").isEqualTo(new Outcome.PasswordChanged(2));
        assertThat(book.revocation(ELON, 1, PHONE)).isPresent();
        assertThat(book.revocation(ELON, 1, LAPTOP)).isEmpty();
        assertThat(book.revocation(ELON, 2, PHONE)).as("with the new password").isEmpty();
        assertThat(book.account(ELON).orElseThrow().generation()).isEqualTo(2);
        assertThat(book.apply(change(4, 2, 3, PHONE, 200))).isEqualTo(new Outcome.PasswordChanged(3));
        assertThat(book.revocation(ELON, 1, LAPTOP)).as("now this one too").isPresent();
    }

    @Test
    void aDeletedNameIsNobodysForEverAndAllItsTicketsAreOver() {
        book.apply(Commands.signUp(1, "elon", 1));
        assertThat(book.apply(delete(2, 9))).isEqualTo(new Outcome.WrongPassword());
        assertThat(book.apply(delete(3, 1))).isEqualTo(new Outcome.AccountDeleted());
        assertThat(book.apply(delete(3, 1))).isEqualTo(new Outcome.AccountDeleted());
        assertThat(book.account(ELON)).isEmpty();
        assertThat(book.isDeleted(UserName.of("ELON"))).isTrue();
        assertThat(book.revocation(ELON, 1, LAPTOP)).isPresent();
        assertThat(book.apply(Commands.signUp(4, "Elon", 5))).isEqualTo(new Outcome.NameTaken());
        assertThat(book.apply(Commands.signUp(5, "e1on", 5))).as("looks like it").isEqualTo(new Outcome.NameTaken());
        assertThat(book.apply(Commands.signUp(6, "tony", 5))).isEqualTo(new Outcome.SignedUp());
    }

    @Test
    void aRevocationStandsUntilTheLastTicketHasExpired() {
        assertThat(book.apply(revoke(1, LAPTOP, 100))).isEqualTo(new Outcome.Revoked());
        assertThat(book.revocation(ELON, 1, LAPTOP).map(Revocation::untilMillis)).contains(100 + LIFE);
        book.apply(revoke(2, PHONE, 99 + LIFE));
        assertThat(book.revocations()).hasSize(2);
        book.apply(revoke(3, PHONE, 100 + LIFE));
        assertThat(book.revocations()).hasSize(1);
    }

    @Test
    void oneUserCannotEndLoginsWithoutLimit() {
        int most = BookLimits.DEFAULT.ownRevocations();
        for (int i = 1; i <= most; i++) {
            assertThat(book.apply(revoke(i, Commands.bytes(16, i), 1))).isEqualTo(new Outcome.Revoked());
        }
        assertThat(book.apply(revoke(most + 1, Commands.bytes(16, most + 1), 1))).isEqualTo(new Outcome.OwnerFull());
        assertThat(book.apply(revoke(most + 2, Commands.bytes(16, 1), 1))).as("over before")
                .isEqualTo(new Outcome.Revoked());
        book.apply(Commands.signUp(90, "elon", 1));
        assertThat(book.apply(change(91, 1, 2, LAPTOP, 1))).as("the way out").isEqualTo(new Outcome.PasswordChanged(2));
        assertThat(book.revocations()).hasSize(1);
    }

    @Test
    void whenNoMoreCanBeRevokedAPasswordStaysAsItIs() {
        var limits = new BookLimits(9, 9, 9, 99, 9, 9, 9, 9, 1, 9);
        var small = new AccountBook(limits);
        small.apply(Commands.signUp(1, "elon", 1));
        small.apply(Commands.signUp(2, "tony", 1));
        small.apply(change(3, 1, 2, LAPTOP, 1));
        var tony = new Command.ChangePassword(Commands.id(4), UserName.of("tony"), Commands.bytes(32, 1),
                Commands.bytes(32, 2), Commands.bytes(60, 2), PHONE, 1);
        assertThat(small.apply(tony)).isEqualTo(new Outcome.Full());
        assertThat(small.account(UserName.of("tony")).orElseThrow().generation()).isEqualTo(1);
        assertThat(small.apply(change(5, 2, 3, LAPTOP, 1))).as("in the same place")
                .isEqualTo(new Outcome.PasswordChanged(3));
    }

    @Test
    void anInvitationIsGoodForOneAccountAndNotForEver() {
        var token = Commands.bytes(32, 7);
        assertThat(book.apply(invited(1, "elon", token, 0))).isEqualTo(new Outcome.NotInvited());
        book.apply(new Command.Invite(Commands.id(2), token, 1_000, 0));
        book.apply(Commands.signUp(3, "tony", 1));
        assertThat(book.apply(invited(4, "tony", token, 10))).as("does not use it up")
                .isEqualTo(new Outcome.NameTaken());
        assertThat(book.apply(invited(5, "elon", token, 999))).isEqualTo(new Outcome.SignedUp());
        assertThat(book.apply(invited(5, "elon", token, 5_000))).as("a retry").isEqualTo(new Outcome.SignedUp());
        assertThat(book.apply(invited(6, "robert", token, 999))).isEqualTo(new Outcome.NotInvited());

        book.apply(new Command.Invite(Commands.id(7), token, 1_000, 0));
        assertThat(book.apply(invited(8, "robert", token, 1_000))).as("has ended").isEqualTo(new Outcome.NotInvited());
    }

    @Test
    void aServerDrainsOverRestartsAndOnceRemovedNeverComesBack() {
        book.apply(server(1));
        assertThat(book.apply(new Command.RemoveServer(Commands.id(2), name("ms-1"))))
                .isEqualTo(new Outcome.StillServing());
        assertThat(book.apply(new Command.Drain(Commands.id(3), name("ms-1"), true))).isEqualTo(new Outcome.Drained(2));
        assertThat(book.apply(new Command.Drain(Commands.id(4), name("ms-1"), true))).isEqualTo(new Outcome.Drained(2));
        book.apply(server(5));
        assertThat(book.view().members()).singleElement().extracting(ServerMember::draining).isEqualTo(true);
        assertThat(book.apply(new Command.RemoveServer(Commands.id(6), name("ms-1"))))
                .isEqualTo(new Outcome.ServerRemoved(4));
        assertThat(book.view().members()).isEmpty();
        assertThat(book.apply(server(7))).isEqualTo(new Outcome.Removed());
        assertThat(book.apply(new Command.Drain(Commands.id(8), name("ms-1"), false))).isEqualTo(new Outcome.Unknown());
        assertThat(book.apply(new Command.Drain(Commands.id(9), name("ms-2"), true))).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void theTicketsOfARemovedBalancerAreBelievedUntilTheyExpire() {
        book.apply(new Command.RegisterBalancer(Commands.id(1), Commands.balancer("lb-1", 1)));
        assertThat(book.apply(removeBalancer(2, 0))).isEqualTo(new Outcome.LastBalancer());
        book.apply(new Command.RegisterBalancer(Commands.id(3), Commands.balancer("lb-2", 2)));
        assertThat(book.apply(removeBalancer(4, 100))).isEqualTo(new Outcome.BalancerRemoved(3));
        assertThat(book.view().balancer("lb-1")).isEmpty();
        assertThat(book.view().ticketKey("lb-1", 99 + LIFE)).contains(Commands.bytes(32, 1));
        assertThat(book.view().ticketKey("lb-1", 100 + LIFE)).isEmpty();
        assertThat(book.apply(new Command.RegisterBalancer(Commands.id(5), Commands.balancer("lb-1", 1))))
                .isEqualTo(new Outcome.BalancerRegistered(4));
        assertThat(book.view().retired()).isEmpty();
        assertThat(book.apply(removeBalancer(7, 0))).isEqualTo(new Outcome.BalancerRemoved(5));
        assertThat(book.apply(removeBalancer(8, 0))).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void sentencesAndLoginsHaveTheirLengths() {
        assertThatThrownBy(() -> new Command.Revoke(Commands.id(1), ELON, LAPTOP, "", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.Revoke(Commands.id(1), ELON, LAPTOP, "x".repeat(65), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.Revoke(Commands.id(1), ELON, Commands.bytes(15, 1), "over", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Command.Revoke(Commands.id(1), ELON, LAPTOP, "x".repeat(64), 0).sentence()).hasSize(64);
    }

    private static Command.SignUp invited(int id, String name, Bytes token, long at) {
        return new Command.SignUp(Commands.id(id), Commands.account(name, 1).createdAt(at), Optional.of(token));
    }

    private static Command.ChangePassword change(int id, int from, int to, Bytes login, long at) {
        return new Command.ChangePassword(Commands.id(id), ELON, Commands.bytes(32, from), Commands.bytes(32, to),
                Commands.bytes(60, to), login, at);
    }

    private static Command.DeleteAccount delete(int id, int key) {
        return new Command.DeleteAccount(Commands.id(id), ELON, Commands.bytes(32, key), 100);
    }

    private static Command.Revoke revoke(int id, Bytes login, long at) {
        return new Command.Revoke(Commands.id(id), ELON, login, "over", at);
    }

    private static Command.RemoveBalancer removeBalancer(int id, long at) {
        return new Command.RemoveBalancer(Commands.id(id), name("lb-1"), at);
    }

    private static Command.RegisterServer server(int id) {
        var address = new HostPort("127.0.0.1", 1);
        return new Command.RegisterServer(Commands.id(id), name("ms-1"), address, address, true);
    }

    private static ProcessName name(String name) {
        return new ProcessName(name);
    }
}
