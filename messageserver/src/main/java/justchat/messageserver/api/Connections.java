// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.apache.thrift.TProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.session.Session;
import justchat.rpc.Endpoint;
import justchat.wire.MessageServer;
import justchat.wire.Replica;

/// All connections of this server, and their handlers. Closes those that are
/// silent for too long, and tells every session how many people are online.
///
/// Thread-safe. One daemon thread looks round four times a second; it does not
/// block.
public final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int ROUND_MILLIS = 250;
    /// What one user may say. A paste of a thousand lines goes through at once; more is
    /// asked to wait.
    public static final int POSTS_AT_ONCE = 1_000;
    public static final int POSTS_PER_SECOND = 500;

    private final Services services;
    private final IntSupplier online;
    private final Patience patience;
    private final Broadcast broadcast = new Broadcast();
    private final Strangers strangers;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .name("connections").daemon().factory());

    /// How long a silent connection is kept. More than clients are asked for: a
    /// client that is late once loses nothing.
    ///
    /// @param attachMillis
    ///            until it has a session
    /// @param silenceMillis
    ///            once it has one
    record Patience(int attachMillis, int silenceMillis) {
        static final Patience DEFAULT = new Patience(5_000, 5_000);
    }

    /// @param online
    ///            sessions on all servers, as far as is known here
    public Connections(Services services, IntSupplier online) {
        this(services, online, Patience.DEFAULT, Strangers.Limits.DEFAULT);
    }

    Connections(Services services, IntSupplier online, Patience patience, Strangers.Limits strangers) {
        this.services = Objects.requireNonNull(services, "services");
        this.online = Objects.requireNonNull(online, "online");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.strangers = new Strangers(strangers);
        rounds.scheduleWithFixedDelay(this::lookRound, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// The services of a new connection; for [justchat.rpc.server.RpcServer].
    public List<TProcessor> accept(Endpoint endpoint) {
        boolean isServer = PeerHandler.serverName(endpoint).isPresent();
        var address = endpoint.remoteAddress().getAddress();
        if (!isServer && !strangers.admit(address)) {
            LOG.debug("{} is one stranger too many", endpoint.remoteAddress());
            endpoint.close();
            return List.of();
        }
        var known = new AtomicBoolean(isServer);
        Runnable leave = () -> {
            if (known.compareAndSet(false, true)) {
                strangers.leave(address);
            }
        };
        var attachment = new Attachment(services, endpoint, broadcast, leave);
        var connection = new Connection(endpoint, attachment, isServer);
        var client = new ClientHandler(services, attachment);
        var peer = new PeerHandler(services, endpoint);
        open.add(connection);
        endpoint.closed().thenRun(() -> {
            open.remove(connection);
            leave.run();
            Thread.ofVirtual().name("closed").start(() -> {
                client.closed();
                peer.closed();
            });
        });
        return List.of(new MessageServer.Processor<>(client), new Replica.Processor<>(peer));
    }

    /// Stops looking round, ends all sessions.
    @Override
    public void close() {
        rounds.shutdownNow();
        open.forEach(connection -> {
            connection.attachment.end();
            connection.endpoint.close();
        });
    }

    private void lookRound() {
        try {
            long now = System.nanoTime();
            open.forEach(connection -> connection.judge(patience, now));
            int people = online.getAsInt();
            open.forEach(connection -> connection.tell(people));
        } catch (RuntimeException e) {
            LOG.error("looking round the connections failed", e);
        }
    }

    /// What is known of one connection besides its handlers.
    private static final class Connection {
        private final Endpoint endpoint;
        private final Attachment attachment;
        private final boolean isServer;
        private final long openedNanos = System.nanoTime();
        /// Turns of the event loop since it was last heard, about; at most one for each round.
        private final AtomicInteger turns = new AtomicInteger();
        /// Whether a turn is being waited for.
        private final AtomicBoolean asked = new AtomicBoolean();
        /// Owned by the thread that looks round.
        private int told = -1;

        Connection(Endpoint endpoint, Attachment attachment, boolean isServer) {
            this.endpoint = endpoint;
            this.attachment = attachment;
            this.isServer = isServer;
        }

        /// Ends it if it was silent for too long: by the clock, and for half of that time with its event loop
        /// taking its turns. A loop that is late has not read yet what was said. Pings do not replace a session, so a
        /// stranger cannot stay by pinging.
        private void judge(Patience patience, long nowNanos) {
            boolean attached = attachment.session().isPresent();
            int allowedMillis = attached ? patience.silenceMillis() : patience.attachMillis();
            long silentNanos = nowNanos - (attached ? endpoint.lastHeardNanos() : openedNanos);
            if (isServer || silentNanos < TimeUnit.MILLISECONDS.toNanos(allowedMillis) / 2) {
                turns.set(0);
            } else if (silentNanos > TimeUnit.MILLISECONDS.toNanos(allowedMillis)
                    && turns.get() >= allowedMillis / ROUND_MILLIS / 2) {
                LOG.debug("{} was silent for too long", endpoint.remoteAddress());
                endpoint.close();
            } else if (asked.compareAndSet(false, true)) {
                endpoint.inTurn(() -> {
                    turns.incrementAndGet();
                    asked.set(false);
                });
            }
        }

        private void tell(int people) {
            if (people != told) {
                attachment.session().map(Session::channel).ifPresent(channel -> {
                    channel.people(people);
                    told = people;
                });
            }
        }
    }
}
