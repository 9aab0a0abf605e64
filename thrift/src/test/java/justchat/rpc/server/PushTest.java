// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

import justchat.rpc.Counter;
import justchat.rpc.Dialect;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.Oneway;
import justchat.wire.Delivery;
import justchat.wire.MessageServer;
import justchat.wire.Reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Requests without an answer, in order, shared, and what happens when the
/// other end is slow.
class PushTest {
    private static final Limits SMALL = new Limits(1 << 20, 16, 4, 4, 1 << 16, 1 << 14, 10_000, 30_000);

    @Test
    void onewaysArriveInOrder() throws Exception {
        var accepted = new CompletableFuture<Endpoint>();
        var pushed = new Pushed();
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        }); var _ = server.connect(new Reader.Processor<>(pushed))) {
            var endpoint = accepted.get(60, TimeUnit.SECONDS);
            for (var i = 0; i < 10_000; i++) {
                assertThat(endpoint.send(people(i))).isTrue();
            }
            for (var i = 0; i < 10_000; i++) {
                assertThat(pushed.nextPeople()).isEqualTo(i);
            }
        }
    }

    /// The answer overtakes what was pushed before it; who takes turns is not misled.
    @Test
    void whoeverTakesTurnsComesAfterAllThatWasPushedBeforeTheAnswer() throws Exception {
        var accepted = new CompletableFuture<Endpoint>();
        var release = new CountDownLatch(1);
        var pushed = new Pushed() {
            @Override
            public void people(int online) {
                release(release);
                super.people(online);
            }
        };
        try (var server = TestServer.of(SMALL, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        }); var client = server.connect(new Reader.Processor<>(pushed))) {
            var endpoint = accepted.get(60, TimeUnit.SECONDS);
            for (var i = 0; i < 3; i++) {
                assertThat(endpoint.send(people(i))).isTrue();
            }
            TestServer.stub(client).ping(1);
            assertThat(pushed.people).isEmpty();
            var turns = new LinkedBlockingQueue<List<Integer>>();
            // More than there is room for.
            for (var i = 0; i < 20; i++) {
                client.inTurn(() -> turns.add(List.copyOf(pushed.people)));
            }
            release.countDown();
            for (var i = 0; i < 20; i++) {
                assertThat(turns.poll(60, TimeUnit.SECONDS)).containsExactly(0, 1, 2);
            }
            assertThat(endpoint.send(people(3))).isTrue();
            for (var i = 0; i <= 3; i++) {
                assertThat(pushed.nextPeople()).isEqualTo(i);
            }
        }
    }

    private static void release(CountDownLatch latch) {
        try {
            CallTest.await(latch);
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyEndpointsShareOneEncoding() throws Exception {
        var accepted = new CopyOnWriteArrayList<Endpoint>();
        var all = new CountDownLatch(10);
        var readers = new ArrayList<Pushed>();
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> {
            accepted.add(endpoint);
            all.countDown();
            return new Echo();
        })) {
            for (var i = 0; i < 10; i++) {
                readers.add(new Pushed());
                // The answer says that the server's side of the connection is set up, too.
                TestServer.stub(server.connect(new Reader.Processor<>(readers.get(i)))).ping(i);
            }
            // Connecting is over before accepting is.
            CallTest.await(all);
            var request = people(7);
            for (var endpoint : accepted) {
                assertThat(endpoint.send(request)).isTrue();
                assertThat(endpoint.send(request)).isTrue();
            }
            assertThat(request.frame(Dialect.COMPACT)).isSameAs(request.frame(Dialect.COMPACT));
            for (var reader : readers) {
                assertThat(reader.nextPeople()).isEqualTo(7);
                assertThat(reader.nextPeople()).isEqualTo(7);
            }
        }
    }

    @Test
    void aOnewayThatLacksARequiredFieldIsTheCallersBug() {
        assertThatThrownBy(() -> new Oneway("deliver", new Reader.deliver_args(new Delivery())).frame(Dialect.JSON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The reader's strand is full, so its socket is not read, so ours fills up,
    /// and nothing is lost on the way back.
    @Test
    void aSlowReaderPushesBackAllTheWayAndLosesNothing() throws Exception {
        var release = new CountDownLatch(1);
        var accepted = new CompletableFuture<Endpoint>();
        var writable = new CountDownLatch(1);
        var slow = new Pushed() {
            @Override
            public void people(int online) {
                try {
                    CallTest.await(release);
                } catch (TException e) {
                    throw new IllegalStateException(e);
                }
                super.people(online);
            }
        };
        try (var server = TestServer.of(SMALL, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        }); var reader = server.connect(SMALL, new Reader.Processor<>(slow))) {
            var endpoint = accepted.get(60, TimeUnit.SECONDS);
            endpoint.onWritable(writable::countDown);
            var sent = 0;
            while (endpoint.send(people(sent))) {
                sent++;
            }
            // Not how much waits here now: the socket may just have taken it.
            assertThat(endpoint.outboundBytes()).isLessThan(2L * SMALL.outboundHighBytes());
            assertThat(server.server.counters()).containsEntry(Counter.REFUSED_SENDS, 1L);
            release.countDown();
            CallTest.await(writable);
            assertThat(endpoint.send(people(sent))).isTrue();
            for (var i = 0; i <= sent; i++) {
                assertThat(slow.nextPeople()).isEqualTo(i);
            }
            assertThat(reader.closed().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void aCallerWhoAsksTooMuchAtOnceIsNotReadUntilThereIsRoom() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var full = new CountDownLatch(SMALL.maxInFlight());
        var release = new CountDownLatch(1);
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                full.countDown();
                CallTest.await(release);
                running.decrementAndGet();
                return nonce;
            }
        };
        try (var server = TestServer.of(SMALL, _ -> handler); var endpoint = server.connect()) {
            var answers = new ArrayList<CompletableFuture<Long>>();
            for (var i = 0; i < 200; i++) {
                var nonce = i;
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return TestServer.stub(endpoint).ping(nonce);
                    } catch (TException e) {
                        throw new IllegalStateException(e);
                    }
                }, Thread::startVirtualThread));
            }
            CallTest.await(full);
            release.countDown();
            for (var i = 0; i < 200; i++) {
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
            }
            assertThat(most.get()).isBetween(1, SMALL.maxInFlight());
        }
    }

    /// A client that asks for much and reads nothing costs a bounded amount, and
    /// is closed in the end; others are served meanwhile.
    @Test
    void whoStopsReadingIsClosedAndNobodyElseIsDisturbed() throws Exception {
        var limits = new Limits(1 << 20, 16, 256, 64, 1 << 18, 1 << 16, 10_000, 300);
        var accepted = new LinkedBlockingQueue<Endpoint>();
        try (var server = TestServer.of(limits, endpoint -> {
            accepted.add(endpoint);
            return new Echo();
        }); var good = server.connect()) {
            assertThat(TestServer.stub(good).ping(0)).isZero();
            accepted.remove();
            stopReading(server, good, accepted);
        }
    }

    private static void stopReading(TestServer server, Endpoint good, BlockingQueue<Endpoint> accepted)
            throws Exception {
        try (var deaf = new Socket("127.0.0.1", server.port())) {
            var request = new Oneway("getChunk", new MessageServer.getChunk_args(ByteBuffer.allocate(1), 250_000))
                    .frame(Dialect.COMPACT).clone();
            // The same as a call: type 1 instead of 4 in the upper bits of the second byte.
            request[5] = (byte) (request[5] & 0x1f | 1 << 5);
            for (var i = 0; i < 200; i++) {
                deaf.getOutputStream().write(request);
            }
            assertThat(TestServer.stub(good).ping(1)).isEqualTo(1);
            accepted.poll(60, TimeUnit.SECONDS).closed().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(TestServer.stub(good).ping(2)).isEqualTo(2);
            assertThat(server.server.counters()).containsEntry(Counter.STALLED, 1L);
        }
    }

    @Test
    void aClosedEndpointRefuses() throws Exception {
        try (var server = TestServer.of(new Echo())) {
            var endpoint = server.connect();
            endpoint.close();
            endpoint.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(endpoint.send(people(1))).isFalse();
            endpoint.close();
        }
    }

    @Test
    void whatWasSentBeforeClosingArrives() throws Exception {
        var accepted = new CompletableFuture<Endpoint>();
        var pushed = new Pushed();
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        })) {
            var reader = server.connect(new Reader.Processor<>(pushed));
            for (var i = 0; i < 100; i++) {
                accepted.get(60, TimeUnit.SECONDS).send(people(i));
            }
            accepted.get().close();
            reader.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(List.copyOf(pushed.people)).hasSize(100);
        }
    }

    private static Oneway people(int online) {
        return new Oneway("people", new Reader.people_args(online));
    }
}
