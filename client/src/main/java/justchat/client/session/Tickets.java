// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.thrift.TException;

import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.Malformed;
import justchat.rpc.Deadline;
import justchat.wire.LoadBalancer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Who we are, and questions to balancers as the holder of our ticket; one that
/// has expired is renewed. Thread-safe; asking waits.
final class Tickets implements Hunt.Renewal {
    private static final Deadline QUESTION = Deadline.ofMillis(3_000);

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
    @Override
    public synchronized Account renew(Account old) throws Refused, NobodyAnswers {
        var now = account.get().orElse(old);
        if (now == old) {
            now = door.renew(old);
            account.set(Optional.of(now));
        }
        return now;
    }

    @Override
    public synchronized Optional<Account> newer(Account used) {
        return account.get().filter(now -> now != used);
    }

    /// Asks for a ticket of the same login that lives longer. A balancer without a
    /// majority gives short ones: what we have is kept if it lives as long.
    ///
    /// @return whether we have a younger one
    boolean extend() throws Refused, NobodyAnswers {
        var old = account.get();
        if (old.isEmpty()) {
            return false;
        }
        var renewal = balancers.ask(QUESTION, balancer -> DirectoryCodec.renewal(balancer.renew(ByteBuffer.wrap(
                old.get().ticket())))).value();
        return renewal.expiresAtMillis() > old.get().expiresAtMillis()
                && account.compareAndSet(old, old.map(ours -> ours.with(renewal)));
    }

    /// A change of the account itself, which gives it another ticket.
    interface Change {
        Account make(Account ours) throws Refused, NobodyAnswers;
    }

    /// Makes it; whoever finds the old ticket revoked meanwhile waits for the new one.
    synchronized void change(Change change) throws Refused, NobodyAnswers {
        account.set(Optional.of(change.make(ours())));
    }

    /// One question to one balancer.
    interface Question<T> {
        T ask(LoadBalancer.Client balancer, ByteBuffer ticket) throws TException, Malformed;
    }

    <T> T ask(Deadline deadline, Question<T> question) throws Refused, NobodyAnswers {
        var ours = ours();
        try {
            return ask(ours, deadline, question);
        } catch (Refused refused) {
            return switch (refused.getReason()) {
                case NOT_AUTHENTICATED -> ask(renew(ours), deadline, question);
                case ENDED -> ask(newer(ours).orElseThrow(() -> refused), deadline, question);
                default -> throw refused;
            };
        }
    }

    private Account ours() throws Refused {
        return account.get().orElseThrow(() -> new Refused(Reason.NOT_AUTHENTICATED, "log in first"));
    }

    private <T> T ask(Account ours, Deadline deadline, Question<T> question) throws Refused, NobodyAnswers {
        return balancers.ask(deadline, balancer -> question.ask(balancer, ByteBuffer.wrap(ours.ticket()))).value();
    }
}
