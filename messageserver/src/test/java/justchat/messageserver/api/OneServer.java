// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import justchat.logs.journal.Journal;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.file.Catalogue;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileLimits;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.file.Keeper;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Standing;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Replicas;
import justchat.messageserver.session.Allowances;
import justchat.messageserver.session.Sessions;
import justchat.messageserver.session.Turnstile;
import justchat.ticket.LoginId;
import justchat.ticket.Ticket;
import justchat.ticket.TicketSigner;
import justchat.wire.Attach;
import justchat.wire.MessageId;
import justchat.wire.Payload;
import justchat.wire.Post;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;

/// The services of one server without a network, with a real disk: alone, with a lobby, ready for clients.
final class OneServer implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    final Sessions sessions = new Sessions(10);
    private final TicketSigner signer = TicketSigner.generate();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    /// Runs on a room's strand just before what is said there is delivered.
    volatile Runnable beforeDelivery = () -> {};
    final Rooms rooms;
    private Services services;

    OneServer(Path directory) throws Exception {
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

    Services services() {
        return services;
    }

    /// Lets clients in otherwise.
    void turnstile(Turnstile.Limits limits) {
        services = new Services(() -> true, rooms, sessions, new Turnstile(limits, new Random(1), TimeUnit.NANOSECONDS
                .toMillis(System.nanoTime())), services.posts(), services.files(), services.copies(),
                services.keeper(), services.journal(),
                services.standing(), services.millis());
    }

    /// What a client of this user asks to be attached with.
    Attach request(String user, int instance) {
        long now = System.currentTimeMillis();
        var bytes = new byte[16];
        bytes[0] = (byte) instance;
        return new Attach(1,
                ByteBuffer.wrap(signer.sign(new Ticket(user, 1, new LoginId(1, 1), "lb-1", now, now + 600_000))),
                ByteBuffer.wrap(
                        bytes),
                0);
    }

    ClientHandler client(FakeEndpoint endpoint) {
        return new ClientHandler(services, new Attachment(services, endpoint, new Broadcast(), () -> {}));
    }

    /// A client of this user that is attached, at the endpoint.
    ClientHandler attached(FakeEndpoint endpoint, String user, int instance) throws Exception {
        var client = client(endpoint);
        client.attach(request(user, instance));
        return client;
    }

    static Post post(int instance, int sequence) {
        var bytes = new byte[16];
        bytes[0] = (byte) instance;
        return new Post("lobby", new MessageId(ByteBuffer.wrap(bytes), sequence), List.of(), Payload.text("hi"));
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /// Why somebody is asked to come again, in the end: on a slow machine there may be room again when it comes.
    static Refused awaitRefusal(Callable<?> attempt) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < until) {
            try {
                attempt.call();
            } catch (Refused refused) {
                return refused;
            }
        }
        throw new AssertionError("never refused");
    }

    @Override
    public void close() {
        rooms.close();
        timer.shutdownNow();
        assertThat(fatal).isEmpty();
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
}
