// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

import org.apache.thrift.TProcessor;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.ServerTls;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Payload;
import justchat.wire.Post;

/// A server on a loopback port and clients of it, in clear, for tests.
final class TestServer implements AutoCloseable {
    static final Deadline SOON = Deadline.ofMillis(60_000);

    final RpcServer server;
    final RpcClient client = new RpcClient();

    private TestServer(RpcServer server) {
        this.server = server;
    }

    static TestServer of(MessageServer.Iface handler) throws IOException {
        return of(Limits.DEFAULT, _ -> handler);
    }

    static TestServer of(Limits limits, Function<Endpoint, MessageServer.Iface> handler) throws IOException {
        return new TestServer(
                RpcServer.start(loopback(), new RpcServer.Options(limits, ServerTls.none(), 100), endpoint -> List
                        .of(new MessageServer.Processor<>(handler.apply(endpoint)))));
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static Post post(long sequence, String room) {
        return new Post(room, new MessageId(ByteBuffer.allocate(16), sequence), List.of(), Payload.text("hello"));
    }

    int port() {
        return server.address().getPort();
    }

    Endpoint connect(TProcessor... services) throws RpcFailure {
        return connect(Limits.DEFAULT, services);
    }

    Endpoint connect(Limits limits, TProcessor... services) throws RpcFailure {
        return client.connect(server.address(), new RpcClient.Options(limits, ClientTls.none()), SOON,
                _ -> List.of(services));
    }

    static MessageServer.Client stub(Endpoint endpoint) {
        return endpoint.stub(MessageServer.Client::new, SOON);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
