// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.session.Turnstile;
import justchat.wire.Open;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a client that is connected may ask for, when it has to come again, and what it is told.
class ClientHandlerTest {
    @TempDir
    Path directory;

    private OneServer server;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer(directory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void asksClientsThatComeTooManyAtOnceToComeAgain() throws Exception {
        server.turnstile(new Turnstile.Limits(1, 64, 500));
        var number = new AtomicInteger();
        var refused = OneServer.awaitRefusal(() -> server.attached(new FakeEndpoint(), "tony", number.incrementAndGet()
                % 8));
        assertThat(refused.getReason()).isEqualTo(Reason.BUSY);
        assertThat(refused.getRetryAfterMillis()).isBetween(200, 2_000);
    }

    /// And when it has been served, the next one is.
    @Test
    void servesSoManyReadersAtOnceAndAsksTheOthersToComeAgain() throws Exception {
        server.turnstile(new Turnstile.Limits(1_000, 1, 20));
        var elon = server.attached(new FakeEndpoint(), "elon", 1);
        var tony = server.attached(new FakeEndpoint(), "tony", 2);
        var go = new CountDownLatch(1);
        server.rooms.find("lobby").orElseThrow().ask(_ -> await(go));
        var opening = Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open("lobby"))));
        OneServer.await(() -> server.sessions.all().stream().anyMatch(session -> !session.reading().isEmpty()));
        assertThatThrownBy(() -> tony.open(new Open("lobby"))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.getReason()).isEqualTo(Reason.BUSY);
            assertThat(refused.getRetryAfterMillis()).isBetween(200, 2_000);
        });
        go.countDown();
        opening.join();
        OneServer.await(() -> isServed(tony));
    }

    /// The place of who was served before may be free only now.
    private static boolean isServed(ClientHandler client) {
        return quietly(() -> {
            try {
                return client.open(new Open("lobby")).getMissed() == 0;
            } catch (Refused busy) {
                assertThat(busy.getReason()).isEqualTo(Reason.BUSY);
                return false;
            }
        });
    }

    @Test
    void encodesADeliveryOnceForAllItsReaders() {
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
        var one = server.attached(new FakeEndpoint(), "elon", 1);
        var other = server.attached(new FakeEndpoint(), "elon", 2);
        var posts = new AtomicInteger();
        long begin = System.nanoTime();
        var refused = OneServer.awaitRefusal(() -> {
            int number = posts.getAndIncrement();
            return (number % 2 == 0 ? one : other).post(OneServer.post(1 + number % 2, 1 + number / 2));
        });
        assertThat(refused.getReason()).isEqualTo(Reason.BUSY);
        assertThat(posts.get()).as("two at once, one a second, and the one that was refused").isLessThanOrEqualTo(3
                + (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        var tony = server.attached(new FakeEndpoint(), "tony", 3);
        assertThat(tony.post(OneServer.post(3, 1)).getCopies()).isEqualTo(1);
    }

    @Test
    void deliversNothingOfARoomOnceItsCloseIsAnswered() throws Exception {
        var endpoint = new FakeEndpoint();
        var elon = server.attached(endpoint, "elon", 1);
        elon.open(new Open("lobby"));
        server.beforeDelivery = () -> close(elon);
        elon.post(OneServer.post(1, 1));
        assertThat(endpoint.requests).isEmpty();
        elon.open(new Open("lobby").setRecent(1));
        endpoint.sent.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// The close may overtake the wish to read on its way to the room.
    @Test
    void deliversNothingOfARoomThatIsClosedWhileItIsOpened() throws Exception {
        var endpoint = new FakeEndpoint();
        var elon = server.attached(endpoint, "elon", 1);
        var lobby = server.rooms.find("lobby").orElseThrow();
        var go = new CountDownLatch(1);
        lobby.ask(_ -> await(go));
        var opening = Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open("lobby"))));
        OneServer.await(() -> server.sessions.all().stream().anyMatch(session -> !session.reading().isEmpty()));
        close(elon);
        go.countDown();
        opening.join();
        elon.post(OneServer.post(1, 1));
        assertThat(endpoint.requests).isEmpty();
    }

    /// Each of them replaces the other; one of them stays.
    @Test
    void deliversOnceToWhoOpensARoomTwiceAtOnce() throws Exception {
        for (int instance = 1; instance <= 9; instance++) {
            var endpoint = new FakeEndpoint();
            var elon = server.attached(endpoint, "elon" + instance, instance);
            var opening = Stream.generate(() -> Thread.ofVirtual().start(() -> quietly(() -> elon.open(new Open(
                    "lobby"))))).limit(8).toList();
            for (var one : opening) {
                one.join();
            }
            elon.post(OneServer.post(instance, 1));
            endpoint.sent.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
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
        return quietly(() -> latch.await(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T quietly(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
