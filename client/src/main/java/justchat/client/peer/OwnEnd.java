// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.crypto.Identity;
import justchat.client.session.Account;
import justchat.client.session.DirectPort;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Peer;

/// Our end of direct links: a certificate around the signing key of the identity
/// that we have at the moment, and where others reach us with it, if anywhere.
/// Thread-safe; making a certificate and beginning to listen take a moment.
final class OwnEnd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnEnd.class);
    private static final int MAX_CONNECTIONS = 64;

    private final Supplier<Optional<Account>> account;
    private final Optional<InetSocketAddress> address;
    private final Function<Endpoint, Peer.Iface> receptions;
    private final AtomicReference<Optional<Made>> made = new AtomicReference<>(Optional.empty());
    /// Guarded by `this`, like all that follows.
    private Optional<RpcServer> server = Optional.empty();
    private boolean begun;
    private boolean closed;

    /// A certificate, and the identity it is around.
    private record Made(Identity identity, SelfSigned certificate) {}

    /// @param address
    ///            where to listen, port 0: any; empty: nowhere
    /// @param receptions
    ///            who receives on a connection
    OwnEnd(Supplier<Optional<Account>> account, Optional<InetSocketAddress> address,
            Function<Endpoint, Peer.Iface> receptions) {
        this.account = account;
        this.address = address;
        this.receptions = receptions;
    }

    /// Called in handshakes, so it waits for nobody.
    ///
    /// @throws IllegalStateException
    ///             if nobody has logged in
    SelfSigned certificate() {
        var ours = account.get().map(Account::identity).orElseThrow(() -> new IllegalStateException("log in first"));
        return made.updateAndGet(before -> before.filter(one -> one.identity() == ours).or(() -> Optional.of(new Made(
                ours, SelfSigned.of(ours.signingPair()))))).orElseThrow().certificate();
    }

    /// Where we listen, from now on if we did not before; may wait. After the login.
    synchronized DirectPort port() {
        if (!begun && !closed && address.isPresent()) {
            begun = true;
            server = listen(address.get());
        }
        return server.map(listening -> Interfaces.announced(listening.address(), Interfaces.networks()))
                .orElse(DirectPort
                        .none());
    }

    private Optional<RpcServer> listen(InetSocketAddress where) {
        try {
            var options = new RpcServer.Options(Limits.DEFAULT, ServerTls.direct(this::certificate), MAX_CONNECTIONS);
            return Optional.of(RpcServer.start(where, options, endpoint -> List.of(new Peer.Processor<>(receptions
                    .apply(endpoint)))));
        } catch (IOException e) {
            LOG.warn("cannot listen on {}: nobody can write to us directly: {}", where, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        server.ifPresent(RpcServer::close);
    }
}
