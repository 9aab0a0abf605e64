// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.watch;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.presence.Presence.Located;

/// For where one login of a user is allowed at a time: a second one is refused while the first has a session, but two that
/// log in at the same moment are both let in, for nobody has reported either yet. The leader ends all but the one whose
/// session was attached first (of equally old ones, the least login). Asked again until the book has it; one timer thread.
public final class OneLogin {
    private static final Logger LOG = LoggerFactory.getLogger(OneLogin.class);
    private static final String SENTENCE = "another login came first; only one at a time is allowed here";
    private static final Comparator<Located> FIRST_COME = Comparator
            .comparingLong((Located located) -> located.session().sinceMillis())
            .thenComparing(located -> located.session().login().toArray(), Arrays::compare);

    private final Board board;
    private final Accounts accounts;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    public OneLogin(Board board, Accounts accounts, InstantSource time) {
        this.board = Objects.requireNonNull(board, "board");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.time = Objects.requireNonNull(time, "time");
    }

    /// Looks once. Never waits.
    void look() {
        if (accounts.leads()) {
            board.crowded().forEach(this::keepTheFirst);
        }
    }

    private void keepTheFirst(List<Located> sessions) {
        var logins = sessions.stream().filter(located -> !isEnded(located)).sorted(FIRST_COME)
                .map(located -> located.session().login()).distinct().toList();
        var user = sessions.getFirst().session().user();
        logins.stream().skip(1).forEach(login -> {
            LOG.info("{} has logged in twice at the same moment: the later one ends", user.display());
            accounts.submit(new Command.Revoke(CommandId.next(random), user, login, SENTENCE, time.millis()));
        });
    }

    private boolean isEnded(Located located) {
        Bytes login = located.session().login();
        return accounts.revocation(located.session().user(), Integer.MAX_VALUE, login).isPresent();
    }
}
