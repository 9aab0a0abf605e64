// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.replication;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TProcessor;

import justchat.logs.journal.Journal;
import justchat.messageserver.Ports;
import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.history.MemoryHistory;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.View;
import justchat.messageserver.room.NoWitness;
import justchat.messageserver.room.ReplicatedRoom;
import justchat.messageserver.room.Room;
import justchat.rpc.client.RpcClient;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Exchange;
import justchat.wire.Manifest;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;
import justchat.wire.UploadState;

/// A room with its replication on real connections, in clear and without
/// balancers; it can hang, and lose its port.
final class TestPeer implements AutoCloseable {
    final Origin origin;
    final MemoryHistory history = new MemoryHistory();
    final LinkedBlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RpcClient client = new RpcClient();
    private final Replication replication = new Replication(client, RpcClient.Options.of(ClientTls.none()), timer);
    private final View empty = new View(0, List.of(), List.of());
    private final ReplicatedRoom room;
    private volatile View view = empty;
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private RpcServer server;

    TestPeer(int number) throws IOException {
        origin = new Origin(number, 1);
        room = ReplicatedRoom.open(new ReplicatedRoom.Settings(RoomInfo.LOBBY, origin, empty, 2),
                new ReplicatedRoom.World(history, replication, new NoWitness(), Journal.off(), () -> 0, fatal::add));
        timer.scheduleAtFixedRate(room::beat, 0, ReplicatedRoom.BEAT_MILLIS, TimeUnit.MILLISECONDS);
        room.join();
        server = listen(Ports.next());
    }

    private RpcServer listen(int port) throws IOException {
        return RpcServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), RpcServer.Options.of(
                ServerTls.none()), _ -> List.<TProcessor>of(new Replica.Processor<>(new Handler())));
    }

    Room room() {
        return room;
    }

    Member member() {
        var address = new Address("127.0.0.1", server.address().getPort());
        return new Member(origin, "ms-" + origin.server(), address, address, 0);
    }

    /// From now on, exchanges are not answered until the latch is counted down.
    CountDownLatch hang() {
        hanging = new CountDownLatch(1);
        return hanging;
    }

    /// Closes its port and all connections, and opens the same port again.
    void restartListening() throws IOException {
        int port = server.address().getPort();
        server.close();
        server = listen(port);
    }

    static void all(List<TestPeer> peers, long number) {
        var view = new View(number, peers.stream().map(TestPeer::member).toList(), List.of());
        peers.forEach(peer -> peer.follow(view));
    }

    void follow(View next) {
        view = next;
        room.viewChanged(origin, next);
        replication.follow(origin, next);
    }

    @Override
    public void close() {
        hanging.countDown();
        server.close();
        replication.close();
        room.close();
        client.close();
        timer.shutdownNow();
    }

    private final class Handler implements Replica.Iface {
        @Override
        public ReplicaHello greet(ReplicaHello hello) throws Refused {
            if (!view.contains(FromServer.origin(hello.getOrigin()))) {
                throw new Refused(Reason.NOT_PERMITTED, "stranger");
            }
            return new ReplicaHello(1, ToWire.origin(origin), view.number());
        }

        @Override
        public void exchange(Exchange exchange) throws Refused {
            try {
                hanging.await();
            } catch (InterruptedException _) {
                throw new Refused(Reason.UNAVAILABLE, "interrupted");
            }
            if (!room.hear(FromServer.exchange(exchange))) {
                throw new Refused(Reason.BUSY, "busy");
            }
        }

        @Override
        public UploadState offerFile(Manifest manifest) throws Refused {
            throw noFiles();
        }

        @Override
        public void storeChunk(ByteBuffer file, int index, ByteBuffer bytes) throws Refused {
            throw noFiles();
        }

        @Override
        public void sealFile(ByteBuffer file) throws Refused {
            throw noFiles();
        }

        @Override
        public Manifest fetchManifest(ByteBuffer file) throws Refused {
            throw noFiles();
        }

        @Override
        public ByteBuffer fetchChunk(ByteBuffer file, int index) throws Refused {
            throw noFiles();
        }

        @Override
        public List<ByteBuffer> heldFiles(List<ByteBuffer> files) throws Refused {
            throw noFiles();
        }

        @Override
        public void dropFile(ByteBuffer file) throws Refused {
            throw noFiles();
        }

        private Refused noFiles() {
            return new Refused(Reason.NOT_PERMITTED, "no files here");
        }
    }
}
