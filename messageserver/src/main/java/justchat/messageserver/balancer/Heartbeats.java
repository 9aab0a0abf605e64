// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Standing;
import justchat.messageserver.model.Vitals;
import justchat.messageserver.session.Sessions;
import justchat.rpc.datagram.DatagramPort;
import justchat.rpc.datagram.Fate;
import justchat.wire.Heartbeat;

/// Says that this server lives, to every balancer and every other server, by
/// UDP; hears the same of the others.
///
/// One daemon thread beats. Losses do no harm, the next beat follows.
public final class Heartbeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int WEIGH_MILLIS = 1_000;

    /// Whom to send to, in one life of this server.
    private record Round(Origin self, long view, Map<InetSocketAddress, Long> sequences) {}

    private final Sessions sessions;
    private final DatagramPort port;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .name("heartbeats").daemon().factory());
    private final Lateness lateness;
    /// Written by [#follow], whose caller is serial; read by the timer.
    private volatile Optional<Round> round = Optional.empty();
    private volatile Standing standing;
    /// Guards `fleet`.
    private final ReentrantLock lock = new ReentrantLock();
    private final Fleet fleet = new Fleet();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    /// Owned by the timer, like the three below.
    private final CpuShare cpu = new CpuShare(Runtime.getRuntime().availableProcessors(), system
            .getProcessCpuTime(), System.nanoTime());
    private int cpuPermille;
    private int outboundKiB;
    private long weighedAt;

    private Heartbeats(InetSocketAddress listen, byte[] key, int periodMillis, Sessions sessions, Standing standing)
            throws IOException {
        this.sessions = sessions;
        this.standing = standing;
        this.lateness = new Lateness(periodMillis, now());
        this.port = DatagramPort.bind(listen, key, (heartbeat, _) -> heard(heartbeat));
    }

    /// Listens at once; beats after the first [#follow].
    ///
    /// @param key
    ///            the cluster's, 32 bytes
    public static Heartbeats start(InetSocketAddress listen, byte[] key, int periodMillis, Sessions sessions,
            Standing standing) throws IOException {
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(standing, "standing");
        var heartbeats = new Heartbeats(listen, key, periodMillis, sessions, standing);
        heartbeats.timer.scheduleAtFixedRate(heartbeats::beat, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        return heartbeats;
    }

    public InetSocketAddress address() {
        return port.address();
    }

    /// Sends to these from now on. Resolves names, and so may block for a moment.
    public void follow(Standing next) {
        standing = next;
        lock.lock();
        try {
            fleet.follow(next.deployment().view());
        } finally {
            lock.unlock();
        }
        var before = round;
        round = next.self().map(self -> {
            var sequences = new HashMap<InetSocketAddress, Long>();
            destinations(next, self).map(address -> new InetSocketAddress(address.host(), address.port())).forEach(
                    destination -> sequences.put(destination, 0L));
            // A destination that stays goes on counting: its sequences must never repeat within a life.
            before.filter(last -> last.self().equals(self)).ifPresent(last -> last.sequences().forEach((destination,
                    sequence) -> sequences.replace(destination, sequence)));
            return new Round(self, next.deployment().view().number(), sequences);
        });
    }

    /// What became of the datagrams that came, since the start.
    public Map<Fate, Long> counters() {
        return port.counters();
    }

    /// Sessions on all servers, as far as is known here.
    public int online() {
        var now = standing;
        if (now.self().isEmpty()) {
            return sessions.count();
        }
        lock.lock();
        try {
            return sessions.count() + fleet.sessions(now.deployment().view(), now.self().get(), now());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        port.close();
    }

    private static Stream<Address> destinations(Standing standing, Origin self) {
        var servers = standing.deployment().view().members().stream().filter(member -> !member.origin().equals(self))
                .map(Member::heartbeats);
        return Stream.concat(standing.deployment().balancers().stream().map(Balancer::heartbeats), servers).distinct();
    }

    private void beat() {
        try {
            long now = now();
            int late = lateness.ran(now);
            weigh(now);
            round.ifPresent(current -> {
                var vitals = new Vitals(current.self(), current.view(), sessions.count(), outboundKiB, late,
                        cpuPermille, hears(current.self(), now));
                current.sequences().replaceAll((destination, sequence) -> {
                    port.send(destination, ToWire.heartbeat(vitals, sequence + 1));
                    return sequence + 1;
                });
            });
        } catch (RuntimeException e) {
            LOG.error("a heartbeat failed, the next one follows", e);
        }
    }

    private List<Integer> hears(Origin self, long now) {
        lock.lock();
        try {
            return fleet.hears(standing.deployment().view(), self, now);
        } finally {
            lock.unlock();
        }
    }

    /// Once a second is enough for what needs a look at every session, or asks the system.
    private void weigh(long now) {
        if (now - weighedAt < WEIGH_MILLIS) {
            return;
        }
        weighedAt = now;
        cpuPermille = cpu.permille(system.getProcessCpuTime(), System.nanoTime());
        outboundKiB = (int) Math.min(Integer.MAX_VALUE, sessions.waitingBytes() >> 10);
        lock.lock();
        try {
            fleet.fallenSilent(standing.deployment().view(), now).forEach(member -> LOG.warn(
                    "{} has sent no heartbeat for {} ms", member.name(), Fleet.SILENT_MILLIS));
        } finally {
            lock.unlock();
        }
    }

    private void heard(Heartbeat heartbeat) {
        FromServer.vitals(heartbeat).ifPresent(vitals -> {
            var member = standing.deployment().view().member(vitals.origin());
            if (member.isEmpty()) {
                return;
            }
            lock.lock();
            try {
                if (fleet.heard(vitals, now())) {
                    LOG.info("heartbeats of {} are heard", member.get().name());
                }
            } finally {
                lock.unlock();
            }
        });
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
