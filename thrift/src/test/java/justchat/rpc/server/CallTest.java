// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

import justchat.rpc.Counter;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.wire.LoadBalancer;
import justchat.wire.MessageServer;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CallTest {

    @Test
    void answersCallsAndDeclaredRefusals() throws Exception {
        try (var server = TestServer.of(new Echo()); var endpoint = server.connect()) {
            var stub = TestServer.stub(endpoint);
            assertThat(stub.ping(42)).isEqualTo(42);
            assertThat(stub.post(TestServer.post(7, "lobby")).getPosition().getSequence()).isEqualTo(7);
            var refused = catchThrowableOfType(Refused.class, () -> stub.post(TestServer.post(0, "why")));
            assertThat(refused.getReason()).isEqualTo(Reason.INVALID);
            assertThat(refused.getMessage()).isEqualTo("why");
            assertThat(stub.ping(43)).isEqualTo(43);
        }
    }

    @Test
    void answersInWhateverOrderTheHandlersEnd() throws Exception {
        var release = new CountDownLatch(1);
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                if (nonce == 1) {
                    await(release);
                }
                return nonce;
            }
        };
        try (var server = TestServer.of(handler);
                var endpoint = server.connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> TestServer.stub(endpoint).ping(1));
            assertThat(TestServer.stub(endpoint).ping(2)).isEqualTo(2);
            assertThat(slow.isDone()).isFalse();
            release.countDown();
            assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aHandlerCallsBackOverItsConnection() throws Exception {
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                return nonce == 0 ? 0 : 1 + TestServer.stub(endpoint).ping(nonce - 1);
            }
        })) {
            var mine = new AtomicReference<Endpoint>();
            var connected = new CompletableFuture<Endpoint>();
            var handler = new MessageServer.Processor<>(new Echo() {
                @Override
                public long ping(long nonce) throws TException {
                    return nonce == 0 ? 0 : 1 + TestServer.stub(connected.join()).ping(nonce - 1);
                }
            });
            mine.set(server.connect(handler));
            connected.complete(mine.get());
            assertThat(TestServer.stub(mine.get()).ping(9)).isEqualTo(9);
        }
    }

    @Test
    void givesUpAtTheDeadlineAndCountsTheLateAnswer() throws Exception {
        var release = new CountDownLatch(1);
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                if (nonce == 1) {
                    await(release);
                }
                return nonce;
            }
        };
        try (var server = TestServer.of(handler); var endpoint = server.connect()) {
            var hasty = endpoint.stub(MessageServer.Client::new, Deadline.ofMillis(20));
            assertThat(kindOf(() -> hasty.ping(1))).isEqualTo(Kind.TIMED_OUT);
            release.countDown();
            var end = System.nanoTime() + TestServer.SOON.duration().toNanos();
            while (server.client.counters().get(Counter.LATE_ANSWERS) == 0 && System.nanoTime() < end) {
                assertThat(TestServer.stub(endpoint).ping(2)).isEqualTo(2);
            }
            assertThat(server.client.counters()).containsEntry(Counter.LATE_ANSWERS, 1L);
            assertThat(pingsInTheEnd(hasty)).isTrue();
        }
    }

    /// Whether a stub that is given 20 ms is answered once, however busy this machine is.
    private static boolean pingsInTheEnd(MessageServer.Client hasty) throws TException {
        var end = System.nanoTime() + TestServer.SOON.duration().toNanos();
        while (System.nanoTime() < end) {
            try {
                return hasty.ping(3) == 3;
            } catch (RpcFailure late) {
                assertThat(late.kind()).isEqualTo(Kind.TIMED_OUT);
            }
        }
        return false;
    }

    @Test
    void aBrokenHandlerIsAnsweredAndTheConnectionLives() throws Exception {
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                if (nonce == 1) {
                    throw new IllegalStateException("broken on purpose");
                }
                if (nonce == 2) {
                    throw new AssertionError("broken on purpose");
                }
                return nonce;
            }
        };
        try (var server = TestServer.of(handler); var endpoint = server.connect()) {
            var stub = TestServer.stub(endpoint);
            assertThat(kindOf(() -> stub.ping(1))).isEqualTo(Kind.FAILED);
            assertThat(kindOf(() -> stub.ping(2))).isEqualTo(Kind.FAILED);
            assertThat(stub.ping(3)).isEqualTo(3);
            assertThat(server.server.counters().get(Counter.HANDLER_FAILURES)).isEqualTo(2);
        }
    }

    @Test
    void anUnknownMethodIsAnsweredAndTheConnectionLives() throws Exception {
        try (var server = TestServer.of(new Echo()); var endpoint = server.connect()) {
            assertThat(kindOf(() -> endpoint.stub(LoadBalancer.Client::new, TestServer.SOON).cluster()))
                    .isEqualTo(Kind.MALFORMED);
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            assertThat(server.server.counters().get(Counter.UNKNOWN_METHODS)).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatLacksARequiredFieldLeavesTheStubUsable() throws Exception {
        try (var server = TestServer.of(new Echo()); var endpoint = server.connect()) {
            var stub = TestServer.stub(endpoint);
            assertThatThrownBy(() -> stub.post(TestServer.post(1, null))).isInstanceOf(TException.class);
            assertThat(stub.post(TestServer.post(2, "lobby")).getPosition().getSequence()).isEqualTo(2);
        }
    }

    @Test
    void aRequestAboveTheLimitIsNotSent() throws Exception {
        try (var server = TestServer.of(new Echo()); var endpoint = server.connect()) {
            var stub = TestServer.stub(endpoint);
            var large = ByteBuffer.allocate(Limits.DEFAULT.maxFrameBytes());
            assertThat(kindOf(() -> stub.putChunk(large, 0, large))).isEqualTo(Kind.MALFORMED);
            assertThat(stub.ping(1)).isEqualTo(1);
        }
    }

    @Test
    void anAnswerAboveTheLimitIsAFailureOfTheOtherEnd() throws Exception {
        try (var server = TestServer.of(new Echo()); var endpoint = server.connect()) {
            var stub = TestServer.stub(endpoint);
            assertThat(kindOf(() -> stub.getChunk(ByteBuffer.allocate(1), Limits.DEFAULT.maxFrameBytes())))
                    .isEqualTo(Kind.FAILED);
            assertThat(stub.getChunk(ByteBuffer.allocate(1), 262_144).remaining()).isEqualTo(262_144);
        }
    }

    @Test
    void callsFailAsClosedWhenTheOtherEndGoes() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                entered.countDown();
                await(release);
                return nonce;
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = TestServer.of(handler);
                var endpoint = server.connect()) {
            var waiting = threads.submit(() -> kindOf(() -> TestServer.stub(endpoint).ping(1)));
            await(entered);
            server.server.close();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
            endpoint.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(kindOf(() -> TestServer.stub(endpoint).ping(1))).isEqualTo(Kind.CLOSED);
            release.countDown();
        }
    }

    @Test
    void moreCallsThanMayWaitAreRefusedAtOnce() throws Exception {
        var release = new CountDownLatch(1);
        var handler = new Echo() {
            @Override
            public long ping(long nonce) throws TException {
                await(release);
                return nonce;
            }
        };
        var limits = new Limits(1 << 20, 16, 256, 1, 1 << 20, 1 << 18, 10_000, 30_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = TestServer.of(handler);
                var endpoint = server.connect(limits)) {
            var both = List.of(threads.submit(() -> kindOf(() -> TestServer.stub(endpoint).ping(1))),
                    threads.submit(() -> kindOf(() -> TestServer.stub(endpoint).ping(2))));
            var first = new CompletableFuture<Kind>();
            for (var one : both) {
                threads.submit(() -> first.complete(one.get()));
            }
            assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(Kind.OVERLOADED);
            release.countDown();
        }
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        // Bound, so that nobody else gets the port, but not listening.
        try (var client = new RpcClient(); var silent = new Socket()) {
            silent.bind(TestServer.loopback());
            var nobody = (InetSocketAddress) silent.getLocalSocketAddress();
            assertThat(kindOf(() -> client.connect(nobody, RpcClient.Options.of(ClientTls.none()), TestServer.SOON,
                    _ -> List.of()))).isEqualTo(Kind.UNREACHABLE);
            assertThat(kindOf(() -> client.connect(InetSocketAddress.createUnresolved("nobody.invalid", 1),
                    RpcClient.Options.of(ClientTls.none()), TestServer.SOON, _ -> List.of())))
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    /// The kind of failure that `call` ends with.
    static Kind kindOf(ThrowingCall call) {
        return catchThrowableOfType(RpcFailure.class, call::run).kind();
    }

    @FunctionalInterface
    interface ThrowingCall {
        void run() throws TException;
    }

    static void await(CountDownLatch latch) throws TException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new TException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new TException(e);
        }
    }
}
