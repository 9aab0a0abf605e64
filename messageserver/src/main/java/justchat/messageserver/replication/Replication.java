// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Replicas;
import justchat.rpc.Endpoint;
import justchat.rpc.client.RpcClient;

/// The links from this server to the others of the view, one [PeerLink] each.
/// Thread-safe; no method blocks. A peer that is slow, hung or gone holds up its
/// own link only.
public final class Replication implements Replicas, AutoCloseable {
    private final RpcClient client;
    private final RpcClient.Options options;
    /// Guarded by `this`, like all below.
    private final Map<Origin, PeerLink> links = new HashMap<>();
    private Optional<Origin> self = Optional.empty();
    private boolean closed;

    /// @param options
    ///            with the certificate of this server
    public Replication(RpcClient client, RpcClient.Options options) {
        this.client = Objects.requireNonNull(client, "client");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public synchronized void follow(Origin own, View view, Listener listener) {
        if (closed) {
            return;
        }
        // With a new incarnation we have to introduce ourselves anew.
        boolean reborn = self.isPresent() && !self.get().equals(own);
        self = Optional.of(own);
        links.entrySet().removeIf(link -> {
            boolean goes = reborn || !view.contains(link.getKey()) || link.getKey().equals(own);
            if (goes) {
                link.getValue().close();
            }
            return goes;
        });
        for (var member : view.members()) {
            if (!member.origin().equals(own)) {
                links.computeIfAbsent(member.origin(), _ -> PeerLink.start(new PeerLink.Ends(own, member, client,
                        options), view.number(), listener));
            }
        }
    }

    @Override
    public void send(Origin peer, Exchange exchange) {
        link(peer).ifPresent(link -> link.send(exchange));
    }

    /// The connection to this server, for other calls; empty while there is none.
    public Optional<Endpoint> endpoint(Origin peer) {
        return link(peer).flatMap(PeerLink::endpoint);
    }

    private synchronized Optional<PeerLink> link(Origin peer) {
        return Optional.ofNullable(links.get(peer));
    }

    @Override
    public synchronized void close() {
        closed = true;
        links.values().forEach(PeerLink::close);
        links.clear();
    }
}
