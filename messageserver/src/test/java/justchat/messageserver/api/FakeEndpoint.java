// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.thrift.TServiceClient;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneService;

/// A client's connection, of which a test sees what is sent and says when it was heard.
final class FakeEndpoint implements Endpoint {
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    final CompletableFuture<Void> sent = new CompletableFuture<>();
    final List<Oneway> requests = new CopyOnWriteArrayList<>();
    final long heardNanos = System.nanoTime();
    volatile boolean alwaysHeard;
    volatile boolean turns = true;

    @Override
    public <C extends TServiceClient> C stub(StubFactory<C> factory, Deadline deadline) {
        throw new AssertionError("the server only pushes to clients");
    }

    @Override
    public boolean send(Oneway request) {
        requests.add(request);
        sent.complete(null);
        return true;
    }

    @Override
    public long outboundBytes() {
        return 0;
    }

    @Override
    public void onWritable(Runnable action) {}

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("127.0.0.1", 9);
    }

    @Override
    public Optional<X509Certificate> remoteCertificate() {
        return Optional.empty();
    }

    @Override
    public long lastHeardNanos() {
        return alwaysHeard ? System.nanoTime() : heardNanos;
    }

    @Override
    public void inTurn(Runnable action) {
        if (turns) {
            action.run();
        }
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }

    @Override
    public void close() {
        closed.complete(null);
    }

    @Override
    public Optional<LaneKey> letLane(LaneService service) {
        return Optional.empty();
    }
}
