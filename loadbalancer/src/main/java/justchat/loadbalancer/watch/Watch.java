// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.watch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.registry.Effect;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// Gives the board its time and does what it asks for: probes on virtual threads, expulsions through the book, sessions
/// handed from one server to another through the port [Shedder]. One timer thread ticks every 25 ms and never waits.
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int TICK_MILLIS = 25;
    private static final int REBALANCE_MILLIS = 100;
    private static final int PROBE_MILLIS = 300;
    private static final int ONE_LOGIN_MILLIS = 500;

    private final Board board;
    private final Accounts accounts;
    private final Journal journal;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("watch").factory());

    private final LongAdder expelled = new LongAdder();
    private final LongAdder spared = new LongAdder();
    private final LongAdder shed = new LongAdder();

    /// Tells a server to hand over sessions.
    @FunctionalInterface
    public interface Shedder {
        /// Never blocks.
        ///
        /// @return false if the server is not on a connection here: it was not told
        boolean shed(ServerOrigin from, int sessions, ServerMember to, int withinMillis);
    }

    public Watch(Board board, Accounts accounts, Journal journal) {
        this.board = Objects.requireNonNull(board, "board");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.journal = Objects.requireNonNull(journal, "journal");
    }

    public void start(Shedder shedder) {
        Objects.requireNonNull(shedder, "shedder");
        timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(() -> rebalance(shedder), TICK_MILLIS, REBALANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// From now on nobody stays logged in twice.
    public void keep(OneLogin rule) {
        timer.scheduleAtFixedRate(() -> {
            try {
                rule.look();
            } catch (RuntimeException bug) {
                LOG.error("looking for second logins failed, it is tried again", bug);
            }
        }, ONE_LOGIN_MILLIS, ONE_LOGIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// What an operator may ask about, by name, since this process started: servers that this balancer had expelled,
    /// those it left alone because others hear them, sessions it had moved.
    public Map<String, Long> counters() {
        return Map.of("expulsions", expelled.sum(), "expulsions-spared", spared.sum(), "sessions-shed", shed.sum());
    }

    /// Something happened that should not wait for the next tick. Never blocks.
    public void nudge() {
        try {
            timer.execute(this::tick);
        } catch (RejectedExecutionException _) {
            LOG.debug("closed: nobody is watched any more");
        }
    }

    private void tick() {
        try {
            for (var effect : board.tick(accounts.leads())) {
                switch (effect) {
                    case Effect.Probe(ServerMember server) ->
                        Thread.ofVirtual().name("probe " + server.name()).start(() -> probe(server));
                    case Effect.Expel(ServerMember server, String reason) -> expel(server, reason);
                    case Effect.Spare(ServerMember server, String reason) -> spare(server, reason);
                }
            }
        } catch (RuntimeException bug) {
            LOG.error("a tick failed, the next one runs", bug);
        }
    }

    private void rebalance(Shedder shedder) {
        try {
            for (var order : board.rebalance(accounts.leads())) {
                var sentence = order.sessions() + " sessions of " + order.from().name() + " to " + order.to().name();
                if (shedder.shed(order.from().origin(), order.sessions(), order.to(), order.withinMillis())) {
                    LOG.info("moving {}", sentence);
                    journal.record(() -> Saying.of(Verb.MOVES_SESSIONS).with(Key.FROM, order.from().name())
                            .with(Key.TO, order.to().name()).with(Key.COUNT, order.sessions()));
                    shed.add(order.sessions());
                } else {
                    LOG.warn("not moving {}: it is not connected here", sentence);
                }
            }
        } catch (RuntimeException bug) {
            LOG.error("rebalancing failed, it is tried again", bug);
        }
    }

    private void spare(ServerMember server, String reason) {
        spared.increment();
        LOG.warn("{} stays in the view: {}; what is broken is the way from there to here", server.name(), reason);
        journal.record(() -> Saying.of(Verb.KEEPS_SERVER).with(Key.SERVER, server.name()).with(Key.REASON, reason));
    }

    private void probe(ServerMember server) {
        boolean refused = false;
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.address().host(), server.address().port()), PROBE_MILLIS);
        } catch (ConnectException _) {
            refused = true;
        } catch (IOException | RuntimeException unclear) {
            LOG.info("probing {}: {}", server.name(), unclear.getMessage());
        }
        board.probed(server.origin(), refused);
    }

    private void expel(ServerMember server, String reason) {
        LOG.info("expelling {} {}: {}", server.name(), server.origin(), reason);
        accounts.submit(new Command.Expel(CommandId.next(random), server.origin(), reason)).thenAccept(answer -> {
            if (answer instanceof Answer.Decided(Outcome.Expelled(long view))) {
                expelled.increment();
                LOG.info("view {}: {} expelled: {}", view, server.name(), reason);
                journal.record(() -> Saying.of(Verb.CHANGES_VIEW).with(Key.VIEW, view).with(Key.SERVER, server.name())
                        .with(Key.REASON, "expelled: " + reason));
            } else {
                LOG.warn("{} not expelled: {}", server.name(), answer);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
