// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.apache.thrift.TProcessor;

import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.tls.ServerTls;

/// A listening TCP port that serves Thrift: several services on one port, told
/// apart by their method names, each connection with processors of its own.
public final class RpcServer implements AutoCloseable {

    /// @param maxConnections
    ///            open at once; one more is closed as soon as it is accepted
    public record Options(Limits limits, ServerTls tls, int maxConnections) {
        public Options {
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(tls, "tls");
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections: " + maxConnections);
            }
        }

        public static Options of(ServerTls tls) {
            return new Options(Limits.DEFAULT, tls, 4096);
        }
    }

    private RpcServer() {}

    /// Listens on `listen` (port 0: any free port, see [#address]).
    ///
    /// @param services
    ///            called once per connection when it is set up (with TLS: after the
    ///            handshake, so the certificate is known), on an event loop: it must
    ///            not block. Its handlers may keep the connection's state.
    /// @throws IOException
    ///             if the port cannot be had
    public static RpcServer start(InetSocketAddress listen, Options options,
            Function<Endpoint, List<TProcessor>> services) throws IOException {
        throw new UnsupportedOperationException(listen + "" + options + services);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /// Stops listening and closes all connections. May be repeated.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
