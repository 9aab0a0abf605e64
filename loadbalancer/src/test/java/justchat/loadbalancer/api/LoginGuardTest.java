// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.LocalAccounts;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LoginGuardTest {
    private static final UserName ELON = UserName.of("elon");
    private static final UserName NOBODY = UserName.of("nobody");
    private static final byte[] RIGHT = new byte[32];
    private static final byte[] WRONG = new byte[31];

    private final Counters counters = new Counters();
    private final AccountBook book = new AccountBook(BookLimits.DEFAULT);
    private long now = 1_000_000;
    private final LoginGuard guard = new LoginGuard(new LocalAccounts(book), counters,
            () -> Instant.ofEpochMilli(now));

    @BeforeEach
    void elonHasAnAccount() {
        var some = Bytes.copyOf(new byte[32]);
        book.apply(new Command.SignUp(CommandId.copyOf(new byte[16]), new Account(ELON, List.of("elon"),
                LoginGuard.verifier(RIGHT), Bytes.copyOf(new byte[64]), some, 1, 0), Optional.empty()));
    }

    @Test
    void aNameThatIsUnknownIsAnsweredAndSlowedLikeOneThatIsNot() throws Exception {
        for (int i = 0; i < 30; i++) {
            var home = address("192.0.2." + i % 3);
            var known = refusal(() -> guard.check(ELON, WRONG, home));
            assertThat((Object) known).isEqualTo(refusal(() -> guard.check(NOBODY, WRONG, home)));
            now += 900;
        }
        assertThat(counters.value(Counter.LOGINS_SLOWED)).isPositive();
    }

    @Test
    void theOwnerGetsInWithinAMinuteThoughAnotherGuessesFromTheSameAddress() throws Exception {
        var both = address("192.0.2.1");
        guard.check(ELON, RIGHT, both);
        for (int i = 0; i < 50; i++) {
            refusal(() -> guard.check(ELON, WRONG, both));
            now += 100;
        }
        now += 60_000;
        assertThat(guard.check(ELON, RIGHT, both).name()).isEqualTo(ELON);
    }

    @Test
    void theOwnerAtHomeDoesNotWaitForGuessesFromAllOverTheWorld() throws Exception {
        var home = address("192.0.2.1");
        guard.check(ELON, RIGHT, home);
        for (int i = 0; i < 500; i++) {
            var elsewhere = address("10.0." + i / 250 + "." + i % 250);
            refusal(() -> guard.check(ELON, WRONG, elsewhere));
        }
        assertThat(refusal(() -> guard.check(ELON, RIGHT, address("203.0.113.9"))).getReason()).isEqualTo(Reason.BUSY);
        assertThat(guard.check(ELON, RIGHT, home).name()).isEqualTo(ELON);
    }

    @Test
    void anAddressThatSignsUpWithoutEndMustWait() throws Exception {
        var there = address("2001:db8::1");
        for (int i = 0; i < LoginGuard.SIGN_UPS; i++) {
            guard.slowDownSignUps(there);
            guard.signUpAnswered(there);
        }
        var busy = refusal(() -> guard.slowDownSignUps(address("2001:db8::2")));
        assertThat(busy.getReason()).isEqualTo(Reason.BUSY);
        assertThat(busy.getRetryAfterMillis()).isEqualTo((int) LoginGuard.SIGN_UP_INTERVAL_MILLIS);
        guard.slowDownSignUps(address("2001:db8:0:1::1"));
        now += LoginGuard.SIGN_UP_INTERVAL_MILLIS;
        guard.slowDownSignUps(there);
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private static Refused refusal(ThrowingCallable action) {
        var refused = catchThrowableOfType(Refused.class, action);
        assertThat((Object) refused).as("refused").isNotNull();
        return refused;
    }
}
