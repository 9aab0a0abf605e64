// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.api.Connections;
import justchat.messageserver.api.Services;
import justchat.messageserver.balancer.Balancers;
import justchat.messageserver.balancer.Heartbeats;
import justchat.messageserver.balancer.Instructions;
import justchat.messageserver.balancer.Membership;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.file.Catalogue;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.file.Keeper;
import justchat.messageserver.mirror.Mirror;
import justchat.messageserver.mirror.Repair;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Revocation;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.Standing;
import justchat.messageserver.replication.Replication;
import justchat.messageserver.session.Allowances;
import justchat.messageserver.session.Sessions;
import justchat.messageserver.session.Shedding;
import justchat.messageserver.session.Turnstile;
import justchat.rpc.Limits;
import justchat.rpc.admin.Metrics;
import justchat.rpc.client.RpcClient;
import justchat.rpc.datagram.DatagramPort;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.LiveCredentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.ServerTls;

/// One message server, wired: everything it is made of, and what is told to
/// whom.
///
/// States: starting (its ports are open, who calls is refused) -> serving (a
/// balancer gave it a life, its rooms are open) -> closed. A view without it does
/// not stop it: it registers anew.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_SESSIONS = 12_000;
    /// At most, between two looks for files that nobody needs.
    private static final long SWEEP_MILLIS = 60_000;

    private final Settings settings;
    private final Consumer<Throwable> fatal;
    private final LiveCredentials credentials;
    private final Journal journal;
    private final FileStore files;
    private final Sessions sessions = new Sessions(MAX_SESSIONS);
    private final RpcClient client = new RpcClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(
            "timer").daemon().factory());
    private final Membership membership;
    private final Catalogue catalogue;
    private final Keeper keeper;
    private final Mirror mirror;
    private final Repair repair;
    private final Replication replication;
    private final Rooms rooms;
    private final Heartbeats heartbeats;
    private final Connections connections;
    private final RpcServer rpc;
    private final CompletableFuture<Void> serving = new CompletableFuture<>();
    private volatile Optional<Balancers> balancers = Optional.empty();
    /// Written under the membership's lock.
    private boolean isOpening;

    private Server(Settings settings, Consumer<Throwable> fatal) throws IOException {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.fatal = Objects.requireNonNull(fatal, "fatal");
        var data = settings.directory().resolve("data");
        this.credentials = LiveCredentials.watch(settings.directory());
        this.journal = Journal.open(settings.directory(), settings.name(), settings.tracing());
        this.journal
                .record(() -> Saying.of(Verb.STARTS).with(Key.ROLE, "server").with(Key.TRACING, settings.tracing()));
        this.files = FileStore.open(data.resolve("files"), settings.files());
        this.membership = new Membership(settings.name(), this::follow);
        this.catalogue = new Catalogue(() -> balancers.ifPresent(Balancers::filesChanged));
        var peers = ClientTls.cluster(credentials, Role.MESSAGESERVER);
        this.keeper = new Keeper(files, catalogue, settings.files(), System::currentTimeMillis);
        this.mirror = new Mirror(files, settings.copies(), client, peers, membership::standing);
        this.repair = Repair.start(mirror, files, keeper::isNeeded, settings.copies(), membership::standing);
        this.replication = new Replication(client, RpcClient.Options.of(peers), timer);
        this.rooms = Rooms.open(data, new Rooms.World(settings.copies(), replication, catalogue::shown,
                journal, timer, System::currentTimeMillis, fatal));
        this.heartbeats = Heartbeats.start(settings.heartbeats(), DatagramPort.readKey(settings.directory().resolve(
                "cluster.key")), settings.heartbeatMillis(), sessions, membership.standing());
        this.connections = new Connections(new Services(serving::isDone, rooms, sessions, new Turnstile(
                Turnstile.Limits.ofCores(Runtime.getRuntime().availableProcessors()), RandomGenerator.getDefault(),
                nowMillis()),
                new Allowances(
                        Connections.POSTS_AT_ONCE, Connections.POSTS_PER_SECOND),
                files, mirror, keeper, journal,
                membership::standing, System::currentTimeMillis), heartbeats::online);
        this.rpc = RpcServer.start(settings.listen(), new RpcServer.Options(Limits.DEFAULT, ServerTls.cluster(
                credentials), MAX_CONNECTIONS), connections::accept);
    }

    /// Starts a server; returns when its ports are open. See [#serving].
    ///
    /// @param fatal
    ///            told when the process must end: its disk failed, or it found
    ///            itself in a state that nobody can vouch for
    /// @throws IOException
    ///             if credentials, directories or ports cannot be had
    public static Server start(Settings settings, Consumer<Throwable> fatal) throws IOException {
        boolean blank = Rooms.isBlank(settings.directory().resolve("data"));
        var server = new Server(settings, fatal);
        server.register(blank);
        return server;
    }

    /// Completes when a balancer has registered this server and clients are served.
    public CompletionStage<Void> serving() {
        return serving;
    }

    public InetSocketAddress address() {
        return rpc.address();
    }

    /// Where it stands, as far as it knows.
    public Standing standing() {
        return membership.standing();
    }

    /// How many balancers know all that this server knows.
    public int linesUp() {
        return balancers.map(Balancers::linesUp).orElse(0);
    }

    /// In how many rooms something is under way; the others cost next to nothing.
    public int roomsAwake() {
        return rooms.awake();
    }

    /// Bytes of files that count against this server's quota.
    public long fileBytes() {
        return files.usedBytes();
    }

    /// Files of which this server has to make copies again.
    public int shortFiles() {
        return repair.shortFiles();
    }

    /// What the admin port shows.
    Metrics metrics() {
        return new Figures(this, rooms).metrics(sessions, heartbeats, rpc, client, journal).gauge(
                "certificate_end_time_seconds", "when the certificate ends, since 1970", () -> credentials.expiresAt()
                        .getEpochSecond());
    }

    /// Why clients should be sent elsewhere; empty if they need not.
    List<String> unready() {
        return new Figures(this, rooms).unready();
    }

    /// A clean goodbye: no new connections, sessions ended, what is queued written.
    @Override
    public void close() {
        journal.record(() -> Saying.of(Verb.STOPS));
        balancers.ifPresent(Balancers::close);
        connections.close();
        rpc.close();
        heartbeats.close();
        replication.close();
        repair.close();
        mirror.close();
        rooms.close();
        client.close();
        timer.shutdownNow();
        credentials.close();
        journal.close();
    }

    private void register(boolean blank) {
        var self = new Balancers.Self(announced(settings.listen(), rpc.address().getPort()), announced(settings
                .heartbeats(), heartbeats.address().getPort()), blank);
        balancers = Optional.of(Balancers.start(settings.balancers(), self, client, ClientTls.cluster(credentials,
                Role.LOADBALANCER), sessions, catalogue, membership, new Told(), journal));
        // A balancer may have answered before the line above was through.
        balancers.get().follow(membership.standing());
    }

    /// What balancers want is done here.
    private final class Told implements Instructions {
        private final Shedding shedding = new Shedding(sessions);

        @Override
        public void rooms(List<RoomInfo> all) {
            rooms.known(all);
        }

        @Override
        public void revoked(List<Revocation> revocations) {
            sessions.revoke(revocations, System.currentTimeMillis());
        }

        @Override
        public void shed(int count, Member target, int withinMillis) {
            var standing = membership.standing();
            boolean draining = standing.self().flatMap(standing.deployment().view()::member).filter(Member::draining)
                    .isPresent();
            int asked = shedding.shed(count, target, withinMillis, draining, nowMillis());
            LOG.info("{} of {} sessions are asked to move to {}", asked, count, target.name());
        }
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /// The host as it was given, which others can resolve, and the port as it is.
    private static Address announced(InetSocketAddress given, int port) {
        return new Address(given.getHostString(), port);
    }

    /// Told by the membership, in order, one at a time.
    private void follow(Standing standing) {
        heartbeats.follow(standing);
        var self = standing.self();
        if (self.isEmpty()) {
            return;
        }
        rooms.follow(standing);
        replication.follow(self.get(), standing.deployment().view());
        if (!isOpening) {
            isOpening = true;
            Thread.ofVirtual().name("opening").start(() -> serve(self.get()));
        }
        balancers.ifPresent(lines -> lines.follow(standing));
        // Closing connections may wait for them.
        Thread.ofVirtual().name("mirror").start(mirror::viewChanged);
        repair.wake();
    }

    /// Opens the doors once all rooms that were known at the start are open.
    private void serve(Origin self) {
        try {
            if (!rooms.awaitOpen()) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        long period = Math.clamp(settings.files().graceMillis() / 4, 100, SWEEP_MILLIS);
        timer.scheduleWithFixedDelay(() -> Thread.ofVirtual().name("sweep").start(keeper::sweep), period, period,
                TimeUnit.MILLISECONDS);
        LOG.info("{} serves as {} on {}", settings.name(), self, rpc.address());
        serving.complete(null);
    }
}
