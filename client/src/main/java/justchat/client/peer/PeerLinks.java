// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import justchat.client.codec.Directory;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.SelfSigned;

/// Our links to other clients' sessions, made on demand and kept. The other
/// end's certificate must have exactly the hash that the directory gives, and we
/// show ours. Thread-safe; making a link waits, at most 1.5 s.
final class PeerLinks {
    static final Deadline CONNECT = Deadline.ofMillis(1_500);

    private final RpcClient rpc;
    private final SelfSigned own;
    private final BooleanSupplier ownServerOnLoopback;
    private final Map<String, Endpoint> links = new ConcurrentHashMap<>();

    PeerLinks(RpcClient rpc, SelfSigned own, BooleanSupplier ownServerOnLoopback) {
        this.rpc = rpc;
        this.own = own;
        this.ownServerOnLoopback = ownServerOnLoopback;
    }

    /// For messages.
    ///
    /// @throws RpcFailure
    ///             UNREACHABLE, with the reason
    Endpoint to(Directory.PeerSession session) throws RpcFailure {
        return to("messages", session);
    }

    /// For files, which are not to stand in front of messages.
    Endpoint forFiles(Directory.PeerSession session) throws RpcFailure {
        return to("files", session);
    }

    private Endpoint to(String use, Directory.PeerSession session) throws RpcFailure {
        var key = use + " " + session.direct() + " " + HexFormat.of().formatHex(session.certificateHash());
        var known = links.get(key);
        if (known != null && !known.closed().toCompletableFuture().isDone()) {
            return known;
        }
        var objection = AddressRule.objection(session.direct(), ownServerOnLoopback.getAsBoolean());
        if (objection.isPresent()) {
            throw new RpcFailure(RpcFailure.Kind.UNREACHABLE,
                    session.direct().getHostString() + " " + objection.get());
        }
        var tls = ClientTls.direct(own, session.certificateHash());
        var link = rpc.connect(session.direct(), new RpcClient.Options(Limits.DEFAULT, tls), CONNECT,
                _ -> List.of());
        links.put(key, link);
        link.closed().thenRun(() -> links.remove(key, link));
        return link;
    }
}
