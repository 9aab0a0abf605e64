// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TServiceClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileLimits;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.Standing;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Room;
import justchat.messageserver.session.Outbox;
import justchat.messageserver.session.Sessions;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.ticket.Ticket;
import justchat.ticket.TicketSigner;
import justchat.wire.Attach;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionsTest {
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    Path directory;

    private final TicketSigner signer = TicketSigner.generate();
    private final Sessions sessions = new Sessions(10);
    private final FakeRoom room = new FakeRoom();
    private Services services;
    private Connections connections;

    @BeforeEach
    void open() throws Exception {
        var somewhere = new Address("127.0.0.1", 1);
        var standing = new Standing("ms-1", Optional.of(new Origin(1, 1)),
                new Deployment(new View(1, List.of(), List.of()), List
                        .of(new Balancer("lb-1", somewhere, somewhere, signer.publicKey()))));
        services = new Services("lobby", room, sessions, FileStore.open(directory, FileLimits.DEFAULT),
                new NoCopies(), Journal.off(), () -> standing, System::currentTimeMillis);
    }

    @AfterEach
    void close() {
        connections.close();
    }

    private void patience(int attachMillis, int silenceMillis) {
        connections = new Connections(services, sessions::count, new Connections.Patience(attachMillis,
                silenceMillis));
    }

    private Attach attach(String user, int instance) {
        long now = System.currentTimeMillis();
        var bytes = new byte[16];
        bytes[0] = (byte) instance;
        return new Attach(1, ByteBuffer.wrap(signer.sign(new Ticket(user, "lb-1", now, now + 60_000))), ByteBuffer.wrap(
                bytes), 0, ByteBuffer.allocate(0));
    }

    private ClientHandler client(FakeEndpoint endpoint) {
        return new ClientHandler(services, new Attachment(services, endpoint, new Broadcast()));
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
    void givesUpAClientThatIsSilentAndEndsItsSession() throws Exception {
        patience(60_000, 300);
        var silent = new FakeEndpoint();
        var lively = new FakeEndpoint();
        lively.alwaysHeard = true;
        attach(silent, "elon", 1);
        attach(lively, "tony", 2);
        silent.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        room.detached.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(lively.closed).isNotDone();
        assertThat(sessions.all()).extracting(session -> session.user()).containsExactly("tony");
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
        var delivery = new justchat.messageserver.model.Delivery("lobby", List.of(), VectorClock.empty());
        var one = new FakeEndpoint();
        var other = new FakeEndpoint();
        new EndpointChannel(one, broadcast).deliver(delivery);
        new EndpointChannel(other, broadcast).deliver(delivery);
        assertThat(one.requests.getFirst()).isSameAs(other.requests.getFirst());
    }

    @Test
    void saysWhatBecameOfAPost() throws Exception {
        patience(60_000, 60_000);
        var handler = client(new FakeEndpoint());
        handler.attach(attach("elon", 1));
        var post = new justchat.wire.Post("lobby", new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 1), List
                .of(), justchat.wire.Payload.text("hi"));
        for (var expected : new Object[][]{{new Outcome.Busy("later", 70), justchat.wire.Reason.BUSY}, {
                new Outcome.Unavailable("no disk"), justchat.wire.Reason.UNAVAILABLE},
                {new Outcome.Equivocation(),
                        justchat.wire.Reason.EQUIVOCATION},
                {new Outcome.Invalid("no"),
                        justchat.wire.Reason.INVALID}}) {
            room.outcome = (Outcome) expected[0];
            try {
                handler.post(post);
                throw new AssertionError("not refused: " + expected[0]);
            } catch (justchat.wire.Refused e) {
                assertThat(e.getReason()).isEqualTo(expected[1]);
            }
        }
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

    private static final class FakeRoom implements Room {
        final CompletableFuture<Void> detached = new CompletableFuture<>();
        volatile Outcome outcome = new Outcome.Equivocation();

        @Override
        public CompletionStage<Answered> tell(Post post) {
            return CompletableFuture.completedFuture(new Answered(outcome, VectorClock.empty()));
        }

        @Override
        public boolean hear(Exchange exchange) {
            return true;
        }

        @Override
        public Greeting greet(Origin caller, VectorClock clock) {
            return new Greeting.Stranger(1);
        }

        @Override
        public CompletionStage<Joined> attach(Outbox outbox, Optional<VersionVector> seen, int recent) {
            return CompletableFuture.completedFuture(new Joined(0, 0));
        }

        @Override
        public void detach(Outbox outbox) {
            detached.complete(null);
        }

        @Override
        public void viewChanged(Origin self, View view) {
            throw new AssertionError("not in these tests");
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
        public CompletionStage<Void> closed() {
            return closed;
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }
}
