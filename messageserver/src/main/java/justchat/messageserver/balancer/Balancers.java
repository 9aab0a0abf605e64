// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.messageserver.file.Catalogue;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.Standing;
import justchat.messageserver.session.Sessions;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;

/// This server's life as the balancers see it: registers, keeps a line to each
/// of them, registers anew when the view is without it. Balancers that are gone
/// change nothing here: sessions and rooms go on.
///
/// Thread-safe; one virtual thread registers.
public final class Balancers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Balancers.class);

    private final List<Address> configured;
    private final Registrar registrar;
    private final Registrar.Self self;
    private final Line.Shared shared;
    private final Semaphore outside = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like `closed`.
    private final Map<Address, Line> lines = new HashMap<>();
    private boolean closed;
    private final Thread thread;

    /// What this server says of itself.
    ///
    /// @param blank
    ///            it has no data from an earlier life
    public record Self(Address address, Address heartbeats, boolean blank) {}

    private Balancers(List<Address> configured, Self self, Line.Shared shared) {
        this.configured = List.copyOf(configured);
        this.shared = shared;
        this.registrar = new Registrar(shared.client(), shared.tls(), shared.journal(), shared.random());
        this.self = new Registrar.Self(shared.membership().standing().name(), self.address(), self.heartbeats(), self
                .blank());
        this.thread = Thread.ofVirtual().name("registration").unstarted(this::keepRegistered);
    }

    /// Begins to register; returns at once. Whoever is told of new standings by the
    /// membership calls [#follow].
    ///
    /// @param instructions
    ///            told what balancers want
    public static Balancers start(List<Address> configured, Self self, RpcClient client, ClientTls tls,
            Sessions sessions, Catalogue catalogue, Membership membership, Instructions instructions,
            Journal journal) {
        Objects.requireNonNull(self, "self");
        var shared = new Line.Shared(client, tls, sessions, catalogue, membership, instructions, journal,
                RandomGenerator.of(
                        "SecureRandom"));
        var balancers = new Balancers(configured, self, shared);
        balancers.outside.release();
        balancers.thread.start();
        return balancers;
    }

    /// The membership has changed. Does not block.
    public void follow(Standing standing) {
        if (standing.self().isEmpty()) {
            return;
        }
        if (standing.isOutside()) {
            outside.release();
        }
        var wanted = addresses(standing);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            lines.entrySet().removeIf(line -> {
                boolean gone = !wanted.contains(line.getKey());
                if (gone) {
                    line.getValue().close();
                }
                return gone;
            });
            wanted.forEach(address -> lines.computeIfAbsent(address, added -> Line.start(added, shared)));
            lines.values().forEach(Line::wake);
        } finally {
            lock.unlock();
        }
    }

    /// There are more files to report.
    public void filesChanged() {
        lock.lock();
        try {
            lines.values().forEach(Line::wake);
        } finally {
            lock.unlock();
        }
    }

    /// How many balancers know all that this server knows.
    public int linesUp() {
        lock.lock();
        try {
            return (int) lines.values().stream().filter(Line::isUp).count();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        lock.lock();
        try {
            closed = true;
            lines.values().forEach(Line::close);
            lines.clear();
        } finally {
            lock.unlock();
        }
    }

    private LinkedHashSet<Address> addresses(Standing standing) {
        var all = new LinkedHashSet<>(configured);
        standing.deployment().balancers().stream().map(Balancer::address).forEach(all::add);
        return all;
    }

    private void keepRegistered() {
        try {
            while (true) {
                outside.acquire();
                outside.drainPermits();
                var standing = shared.membership().standing();
                if (standing.isOutside()) {
                    LOG.info(standing.self().isEmpty() ? "registering" : "the view is without us: registering anew");
                    registrar.register(self, new ArrayList<>(addresses(standing)), shared.membership());
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("registration ends");
        }
    }
}
