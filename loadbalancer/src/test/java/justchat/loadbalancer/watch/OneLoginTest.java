// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.LocalAccounts;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;
import justchat.loadbalancer.presence.Presence.Report;
import justchat.loadbalancer.registry.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class OneLoginTest {
    private static final UserName TONY = UserName.of("tony");

    private final AccountBook book = new AccountBook(BookLimits.DEFAULT);
    private final LocalAccounts accounts = new LocalAccounts(book);
    private final Board board = new Board(Rules.DEFAULT, () -> 0, new Random(1));
    private final OneLogin rule = new OneLogin(board, accounts, () -> Instant.ofEpochMilli(1_000));

    @Test
    void ofTwoThatCameTogetherTheOneAttachedFirstStaysWhoeverWasReportedFirst() {
        reported(2, session(2, 2, 70));
        reported(1, session(1, 1, 50), session(3, 3, 60));
        rule.look();
        assertThat(ended()).containsExactly(2, 3);
        rule.look();
        assertThat(book.revocations()).as("not once more").hasSize(2);
    }

    @Test
    void ofTwoOfTheSameMomentTheSameOneStaysAtEveryBalancer() {
        reported(1, session(1, 9, 50));
        reported(2, session(2, 4, 50));
        rule.look();
        assertThat(ended()).containsExactly(9);
    }

    @Test
    void severalSessionsOfOneLoginAreOneLogin() {
        reported(1, session(1, 1, 50), session(2, 1, 60));
        rule.look();
        assertThat(book.revocations()).isEmpty();
    }

    @Test
    void whoTookOverIsNotEndedByTheOneItEnded() {
        reported(1, session(1, 1, 50));
        book.apply(new Command.Revoke(CommandId.copyOf(new byte[16]), TONY, login(1), "taken over", 0));
        reported(2, session(2, 2, 60));
        rule.look();
        assertThat(ended()).containsExactly(1);
    }

    @Test
    void onlyTheLeaderEndsAnybody() {
        accounts.alone = true;
        reported(1, session(1, 1, 50), session(2, 2, 60));
        rule.look();
        assertThat(book.revocations()).isEmpty();
    }

    private void reported(int server, ClientSession... sessions) {
        board.report(new Report(ServerOrigin.of(server, 1), false, List.of(sessions), Set.of(), List.of(), List.of()));
    }

    private List<Integer> ended() {
        return IntStream.range(0, 10).filter(number -> book.revocation(TONY, Integer.MAX_VALUE, login(number))
                .isPresent()).boxed().toList();
    }

    private static Bytes login(int number) {
        var bytes = new byte[16];
        bytes[15] = (byte) number;
        return Bytes.copyOf(bytes);
    }

    private static ClientSession session(int instance, int login, long since) {
        return new ClientSession(TONY, login(instance), Optional.empty(), List.of(), login(login), "192.0.2.7",
                "laptop", since);
    }
}
