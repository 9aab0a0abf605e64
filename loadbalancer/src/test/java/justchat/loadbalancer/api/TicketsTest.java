// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.LocalAccounts;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.UserName;
import justchat.ticket.TicketSigner;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TicketsTest {
    private static final UserName ELON = UserName.of("elon");
    private static final long START = 1_000_000_000_000L;

    private final AccountBook book = new AccountBook(BookLimits.DEFAULT);
    private final LocalAccounts accounts = new LocalAccounts(book);
    private long now = START;
    private final Tickets tickets = new Tickets(new ProcessName("lb-1"), TicketSigner.generate(), accounts,
            () -> Instant.ofEpochMilli(now));

    @BeforeEach
    void elonHasAnAccount() {
        var some = Bytes.copyOf(new byte[32]);
        book.apply(new Command.SignUp(CommandId.copyOf(new byte[16]), new Account(ELON, List.of("elon"), some,
                Bytes.copyOf(new byte[64]), some, 1, 0), Optional.empty()));
    }

    @Test
    void whoKnowsOfNoLeaderRenewsForAShortTime() throws Exception {
        var ticket = tickets.issue(ELON, 1);
        assertThat(ticket.expiresAtMillis()).isEqualTo(now + Tickets.LIFE.toMillis());
        cutOff();
        now += 1_000;
        assertThat(renewal(ticket).getExpiresAtMillis()).isEqualTo(now + Tickets.LIFE_ALONE.toMillis());
    }

    @Test
    void whatIsRenewedByABalancerThatIsCutOffEndsBeforeAnyRevocationThatItMissed() throws Exception {
        var ticket = tickets.issue(ELON, 1);
        cutOff();
        var longest = 0L;
        Optional<Refused> refused = Optional.empty();
        for (; refused.isEmpty(); now += Duration.ofMinutes(4).toMillis()) {
            try {
                var renewal = renewal(ticket);
                ticket = new Tickets.Issued(renewal.getTicket(), renewal.getExpiresAtMillis());
                longest = ticket.expiresAtMillis();
            } catch (Refused answer) {
                refused = Optional.of(answer);
            }
        }
        assertThat(refused.get().getReason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused.get().getMessage()).contains("has not heard of the others for too long");
        var revoked = new Command.Revoke(CommandId.copyOf(new byte[16]), ELON, Bytes.copyOf(new byte[16]), "over",
                START + 1);
        var elsewhere = new AccountBook(BookLimits.DEFAULT);
        elsewhere.apply(revoked);
        assertThat(longest).isLessThan(elsewhere.revocations().getFirst().untilMillis());
        assertThat(longest).as("and not much sooner").isGreaterThan(START + Duration.ofHours(11).toMillis());
        assertThat(tickets.issue(ELON, 1).expiresAtMillis()).as("the password still logs in")
                .isEqualTo(now + Tickets.LIFE_ALONE.toMillis());
    }

    @Test
    void whoHasKnownOfNoLeaderSinceItStartedRenewsNothing() {
        var ticket = tickets.issue(ELON, 1);
        accounts.alone = true;
        var refused = catchThrowableOfType(Refused.class, () -> renewal(ticket));
        assertThat(refused.getReason()).isEqualTo(Reason.UNAVAILABLE);
    }

    private void cutOff() {
        accounts.alone = true;
        accounts.ledAtMillis = now;
    }

    private Renewal renewal(Tickets.Issued ticket) throws Refused {
        return tickets.renew(ByteBuffer.wrap(ticket.ticket()));
    }
}
