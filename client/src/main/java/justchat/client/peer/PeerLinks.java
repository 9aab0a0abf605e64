// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import justchat.client.codec.Directory;
import justchat.client.codec.FileCodec;
import justchat.client.crypto.Identity;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.Lanes;
import justchat.rpc.client.RpcClient;
import justchat.rpc.lane.Lane;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.WrongKey;
import justchat.wire.Peer;

/// Our links to other clients' sessions, made on demand and kept. Its addresses ([Candidates]) are raced ([AddressRace]). The other end
/// must prove the signing key of the user's pinned identity, and we prove ours.
/// One that nobody used for a while is closed. Thread-safe; making a link waits, at most 1.5 s.
final class PeerLinks {
    static final long IDLE_MILLIS = 300_000;
    static final Deadline CONNECT = Deadline.ofMillis(1_500);

    private final RpcClient rpc;
    private final Supplier<SelfSigned> own;
    private final Function<Directory.PeerSession, Candidates.Here> here;
    private final Strangers strangers;
    private final long idleMillis;
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    /// @param used
    ///            when it was last asked for, nanoseconds
    private record Link(Endpoint endpoint, Lanes lanes, AtomicLong used) {
        private boolean isClosed() {
            return endpoint.closed().toCompletableFuture().isDone();
        }
    }

    /// @param here
    ///            where we are; may wait
    /// @param idleMillis
    ///            how long a link is kept unused
    PeerLinks(RpcClient rpc, Supplier<SelfSigned> own, Function<Directory.PeerSession, Candidates.Here> here,
            Strangers strangers,
            long idleMillis) {
        this.idleMillis = idleMillis;
        this.rpc = rpc;
        this.own = own;
        this.here = here;
        this.strangers = strangers;
    }

    /// For messages.
    ///
    /// @param user
    ///            whose session it is, with the pinned key
    /// @throws RpcFailure
    ///             UNREACHABLE, with the reason
    Endpoint to(Directory.Location user, Directory.PeerSession session) throws RpcFailure {
        return link("messages", user, session).endpoint();
    }

    /// For some chunks of files, which are not to stand in front of messages.
    Endpoint forFiles(Directory.Location user, Directory.PeerSession session) throws RpcFailure {
        return link("files", user, session).endpoint();
    }

    /// For many; empty: they go by calls.
    ///
    /// @param us
    ///            the user that we are
    Optional<Lane> lane(String us, Directory.Location user, Directory.PeerSession session) throws RpcFailure {
        var link = link("files", user, session);
        return link.lanes().open(() -> FileCodec.lane(link.endpoint().stub(Peer.Client::new, CONNECT).directLane(us)));
    }

    private Link link(String use, Directory.Location user, Directory.PeerSession session) throws RpcFailure {
        var mine = own.get();
        var theirs = Identity.signingKey(user.identityKey());
        var key = use + " " + session.direct() + " " + HexFormat.of().formatHex(theirs) + " " + HexFormat.of()
                .formatHex(mine.publicKey());
        var known = links.get(key);
        if (known != null && !known.isClosed()) {
            known.used().set(System.nanoTime());
            return known;
        }
        var endpoint = connect(user.user(), session, ClientTls.direct(mine, theirs));
        var link = new Link(endpoint, new Lanes(rpc, endpoint, CONNECT), new AtomicLong(System.nanoTime()));
        keep(key, link);
        return link;
    }

    private void keep(String key, Link link) {
        links.put(key, link);
        link.endpoint().closed().thenRun(() -> links.remove(key, link));
        watch(link, idleMillis);
    }

    private void watch(Link link, long afterMillis) {
        CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS).execute(() -> {
            var idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - link.used().get());
            if (idle >= idleMillis && !link.lanes().areInUse()) {
                link.endpoint().close();
            } else if (!link.isClosed()) {
                watch(link, idle < idleMillis ? idleMillis - idle : idleMillis);
            }
        });
    }

    private Endpoint connect(String user, Directory.PeerSession session, ClientTls tls) throws RpcFailure {
        var place = here.apply(session);
        var candidates = Candidates.of(session, place);
        if (candidates.isEmpty()) {
            throw new RpcFailure(RpcFailure.Kind.UNREACHABLE, session.direct().getHostString() + " " + AddressRule
                    .objection(session.direct(), place.ownServerOnLoopback()).orElse("cannot be connected to"));
        }
        var options = new RpcClient.Options(Limits.DEFAULT, tls);
        return new AddressRace<Endpoint>((address, deadline) -> rpc.connect(address, options, deadline, _ -> List.of()),
                Endpoint::close, (address, failure) -> lost(user, session, address, failure)).run(candidates,
                        CONNECT.duration().toNanos());
    }

    /// That somebody else is at an address which only the user itself gave is no wonder.
    private void lost(String user, Directory.PeerSession session, InetSocketAddress address, RpcFailure failure) {
        if (WrongKey.isCauseOf(failure) && address.equals(session.direct())) {
            strangers.answered(user, address.getHostString() + ":" + address.getPort());
        }
    }
}
