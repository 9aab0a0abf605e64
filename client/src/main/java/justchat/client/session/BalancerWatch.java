// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import justchat.client.core.Event;
import justchat.rpc.Deadline;
import justchat.wire.Refused;

/// Notices that no balancer answers, while the session does not need one: when a
/// connection to one of them ends, another one is asked; if there is none, that
/// is told, and asked again until there is. Costs nothing while all is well. One
/// virtual thread at a time. Thread-safe.
final class BalancerWatch {
    private static final Deadline QUESTION = Deadline.ofMillis(2_000);

    private final Balancers balancers;
    private final Consumer<Event> loop;
    private final AtomicBoolean looking = new AtomicBoolean();
    /// One more has ended while we look.
    private volatile boolean again;
    private final CountDownLatch stopped = new CountDownLatch(1);

    BalancerWatch(Balancers balancers, Consumer<Event> loop) {
        this.balancers = balancers;
        this.loop = loop;
    }

    /// A connection to a balancer has ended. Does not wait.
    void lost() {
        again = true;
        if (stopped.getCount() > 0 && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("balancers").start(this::look);
        }
    }

    /// Nothing is asked any more.
    void stop() {
        stopped.countDown();
    }

    private void look() {
        var backoff = new Backoff();
        boolean gone = false;
        try {
            again = false;
            while (stopped.getCount() > 0 && !answers()) {
                if (!gone) {
                    gone = true;
                    loop.accept(new Event.Balancers(false));
                }
                stopped.await(backoff.nextMillis(ThreadLocalRandom.current().nextDouble()), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            looking.set(false);
        }
        if (gone && stopped.getCount() > 0) {
            loop.accept(new Event.Balancers(true));
        }
        if (again) {
            lost();
        }
    }

    /// A refusal is an answer too.
    private boolean answers() {
        try {
            balancers.ask(QUESTION, balancer -> balancer.cluster());
            return true;
        } catch (Refused _) {
            return true;
        } catch (NobodyAnswers _) {
            return false;
        }
    }
}
