// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.thrift.TServiceClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.file.Catalogue;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileLimits;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.file.Keeper;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Standing;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Replicas;
import justchat.messageserver.session.Allowances;
import justchat.messageserver.session.Sessions;
import justchat.messageserver.session.Turnstile;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.ticket.LoginId;
import justchat.ticket.Ticket;
import justchat.ticket.TicketSigner;
import justchat.wire.Attach;
import justchat.wire.MessageId;
import justchat.wire.Open;
import justchat.wire.Payload;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionsTest {
    private static final long PATIENCE_SECONDS = 10;
    private static final int STRANGERS = 3;

    @TempDir
    Path directory;

    private final TicketSigner signer = TicketSigner.generate();
    private final Sessions sessions = new Sessions(10);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    /// Runs on a room's strand just before what is said there is delivered.
    private volatile Runnable beforeDelivery = () -> {};
    private Rooms rooms;
    private Services services;
    private Connections connections;

    @BeforeEach
    void open() throws Exception {
        var somewhere = new Address("127.0.0.1", 1);
        var self = new Origin(1, 1);
        var standing = new Standing("ms-1", Optional.of(self), new Deployment(new View(1, List.of(new Member(self,
                "ms-1", somewhere, somewhere, 0)), List.of()), List.of(new Balancer("lb-1", somewhere, somewhere,
                        signer.publicKey()))));
        rooms = Rooms.open(directory.resolve("rooms"),
                new Rooms.World(1, new NoReplicas(), (_, _) -> beforeDelivery.run(), Journal.off(),
                        timer, System::currentTimeMillis, fatal::add));
        rooms.follow(standing);
        rooms.awaitOpen();
        var files = FileStore.open(directory.resolve("files"), FileLimits.DEFAULT);
        services = new Services(() -> true, rooms, sessions, new Turnstile(new Turnstile.Limits(1_000,
                64, 500), new Random(1), 0), new Allowances(2, 1),
                files, new NoCopies(), new Keeper(files, new Catalogue(() -> {}), FileLimits.DEFAULT,
                        System::currentTimeMillis),
                Journal.off(), () -> standing, System::currentTimeMillis);
    }

    @AfterEach
    void close() {
        connections.close();
        rooms.close();
        timer.shutdownNow();
        assertThat(fatal).isEmpty();
    }

    private void patience(int attachMillis, int silenceMillis) {
        connections = new Connections(services, sessions::count, new Connections.Patience(attachMillis,
                silenceMillis), new Strangers.Limits(64, STRANGERS));
    }

    private Attach attach(String user, int instance) {
        long now = System.currentTimeMillis();
        var bytes = new byte[16];
        bytes[0] = (byte) instance;
        return new Attach(1,
                ByteBuffer.wrap(signer.sign(new Ticket(user, 1, new LoginId(1, 1), "lb-1", now, now + 60_000))),
                ByteBuffer.wrap(
                        bytes),
                0);
    }

    private ClientHandler client(FakeEndpoint endpoint) {
        return new ClientHandler(services, new Attachment(services, endpoint, new Broadcast(), () -> {}));
    }

    private void attach(FakeEndpoint endpoint, String user, int instance) throws Exception {
        var service = connections.accept(endpoint).getFirst();
        var handler = (justchat.wire.MessageServer.Processor<?>) service;
        Calls.attach(handler, attach(user, instance));
    }

    /// Bytes of whatever kind do not replace a session.
    @Test
    void givesUpAStrangerWhoDoesNotAttachHoweverMuchIsHeard() throws Exception {
        patience(300, 60_000);
        var stranger = new FakeEndpoint();
        stranger.alwaysHeard = true;
        connections.accept(stranger);
        stranger.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void admitsNoMoreStrangersThanItMayAndCountsWhoHasASessionOrIsGoneNoMore() throws Exception {
        patience(60_000, 60_000);
        var strangers = Stream.generate(FakeEndpoint::new).limit(STRANGERS).toList();
        strangers.forEach(connections::accept);
        var tooMany = new FakeEndpoint();
        assertThat(connections.accept(tooMany)).isEmpty();
        assertThat(tooMany.closed).isDone();
        strangers.getFirst().close();
        attach(new FakeEndpoint(), "elon", 1);
        var next = new FakeEndpoint();
        assertThat(connections.accept(next)).hasSize(2);
        assertThat(connections.accept(new FakeEndpoint())).isEmpty();
    }

    @Test
    void asksClientsThatComeTooManyAtOnceToComeAgain() throws Exception {
        patience(60_000, 60_000);
        turnstile(new Turnstile.Limits(1, 64, 500));
        client(new FakeEndpoint()).attach(attach("elon", 1));
        var tony = client(new FakeEndpoint());
        assertThatThrownBy(() -> tony.attach(attach("tony", 2))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.getReason()).isEqualTo(Reason.BUSY);
            assertThat(refused.getRetryAfterMillis()).isBetween(200, 2_000);
        });
    }

    private void turnstile(Turnstile.Limits limits) {
        services = new Services(() -> true, rooms, sessions, new Turnstile(limits, new Random(1), TimeUnit.NANOSECONDS
                .toMillis(System.nanoTime())), services.posts(), services.files(), services.copies(),
                services.keeper(), services.journal(),
                services.standing(), services.millis());
    }

    /// And when it has been served, the next one is.
    @Test
    void servesSoManyReadersAtOnceAndAsksTheOthersToComeAgain() throws Exception {
        patience(60_000, 60_000);
        turnstile(new Turnstile.Limits(1_000, 1, 20));
        var elon = client(new FakeEndpoint());
        elon.attach(attach("elon", 1));
        var tony = client(new FakeEndpoint());
        tony.attach(attach("tony", 2));
        var go = new CountDownLatch(1);
        rooms.find("lobby").orElseThrow().ask(_ -> await(go));
        var opening = Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open("lobby"))));
        while (sessions.all().stream().allMatch(session -> session.reading().isEmpty())) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> tony.open(new Open("lobby"))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.getReason()).isEqualTo(Reason.BUSY);
            assertThat(refused.getRetryAfterMillis()).isBetween(200, 2_000);
        });
        go.countDown();
        opening.join();
        assertThat(tony.open(new Open("lobby")).getMissed()).isZero();
    }

    @Test
    void givesUpAClientThatIsSilentAndEndsItsSession() throws Exception {
        patience(60_000, 300);
        var silent = new FakeEndpoint();
        var lively = new FakeEndpoint();
        lively.alwaysHeard = true;
        attach(silent, "elon", 1);
        attach(lively, "tony", 2);
        silent.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // The end is told on a thread of its own.
        while (sessions.count() > 1) {
            Thread.onSpinWait();
        }
        assertThat(lively.closed).isNotDone();
        assertThat(sessions.all()).extracting(session -> session.user()).containsExactly("tony");
    }

    @Test
    void doesNotTakeAClientForSilentWhileItsOwnEventLoopIsTooBusyToHearIt() throws Exception {
        patience(60_000, 1_500);
        var unheard = new FakeEndpoint();
        var silent = new FakeEndpoint();
        unheard.turns = false;
        attach(unheard, "elon", 1);
        attach(silent, "tony", 2);
        silent.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(unheard.closed).isNotDone();
    }

    @Test
    void tellsHowManyPeopleThereAreWhenItChanges() throws Exception {
        patience(60_000, 60_000);
        var elon = new FakeEndpoint();
        attach(elon, "elon", 1);
        elon.sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(elon.requests).extracting(Oneway::method).containsExactly("people");
    }

    @Test
    void encodesADeliveryOnceForAllItsReaders() {
        patience(60_000, 60_000);
        var broadcast = new Broadcast();
        var delivery = new justchat.messageserver.model.Delivery("lobby", List.of(), Map.of(), VectorClock.empty());
        var one = new FakeEndpoint();
        var other = new FakeEndpoint();
        new EndpointChannel(one, broadcast).deliver(delivery);
        new EndpointChannel(other, broadcast).deliver(delivery);
        assertThat(one.requests.getFirst()).isSameAs(other.requests.getFirst());
    }

    @Test
    void saysWhatBecameOfAPost() {
        patience(60_000, 60_000);
        var reasons = Map.of(new Outcome.Busy("later", 70), Reason.BUSY, new Outcome.Unavailable("no disk"),
                Reason.UNAVAILABLE, new Outcome.Equivocation(), Reason.EQUIVOCATION, new Outcome.Invalid("no"),
                Reason.INVALID, new Outcome.NotPermitted("muted"), Reason.NOT_PERMITTED, new Outcome.TooLarge("big"),
                Reason.TOO_LARGE);
        reasons.forEach((outcome, reason) -> assertThatThrownBy(() -> ClientHandler.receipt(new Answered(outcome,
                VectorClock.empty()))).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getReason())
                        .isEqualTo(reason)));
    }

    /// However many sessions it has; others are not asked to wait.
    @Test
    void asksAUserToWaitWhoSaysTooMuchAtOnce() throws Exception {
        patience(60_000, 60_000);
        var one = client(new FakeEndpoint());
        one.attach(attach("elon", 1));
        var other = client(new FakeEndpoint());
        other.attach(attach("elon", 2));
        one.post(post(1, 1));
        other.post(post(2, 1));
        assertThatThrownBy(() -> other.post(post(2, 2))).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                refused.getReason()).isEqualTo(Reason.BUSY));
        var tony = client(new FakeEndpoint());
        tony.attach(attach("tony", 3));
        assertThat(tony.post(post(3, 1)).getCopies()).isEqualTo(1);
    }

    @Test
    void deliversNothingOfARoomOnceItsCloseIsAnswered() throws Exception {
        patience(60_000, 60_000);
        var endpoint = new FakeEndpoint();
        var elon = client(endpoint);
        elon.attach(attach("elon", 1));
        elon.open(new Open("lobby"));
        beforeDelivery = () -> close(elon);
        elon.post(post(1, 1));
        assertThat(endpoint.requests).isEmpty();
        elon.open(new Open("lobby").setRecent(1));
        endpoint.sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// The close may overtake the wish to read on its way to the room.
    @Test
    void deliversNothingOfARoomThatIsClosedWhileItIsOpened() throws Exception {
        patience(60_000, 60_000);
        var endpoint = new FakeEndpoint();
        var elon = client(endpoint);
        elon.attach(attach("elon", 1));
        var lobby = rooms.find("lobby").orElseThrow();
        var go = new CountDownLatch(1);
        lobby.ask(_ -> await(go));
        var opening = Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open("lobby"))));
        while (sessions.all().stream().allMatch(session -> session.reading().isEmpty())) {
            Thread.onSpinWait();
        }
        close(elon);
        go.countDown();
        opening.join();
        elon.post(post(1, 1));
        assertThat(endpoint.requests).isEmpty();
    }

    /// Each of them replaces the other; one of them stays.
    @Test
    void deliversOnceToWhoOpensARoomTwiceAtOnce() throws Exception {
        patience(60_000, 60_000);
        for (int instance = 1; instance <= 9; instance++) {
            var endpoint = new FakeEndpoint();
            var elon = client(endpoint);
            elon.attach(attach("elon" + instance, instance));
            var opening = Stream.generate(() -> Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open(
                    "lobby"))))).limit(8).toList();
            for (var one : opening) {
                one.join();
            }
            elon.post(post(instance, 1));
            endpoint.sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    private static void close(ClientHandler client) {
        quietly(() -> {
            client.close("lobby");
            return null;
        });
    }

    private static boolean await(CountDownLatch latch) {
        return quietly(() -> latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T quietly(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Post post(int instance, int sequence) {
        var bytes = new byte[16];
        bytes[0] = (byte) instance;
        return new Post("lobby", new MessageId(ByteBuffer.wrap(bytes), sequence), List.of(), Payload.text("hi"));
    }

    /// Calls through the generated processor, as the runtime does.
    private static final class Calls {
        private static void attach(justchat.wire.MessageServer.Processor<?> processor, Attach request)
                throws Exception {
            var transport = new org.apache.thrift.transport.TMemoryBuffer(4096);
            var protocol = new org.apache.thrift.protocol.TCompactProtocol(transport);
            protocol.writeMessageBegin(new org.apache.thrift.protocol.TMessage("attach",
                    org.apache.thrift.protocol.TMessageType.CALL, 1));
            new justchat.wire.MessageServer.attach_args(request).write(protocol);
            protocol.writeMessageEnd();
            var answer = new org.apache.thrift.protocol.TCompactProtocol(
                    new org.apache.thrift.transport.TMemoryBuffer(4096));
            processor.process(protocol, answer);
        }
    }

    /// A server that is alone.
    private static final class NoReplicas implements Replicas {
        @Override
        public void join(String room, Listener listener) {}

        @Override
        public void send(Origin peer, Exchange exchange) {
            throw new AssertionError("there is nobody to send to");
        }
    }

    private static final class NoCopies implements Copies {
        @Override
        public boolean spread(Manifest manifest) {
            return true;
        }

        @Override
        public Optional<Manifest> manifest(ContentHash file) {
            return Optional.empty();
        }

        @Override
        public void drop(ContentHash parcel) {}

        @Override
        public Optional<byte[]> chunk(ContentHash file, int index) {
            return Optional.empty();
        }
    }

    private static final class FakeEndpoint implements Endpoint {
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        final CompletableFuture<Void> sent = new CompletableFuture<>();
        final List<Oneway> requests = new CopyOnWriteArrayList<>();
        final long heardNanos = System.nanoTime();
        volatile boolean alwaysHeard;
        volatile boolean turns = true;

        @Override
        public <C extends TServiceClient> C stub(StubFactory<C> factory, Deadline deadline) {
            throw new AssertionError("the server only pushes to clients");
        }

        @Override
        public boolean send(Oneway request) {
            requests.add(request);
            sent.complete(null);
            return true;
        }

        @Override
        public long outboundBytes() {
            return 0;
        }

        @Override
        public void onWritable(Runnable action) {}

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress("127.0.0.1", 9);
        }

        @Override
        public Optional<X509Certificate> remoteCertificate() {
            return Optional.empty();
        }

        @Override
        public long lastHeardNanos() {
            return alwaysHeard ? System.nanoTime() : heardNanos;
        }

        @Override
        public void inTurn(Runnable action) {
            if (turns) {
                action.run();
            }
        }

        @Override
        public CompletionStage<Void> closed() {
            return closed;
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }
}
