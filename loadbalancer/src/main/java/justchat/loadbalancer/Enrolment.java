// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.account.Voters;
import justchat.loadbalancer.model.BalancerMember;

/// Writes this balancer into the book as soon as it votes, and tries until a majority takes it. At most one attempt at a
/// time.
final class Enrolment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final int AGAIN_MILLIS = 200;

    private final Accounts accounts;
    private final Voters voters;
    private final Command.RegisterBalancer command;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("enrolment").factory());
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    /// Owned by the timer's thread: what was logged last, so that waiting for hours is one line.
    private String said = "";

    private Enrolment(BalancerMember self, Accounts accounts, Voters voters) {
        this.accounts = accounts;
        this.voters = voters;
        this.command = new Command.RegisterBalancer(CommandId.next(new SecureRandom()), self);
    }

    static Enrolment start(BalancerMember self, Accounts accounts, Voters voters) {
        var enrolment = new Enrolment(self, accounts, voters);
        if (voters.votes() && accounts.view().balancers().contains(self)) {
            enrolment.finish();
        } else {
            enrolment.timer.execute(enrolment::attempt);
        }
        return enrolment;
    }

    CompletableFuture<Void> done() {
        return done.copy();
    }

    private void attempt() {
        if (!voters.votes()) {
            waitFor("they have not been told to take this one in");
            return;
        }
        accounts.submit(command).thenAcceptAsync(answer -> {
            switch (answer) {
                case Answer.Decided(Outcome.BalancerRegistered(long view)) -> {
                    LOG.info("in the book since view {}", view);
                    finish();
                }
                case Answer.Decided(Outcome.Full()) -> waitFor("there are as many balancers as there may be");
                case Answer.Decided(Outcome.IdReused()) -> waitFor("this balancer's id was used by another");
                case Answer.NoMajority(String words) -> waitFor(words);
                case Answer.Busy() -> waitFor("too many changes at once");
            }
        }, timer);
    }

    private void waitFor(String reason) {
        if (!reason.equals(said)) {
            said = reason;
            LOG.info("waiting for the other balancers: {}", reason);
        }
        timer.schedule(this::attempt, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void finish() {
        done.complete(null);
        timer.shutdown();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
