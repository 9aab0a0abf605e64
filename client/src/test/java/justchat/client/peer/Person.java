// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import justchat.client.core.Event;
import justchat.client.crypto.Identity;
import justchat.client.model.Login;
import justchat.client.session.FakeCluster;
import justchat.client.session.FakeLoop;
import justchat.logs.clock.VectorClock;

/// Somebody with a whole network, logged in and attached.
final class Person implements AutoCloseable {
    final String name;
    private final FakeCluster cluster;
    final Path directory;
    final FakeLoop loop;
    final DirectNetwork network;
    final List<String> warnings = new CopyOnWriteArrayList<>();

    Person(FakeCluster cluster, String name, Path directory) {
        this(cluster, name, directory, DirectFetch.PATIENCE_NANOS);
    }

    /// @param patienceNanos
    ///            how long a direct link is waited for
    Person(FakeCluster cluster, String name, Path directory, long patienceNanos) {
        this.cluster = cluster;
        this.name = name;
        this.directory = directory;
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new DirectNetwork(options, directory,
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                Reach.ALL, patienceNanos, warnings::add, loop);
        loop.drives(network);
        network.logIn(new Login(name, "password of " + name, !cluster.accounts.containsKey(name)),
                VectorClock.empty());
        loop.await(Event.Attached.class, 1);
    }

    /// The Ed25519 half of the identity that the book has.
    byte[] signingKey() {
        return Identity.signingKey(cluster.accounts.get(name).getIdentityKey());
    }

    @Override
    public void close() {
        network.close();
    }
}
