// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.api.Announced;
import justchat.loadbalancer.api.Counters;
import justchat.loadbalancer.api.Desk;
import justchat.loadbalancer.api.InvitationTokens;
import justchat.loadbalancer.api.LoginGuard;
import justchat.loadbalancer.api.Policy;
import justchat.loadbalancer.api.RoomBuilder;
import justchat.loadbalancer.api.Services;
import justchat.loadbalancer.api.Tickets;
import justchat.loadbalancer.api.ViewDiary;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.heartbeat.HeartbeatIntake;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.raft.RaftBook;
import justchat.loadbalancer.raft.RaftSettings;
import justchat.loadbalancer.registry.Rules;
import justchat.loadbalancer.watch.OneLogin;
import justchat.loadbalancer.watch.Watch;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.rpc.datagram.DatagramPort;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.LiveCredentials;
import justchat.rpc.tls.ServerTls;
import justchat.ticket.TicketSigner;

/// One load balancer: puts the parts together, starts them bottom-up and stops them top-down.
final class LoadBalancerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancerProcess.class);

    private final Journal journal;
    private final RaftBook book;
    private final Watch watch;
    private final Announced announced;
    private final DatagramPort heartbeats;
    private final RpcServer server;
    private final Enrolment enrolment;
    private final Figures figures;

    private LoadBalancerProcess(Journal journal, RaftBook book, Watch watch, Announced announced,
            DatagramPort heartbeats, Figures figures) {
        this.journal = journal;
        this.book = book;
        this.watch = watch;
        this.announced = announced;
        this.heartbeats = heartbeats;
        this.server = figures.server();
        this.enrolment = figures.enrolment();
        this.figures = figures;
    }

    /// Opens the ports and serves what can be served, with or without the other balancers; see [#ready].
    ///
    /// @throws IOException
    ///             if a port cannot be had, or something is missing or broken in the directory
    static LoadBalancerProcess start(Settings settings) throws IOException {
        var directory = settings.directory();
        var credentials = LiveCredentials.watch(directory);
        var key = DatagramPort.readKey(directory.resolve("cluster.key"));
        var signer = ticketSigner(directory.resolve("data").resolve("ticket.key"));
        var self = new BalancerMember(settings.name(), settings.listen(), settings.heartbeats(),
                Bytes.copyOf(signer.publicKey()));
        var journal = Journal.open(directory, settings.name().value(), settings.tracing());
        journal.record(() -> Saying.of(Verb.STARTS).with(Key.ROLE, "balancer").with(Key.TRACING, journal.tracing()));
        var board = new Board(Rules.DEFAULT, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                new SecureRandom());
        var book = RaftBook.start(new RaftSettings(settings.deployment(), settings.name(), settings.raft(),
                settings.peers(), settings.joins(), directory.resolve("data").resolve("raft"), Optional.of(credentials),
                BookLimits.DEFAULT, RaftSettings.SNAPSHOT_COMMANDS));
        var watch = new Watch(board, book, journal);
        var counters = new Counters();
        var announced = new Announced(book, board, journal, counters, watch::nudge);
        var diary = new ViewDiary(book.view(), InstantSource.system());
        book.onView(view -> {
            var reason = book.viewReason().map(why -> ": " + why).orElse("");
            var changed = board.view(view).map(change -> change + reason);
            diary.view(view, changed, book.ledAtMillis() > 0);
            changed.ifPresent(change -> {
                LOG.info(change);
                journal.record(
                        () -> Saying.of(Verb.LEARNS_VIEW).with(Key.VIEW, view.number()).with(Key.REASON, change));
            });
            announced.push();
        });
        book.onRooms(announced::pushRooms);
        book.onRevocations(announced::pushRevocations);
        board.view(book.view());
        var intake = new HeartbeatIntake(board);
        try {
            var port = DatagramPort.bind(address(settings.heartbeats()), key, intake);
            var time = InstantSource.system();
            var desk = new Desk(self, settings.deployment(), settings.argon(), book, book.voters(), diary, board,
                    settings.policy(), new Tickets(settings.name(), signer, book, time), new InvitationTokens(key),
                    new LoginGuard(book, counters, time),
                    new RoomBuilder(book, counters, journal, time), journal, counters, announced,
                    () -> counters(port, intake, watch), time);
            var server = RpcServer.start(address(settings.listen()),
                    RpcServer.Options.of(ServerTls.cluster(credentials)), new Services(desk));
            watch.start(announced::shed);
            if (settings.policy().sessions() == Policy.Sessions.ONE) {
                watch.keep(new OneLogin(board, book, time));
            }
            var enrolment = Enrolment.start(self, book, book.voters());
            return new LoadBalancerProcess(journal, book, watch, announced, port,
                    new Figures(book, board, diary, server, enrolment, credentials, desk::everyCounter));
        } catch (IOException failure) {
            book.close();
            credentials.close();
            throw failure;
        }
    }

    private static TicketSigner ticketSigner(Path file) throws IOException {
        if (Files.exists(file)) {
            return TicketSigner.load(file);
        }
        var signer = TicketSigner.generate();
        signer.save(file);
        return signer;
    }

    private static InetSocketAddress address(HostPort address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    private static Map<String, Long> counters(DatagramPort port, HeartbeatIntake intake, Watch watch) {
        var byName = new TreeMap<>(watch.counters());
        port.counters().forEach((fate, count) -> byName
                .put("datagrams-" + fate.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
        byName.put("datagrams-of-strangers", intake.strangers());
        return byName;
    }

    /// Completes when this balancer is in the book, so that servers believe its tickets. That takes a majority, unless it
    /// was in the book before; until then `cluster()` is served, and whatever else needs no book.
    CompletableFuture<Void> ready() {
        return enrolment.done();
    }

    /// For the admin port.
    Figures figures() {
        return figures;
    }

    /// The book, for tests and figures.
    RaftBook book() {
        return book;
    }

    @Override
    public void close() {
        enrolment.close();
        watch.close();
        server.close();
        heartbeats.close();
        announced.close();
        book.close();
        figures.credentials().close();
        journal.record(() -> Saying.of(Verb.STOPS));
        journal.close();
        LOG.info("stopped");
    }
}
