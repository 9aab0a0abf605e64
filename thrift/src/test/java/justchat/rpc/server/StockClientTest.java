// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TJSONProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import justchat.rpc.Counter;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.Oneway;
import justchat.wire.LoadBalancer;
import justchat.wire.MessageServer;
import justchat.wire.Operator;
import justchat.wire.Reader;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// What libthrift itself makes of our server.
class StockClientTest {

    static List<TProtocolFactory> protocols() {
        return List.of(new TBinaryProtocol.Factory(), new TCompactProtocol.Factory(), new TJSONProtocol.Factory());
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void aStockClientIsServedInItsOwnProtocol(TProtocolFactory factory) throws Exception {
        try (var server = TestServer.of(new Echo());
                var transport = new TFramedTransport(new TSocket("127.0.0.1", server.port()))) {
            transport.open();
            var client = new MessageServer.Client(factory.getProtocol(transport));
            assertThat(client.ping(-3)).isEqualTo(-3);
            assertThat(client.post(TestServer.post(1, "lobby")).getCopies()).isEqualTo(2);
            assertThat(client.getChunk(ByteBuffer.allocate(2), 100_000).remaining()).isEqualTo(100_000);
            assertThat(catchThrowableOfType(Refused.class, () -> client.post(TestServer.post(0, "no"))).getReason())
                    .isEqualTo(Reason.INVALID);
            var unknown = catchThrowableOfType(TApplicationException.class,
                    () -> new Operator.Client(factory.getProtocol(transport)).status());
            assertThat(unknown.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
            client.detach(null);
            assertThat(client.ping(4)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void argumentsThatCannotBeReadAreAnsweredAndTheConnectionLives(TProtocolFactory factory) throws Exception {
        try (var server = TestServer.of(new Echo());
                var transport = new TFramedTransport(new TSocket("127.0.0.1", server.port()))) {
            transport.open();
            var protocol = factory.getProtocol(transport);
            // A post is expected, and there is none.
            protocol.writeMessageBegin(new TMessage("post", TMessageType.CALL, 77));
            new Replica.sealFile_args(ByteBuffer.allocate(4)).write(protocol);
            protocol.writeMessageEnd();
            transport.flush();
            var answer = protocol.readMessageBegin();
            assertThat(answer.seqid).isEqualTo(77);
            assertThat(answer.type).isEqualTo(TMessageType.EXCEPTION);
            assertThat(TApplicationException.readFrom(protocol).getType())
                    .isEqualTo(TApplicationException.PROTOCOL_ERROR);
            protocol.readMessageEnd();
            assertThat(server.server.counters()).containsEntry(Counter.MALFORMED_REQUESTS, 1L)
                    .containsEntry(Counter.HANDLER_FAILURES, 0L);
            assertThat(new MessageServer.Client(protocol).ping(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void aStockClientIsPushedToInItsOwnProtocol(TProtocolFactory factory) throws Exception {
        var accepted = new CompletableFuture<Endpoint>();
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        }); var transport = new TFramedTransport(new TSocket("127.0.0.1", server.port()))) {
            transport.open();
            var protocol = factory.getProtocol(transport);
            assertThat(new MessageServer.Client(protocol).ping(1)).isEqualTo(1);
            assertThat(accepted.get(60, TimeUnit.SECONDS).send(new Oneway("people", new Reader.people_args(5))))
                    .isTrue();
            var message = protocol.readMessageBegin();
            assertThat(message.type).isEqualTo(TMessageType.ONEWAY);
            assertThat(message.name).isEqualTo("people");
            var arguments = new Reader.people_args();
            arguments.read(protocol);
            protocol.readMessageEnd();
            assertThat(arguments.getOnline()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void aStockClientCanBeCalled(TProtocolFactory factory) throws Exception {
        var accepted = new CompletableFuture<Endpoint>();
        try (var server = TestServer.of(Limits.DEFAULT, endpoint -> {
            accepted.complete(endpoint);
            return new Echo();
        }); var transport = new TFramedTransport(new TSocket("127.0.0.1", server.port()))) {
            transport.open();
            var protocol = factory.getProtocol(transport);
            assertThat(new MessageServer.Client(protocol).ping(1)).isEqualTo(1);
            var answer = CompletableFuture.supplyAsync(() -> pong(accepted.join()), Thread::startVirtualThread);
            new MessageServer.Processor<>(new Echo()).process(protocol, protocol);
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(6);
        }
    }

    private static long pong(Endpoint endpoint) {
        try {
            return TestServer.stub(endpoint).ping(6);
        } catch (org.apache.thrift.TException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void severalServicesShareAPort(TProtocolFactory factory) throws Exception {
        var both = List.<org.apache.thrift.TProcessor>of(new MessageServer.Processor<>(new Echo()),
                new Reader.Processor<>(new Pushed()));
        try (var server = RpcServer.start(TestServer.loopback(),
                RpcServer.Options.of(justchat.rpc.tls.ServerTls.none()), _ -> both);
                var transport = new TFramedTransport(new TSocket("127.0.0.1", server.address().getPort()))) {
            transport.open();
            TProtocol protocol = factory.getProtocol(transport);
            new Reader.Client(protocol).people(3);
            assertThat(new MessageServer.Client(protocol).ping(1)).isEqualTo(1);
            assertThat(catchThrowableOfType(TApplicationException.class,
                    () -> new LoadBalancer.Client(protocol).cluster()).getType())
                    .isEqualTo(TApplicationException.UNKNOWN_METHOD);
        }
    }
}
