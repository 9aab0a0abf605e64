// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.watch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.registry.Effect;
import justchat.logs.journal.Journal;

/// Gives the board its time and does what it asks for: probes on virtual threads, expulsions through the book. One timer
/// thread ticks every 25 ms and never waits.
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int TICK_MILLIS = 25;
    private static final int PROBE_MILLIS = 300;

    private final Board board;
    private final Accounts accounts;
    private final Journal journal;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("watch").factory());

    public Watch(Board board, Accounts accounts, Journal journal) {
        this.board = Objects.requireNonNull(board, "board");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.journal = Objects.requireNonNull(journal, "journal");
    }

    public void start() {
        timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
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
                }
            }
        } catch (RuntimeException bug) {
            LOG.error("a tick failed, the next one runs", bug);
        }
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
        var id = new byte[CommandId.BYTES];
        random.nextBytes(id);
        accounts.submit(new Command.Expel(CommandId.copyOf(id), server.origin())).thenAccept(answer -> {
            if (answer instanceof Answer.Decided(Outcome.Expelled(long view))) {
                LOG.info("view {}: {} expelled: {}", view, server.name(), reason);
                journal.record("view " + view + ": " + server.name() + " expelled: " + reason);
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
