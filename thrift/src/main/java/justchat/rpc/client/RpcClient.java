// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.client;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.apache.thrift.TProcessor;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.tls.ClientTls;

/// Makes connections; all of them share one event loop. Thread-safe.
public final class RpcClient implements AutoCloseable {

    public record Options(Limits limits, ClientTls tls) {
        public Options {
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(tls, "tls");
        }

        public static Options of(ClientTls tls) {
            return new Options(Limits.DEFAULT, tls);
        }
    }

    public RpcClient() {}

    /// Connects and, with TLS, checks who answers. Blocks until then.
    ///
    /// @param address
    ///            may be unresolved; it is resolved by this call
    /// @param services
    ///            what the other end may call on us over this connection; called
    ///            once, on an event loop: it must not block
    /// @throws RpcFailure
    ///             UNREACHABLE if there is no connection, or not to whom was
    ///             demanded, within the deadline
    public Endpoint connect(InetSocketAddress address, Options options, Deadline deadline,
            Function<Endpoint, List<TProcessor>> services) throws RpcFailure {
        throw new UnsupportedOperationException(address + "" + options + deadline + services);
    }

    /// Closes all connections made here.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
