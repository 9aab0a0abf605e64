// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.apache.thrift.TServiceClient;
import org.apache.thrift.protocol.TProtocol;

import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneService;

/// One end of a duplex connection: both ends may call the other, answers match
/// by sequence id, in any order.
///
/// Thread-safe. Nothing here blocks but the stub's own methods, which wait for
/// their answer and therefore belong on virtual threads, never on an event loop
/// or a strand.
public interface Endpoint extends AutoCloseable {

    /// A stub for one service of the other end, over this connection: a stock
    /// Thrift client.
    ///
    /// Each call through it waits until the answer is there or `deadline` (per call)
    /// has passed, and then throws [RpcFailure]. A stub is cheap and not
    /// thread-safe: make one where it is used.
    /// ```java
    /// var receipt = endpoint.stub(MessageServer.Client::new, Deadline.of(Duration.ofSeconds(2))).post(post);
    /// ```
    ///
    <C extends TServiceClient> C stub(StubFactory<C> factory, Deadline deadline);

    /// Queues a request without an answer. Never blocks.
    ///
    /// @return false if the connection is closed or its outbound buffer is above the
    ///         high-water mark; nothing was queued then, and the caller decides
    ///         whether to drop the reader or to wait for [#onWritable].
    boolean send(Oneway request);

    /// Bytes queued and not yet taken by the operating system.
    long outboundBytes();

    /// Runs `action`, on the connection's event loop, whenever the outbound buffer
    /// has fallen below its low-water mark after having been above the high one. One
    /// action per endpoint; it must not block.
    void onWritable(Runnable action);

    InetSocketAddress remoteAddress();

    /// The certificate that the other end proved to hold the key of; empty without
    /// TLS or for an anonymous client.
    Optional<X509Certificate> remoteCertificate();

    /// When bytes of the other end last arrived, by [System#nanoTime]. An end that is
    /// sending a large answer lives, however long its answer to a ping has to wait
    /// behind it.
    long lastHeardNanos();

    /// Runs `action` in turn with the requests without answer of the other end: after
    /// all that arrived before this call, before all that arrive later. So who has an
    /// answer can tell what was sent before it. Never runs if the connection closes
    /// before. The action may wait; the requests after it wait with it.
    void inTurn(Runnable action);

    /// Lets the other end make one more connection to the port that accepted this one: a
    /// lane, sealed with a key that it is to be told over this one, and ending with it.
    /// The key is good once, and for ten seconds.
    ///
    /// @param service
    ///            our end of it
    /// @return empty if too many wait to be made
    Optional<LaneKey> letLane(LaneService service);

    /// Completes, normally, when the connection is closed by whichever side.
    CompletionStage<Void> closed();

    /// Closes the connection; calls that wait fail with
    /// [RpcFailure.Kind#CLOSED]. May be repeated.
    @Override
    void close();

    /// The constructor of a generated client: `MessageServer.Client::new`.
    @FunctionalInterface
    interface StubFactory<C extends TServiceClient> {
        C over(TProtocol protocol);
    }
}
