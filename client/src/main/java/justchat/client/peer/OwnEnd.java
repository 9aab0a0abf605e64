// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.session.DirectPort;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Peer;

/// Our end of direct links: a certificate of this run, made when it is first
/// needed, and where others reach us with it, if anywhere. Thread-safe.
final class OwnEnd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnEnd.class);
    private static final int MAX_CONNECTIONS = 64;

    private final CompletableFuture<SelfSigned> certificate = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile CompletableFuture<Optional<RpcServer>> listener = CompletableFuture.completedFuture(Optional
            .empty());

    /// Makes the certificate, which takes a moment, once.
    void begin() {
        if (begun.compareAndSet(false, true)) {
            certificate.completeAsync(SelfSigned::generate, Thread.ofVirtual().name("start direct links")::start);
        }
    }

    /// After [#begin].
    CompletableFuture<SelfSigned> certificate() {
        return certificate;
    }

    /// Listens as soon as there is a certificate and who receives.
    void listen(InetSocketAddress address, CompletableFuture<Function<Endpoint, Peer.Iface>> receptions) {
        begin();
        listener = certificate.thenCombine(receptions, (own, reception) -> listen(address, own, reception));
    }

    private static Optional<RpcServer> listen(InetSocketAddress address, SelfSigned own,
            Function<Endpoint, Peer.Iface> reception) {
        try {
            var options = new RpcServer.Options(Limits.DEFAULT, ServerTls.direct(own), MAX_CONNECTIONS);
            return Optional.of(RpcServer.start(address, options, endpoint -> List.of(new Peer.Processor<>(reception
                    .apply(endpoint)))));
        } catch (IOException e) {
            LOG.warn("cannot listen on {}: nobody can write to us directly: {}", address, e.toString());
            return Optional.empty();
        }
    }

    /// Where we listen; may wait.
    DirectPort port() {
        return listener.join().map(server -> new DirectPort(server.address().getPort(), certificate.join().hash()))
                .orElse(DirectPort.none());
    }

    @Override
    public void close() {
        listener.thenAccept(server -> server.ifPresent(RpcServer::close));
    }
}
