// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;

/// Connections to other servers for files, made when they are needed and kept.
/// Apart from those that carry entries: a large file holds up no message.
/// Thread-safe.
final class Links implements AutoCloseable {
    private static final Deadline CONNECT = Deadline.ofMillis(2_000);

    private final RpcClient client;
    private final ClientTls tls;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`.
    private final Map<Origin, Endpoint> open = new HashMap<>();

    Links(RpcClient client, ClientTls tls) {
        this.client = Objects.requireNonNull(client, "client");
        this.tls = Objects.requireNonNull(tls, "tls");
    }

    /// A connection to this member, an open one or a new one. Blocks.
    Endpoint to(Member member) throws RpcFailure {
        lock.lock();
        try {
            var known = open.get(member.origin());
            if (known != null && !isClosed(known)) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        var address = InetSocketAddress.createUnresolved(member.address().host(), member.address().port());
        return keep(member.origin(), client.connect(address, RpcClient.Options.of(tls), CONNECT, _ -> List.of()));
    }

    /// Keeps none to servers that left the view.
    void follow(View view) {
        lock.lock();
        try {
            open.entrySet().removeIf(link -> {
                boolean gone = !view.contains(link.getKey());
                if (gone) {
                    link.getValue().close();
                }
                return gone;
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(Endpoint::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Two may have connected at once; one is enough.
    private Endpoint keep(Origin origin, Endpoint made) {
        lock.lock();
        try {
            var known = open.get(origin);
            if (known != null && !isClosed(known)) {
                made.close();
                return known;
            }
            open.put(origin, made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isClosed(Endpoint endpoint) {
        return endpoint.closed().toCompletableFuture().isDone();
    }
}
