// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.thrift.TException;

import justchat.client.codec.Malformed;
import justchat.rpc.Deadline;
import justchat.wire.LoadBalancer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Who we are, and questions to balancers as the holder of our ticket; one that
/// has expired is renewed. Thread-safe; asking waits.
final class Tickets {
    private final Balancers balancers;
    private final Door door;
    private final AtomicReference<Optional<Account>> account = new AtomicReference<>(Optional.empty());

    Tickets(Balancers balancers, Door door) {
        this.balancers = balancers;
        this.door = door;
    }

    Optional<Account> account() {
        return account.get();
    }

    void set(Account ours) {
        account.set(Optional.of(ours));
    }

    /// One renewal at a time; who finds the account renewed already takes that one.
    synchronized Account renew(Account old) throws Refused, NobodyAnswers {
        var now = account.get().orElse(old);
        if (now == old) {
            now = door.renew(old);
            account.set(Optional.of(now));
        }
        return now;
    }

    /// One question to one balancer.
    interface Question<T> {
        T ask(LoadBalancer.Client balancer, ByteBuffer ticket) throws TException, Malformed;
    }

    <T> T ask(Deadline deadline, Question<T> question) throws Refused, NobodyAnswers {
        var ours = account.get().orElseThrow(() -> new Refused(Reason.NOT_AUTHENTICATED, "log in first"));
        try {
            return ask(ours, deadline, question);
        } catch (Refused refused) {
            if (refused.getReason() != Reason.NOT_AUTHENTICATED) {
                throw refused;
            }
            return ask(renew(ours), deadline, question);
        }
    }

    private <T> T ask(Account ours, Deadline deadline, Question<T> question) throws Refused, NobodyAnswers {
        return balancers.ask(deadline, balancer -> question.ask(balancer, ByteBuffer.wrap(ours.ticket()))).value();
    }
}
