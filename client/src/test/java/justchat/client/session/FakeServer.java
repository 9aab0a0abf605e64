// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.thrift.TBaseHelper;
import org.apache.thrift.TException;

import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Address;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.HistoryRequest;
import justchat.wire.Lane;
import justchat.wire.Manifest;
import justchat.wire.Member;
import justchat.wire.MessageServer;
import justchat.wire.Move;
import justchat.wire.Open;
import justchat.wire.Opened;
import justchat.wire.Origin;
import justchat.wire.Page;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Reader;
import justchat.wire.Reason;
import justchat.wire.Receipt;
import justchat.wire.Refused;
import justchat.wire.RoomMember;
import justchat.wire.RoomSummary;
import justchat.wire.SearchRequest;
import justchat.wire.Session;
import justchat.wire.UploadState;

/// A message server of many rooms, on real loopback RPC, that can be killed, made
/// silent or told to refuse. Its users are the tickets' texts.
public final class FakeServer implements AutoCloseable {
    private final int number;
    private final FakeCluster cluster;
    private final RpcServer rpc;
    private final CountDownLatch silence = new CountDownLatch(1);
    final Map<Endpoint, Session> sessions = new ConcurrentHashMap<>();
    final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    final AtomicInteger attaches = new AtomicInteger();
    final AtomicInteger detaches = new AtomicInteger();
    final AtomicInteger posts = new AtomicInteger();
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();
    final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    volatile boolean silent;
    volatile boolean answersNoPings;
    volatile boolean refusesAttach;
    volatile int dieAtPost = Integer.MAX_VALUE;
    volatile int dieAtPut = Integer.MAX_VALUE;
    volatile int busyPosts;
    final AtomicInteger busyCalls = new AtomicInteger();
    final AtomicInteger opens = new AtomicInteger();
    /// Deliveries come before the word that the room is open.
    volatile boolean deliversEarly;
    /// Its posts wait at the gate, once that has no permits left.
    volatile String stuckRoom = "";
    volatile boolean alive = true;

    FakeServer(int number, FakeCluster cluster) throws IOException {
        this.number = number;
        this.cluster = cluster;
        this.rpc = RpcServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RpcServer.Options.of(ServerTls.none()), endpoint -> {
                    endpoints.add(endpoint);
                    endpoint.closed().thenRun(() -> {
                        sessions.remove(endpoint);
                        cluster.rooms.values().forEach(room -> room.leave(endpoint));
                    });
                    return List.of(new MessageServer.Processor<>(new Handler(endpoint)));
                });
    }

    Member member() {
        var address = new Address("127.0.0.1", rpc.address().getPort());
        return new Member(new Origin(number, 1), "ms-" + number, address, address, 0);
    }

    /// Asks all its clients to go there.
    void moves(FakeServer target, int withinMillis) {
        endpoints.forEach(endpoint -> endpoint.send(new Oneway("move", new Reader.move_args(new Move(target.member(),
                withinMillis)))));
    }

    /// Ends all sessions for good.
    void ends(String sentence) {
        endpoints.forEach(endpoint -> endpoint.send(new Oneway("ended", new Reader.ended_args(sentence))));
    }

    /// As SIGKILL: all connections close.
    public void kill() {
        alive = false;
        silence.countDown();
        gate.release(10_000);
        rpc.close();
    }

    @Override
    public void close() {
        kill();
    }

    private final class Handler implements MessageServer.Iface {
        private final Endpoint endpoint;
        private volatile String user = "";

        private Handler(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        private void hang() {
            hang(silent);
        }

        private void hang(boolean forEver) {
            if (forEver) {
                try {
                    silence.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void checkAttached() throws Refused {
            hang();
            if (user.isEmpty()) {
                throw new Refused(Reason.NOT_AUTHENTICATED, "attach first");
            }
        }

        @Override
        public Attached attach(Attach request) throws Refused {
            hang();
            attaches.incrementAndGet();
            if (!cluster.ended.isEmpty()) {
                throw new Refused(Reason.ENDED, cluster.ended);
            }
            if (refusesAttach) {
                throw new Refused(Reason.BUSY, "full");
            }
            var name = new String(request.getTicket(), StandardCharsets.UTF_8);
            if (!cluster.validTicket(name)) {
                throw new Refused(Reason.NOT_AUTHENTICATED, "this ticket has expired");
            }
            user = name.substring(0, name.indexOf('#'));
            if (request.getDirectPort() != 0) {
                sessions.put(endpoint,
                        new Session(user, ByteBuffer.wrap(request.getInstance()), number,
                                new Address("127.0.0.1", request.getDirectPort())));
            }
            var rooms = cluster.rooms.values().stream().filter(room -> !room.info().getName().startsWith("@")
                    && room.has(user)).map(room -> room.summary(user)).toList();
            return new Attached(new Origin(number, 1), "ms-" + number, user, cluster.pingMillis,
                    cluster.silenceMillis, rooms, Map.of("bell", "off"), 0);
        }

        /// What every question may run into.
        private void check() throws Refused {
            checkAttached();
            if (busyCalls.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new Refused(Reason.BUSY, "later").setRetryAfterMillis(20);
            }
        }

        @Override
        public Opened open(Open request) throws Refused {
            check();
            opens.incrementAndGet();
            var room = cluster.joined(request.getRoom(), user);
            var seen = request.isSetSeen()
                    ? FakeRoom.seen(request.getSeen())
                    : Math.max(0, room.size() - request.getRecent());
            var opened = new Opened(room.summary(user), room.size() - seen, FakeRoom.vector(seen));
            if (deliversEarly) {
                room.read(endpoint, user, seen);
            } else {
                Thread.ofVirtual().start(() -> room.read(endpoint, user, seen));
            }
            return opened;
        }

        @Override
        public void close(String room) throws Refused {
            check();
            cluster.roomOf(room).leave(endpoint);
        }

        @Override
        public List<RoomSummary> rooms() throws Refused {
            check();
            return cluster.rooms.values().stream().filter(room -> !room.info().getName().startsWith("@"))
                    .map(room -> room.summary(user)).toList();
        }

        @Override
        public Map<String, String> away(List<String> users) throws Refused {
            check();
            var away = new TreeMap<>(cluster.away);
            away.keySet().retainAll(users);
            return away;
        }

        @Override
        public List<RoomMember> members(String room) throws Refused {
            check();
            var found = cluster.roomOf(room);
            return found.members().stream()
                    .map(member -> new RoomMember(member, member.equals(found.info().getOwner()), false, false))
                    .toList();
        }

        @Override
        public Page history(HistoryRequest request) throws Refused {
            check();
            return cluster.joined(request.getRoom(), user).page(before(request), request.getLimit(), _ -> true);
        }

        private static long before(HistoryRequest request) {
            return request.isSetBefore() ? request.getBefore().getSequence() : Long.MAX_VALUE;
        }

        @Override
        public Page search(SearchRequest request) throws Refused {
            check();
            return cluster.joined(request.getWithin().getRoom(), user).page(before(request.getWithin()),
                    request.getWithin().getLimit(), entry -> request.isFilesOnly()
                            ? tellsOfFile(entry.getPayload())
                            : entry.getPayload().isSetText()
                                    && request.getWords().stream().allMatch(entry.getPayload().getText()::contains)
                                    && (!request.isSetAuthor() || request.getAuthor().equals(entry.getAuthor())));
        }

        private static boolean tellsOfFile(Payload payload) {
            return payload.isSetFile() || payload.isSetSealed() && payload.getSealed().isSetFile();
        }

        @Override
        public Page unread(String room, List<Position> read, int limit) throws Refused {
            check();
            return cluster.joined(room, user).unread(user, FakeRoom.seen(read), limit);
        }

        @Override
        public Receipt post(Post post) throws Refused {
            checkAttached();
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            if (post.getRoom().equals(stuckRoom)) {
                gate.drainPermits();
            }
            if (stuckRoom.isEmpty() || post.getRoom().equals(stuckRoom)) {
                gate.acquireUninterruptibly();
            }
            try {
                if (post.getPayload().isSetText() && post.getPayload().getText().startsWith("refuse")) {
                    throw new Refused(Reason.INVALID, "such things are not said here");
                }
                synchronized (FakeServer.this) {
                    if (busyPosts > 0) {
                        busyPosts--;
                        throw new Refused(Reason.BUSY, "later").setRetryAfterMillis(30);
                    }
                }
                var refusal = cluster.roomOf(post.getRoom()).refusal(user, post.getPayload());
                if (refusal.isPresent()) {
                    throw new Refused(Reason.NOT_PERMITTED, refusal.get());
                }
                var room = post.getPayload().isSetMembership() || post.getPayload().isSetAdmission()
                        ? cluster.roomOf(post.getRoom())
                        : cluster.joined(post.getRoom(), user);
                var place = room.post(user, post);
                if (posts.incrementAndGet() >= dieAtPost) {
                    kill();
                }
                return new Receipt(post.getId(), 2, 2, new Position(FakeRoom.ORIGIN, place));
            } catch (InterruptedException _) {
                throw new Refused(Reason.UNAVAILABLE, "interrupted");
            } finally {
                inFlight.decrementAndGet();
            }
        }

        @Override
        public long ping(long nonce) {
            hang(silent || answersNoPings);
            return nonce;
        }

        @Override
        public void detach(Map<String, Long> clock) {
            detaches.incrementAndGet();
            sessions.remove(endpoint);
        }

        /// Its port is in clear, so it has no lanes.
        @Override
        public Lane fileLane() throws Refused {
            throw new Refused(Reason.BUSY, "no lanes here");
        }

        @Override
        public UploadState beginUpload(Manifest manifest, Map<String, Long> clock) throws Refused {
            checkAttached();
            if (manifest.isSetParcel() && !cluster.full.isEmpty()) {
                throw new Refused(Reason.TOO_LARGE, cluster.full);
            }
            if (manifest.isSetParcel() && !manifest.getParcel().getSender().equals(user)) {
                throw new Refused(Reason.INVALID, "a parcel of somebody else");
            }
            cluster.manifests.put(ByteBuffer.wrap(manifest.getFile().getHash()), manifest);
            return new UploadState(List.copyOf(chunks(ByteBuffer.wrap(manifest.getFile().getHash())).keySet()));
        }

        private SortedMap<Integer, byte[]> chunks(ByteBuffer file) {
            return cluster.chunks.computeIfAbsent(file, _ -> new ConcurrentSkipListMap<>());
        }

        @Override
        public void putChunk(ByteBuffer file, int index, ByteBuffer bytes) throws Refused {
            checkAttached();
            checkMoves();
            if (puts.incrementAndGet() >= dieAtPut) {
                kill();
                return;
            }
            chunks(file).put(index, TBaseHelper.byteBufferToByteArray(bytes));
        }

        @Override
        public void finishUpload(ByteBuffer file, Map<String, Long> clock) throws Refused {
            checkAttached();
            if (chunks(file).size() != cluster.manifests.get(file).getChunkHashesSize()) {
                throw new Refused(Reason.INVALID, "chunks are missing");
            }
        }

        @Override
        public void drop(ByteBuffer file, Map<String, Long> clock) throws Refused {
            checkAttached();
            cluster.manifests.remove(file);
            cluster.chunks.remove(file);
        }

        private void checkMoves() throws Refused {
            if (!cluster.moves.getAsBoolean()) {
                throw new Refused(Reason.BUSY, "not now");
            }
        }

        @Override
        public Manifest manifest(ByteBuffer file, Map<String, Long> clock) throws Refused {
            checkAttached();
            if (!cluster.manifests.containsKey(file)) {
                throw new Refused(Reason.NOT_FOUND, "no such file");
            }
            return cluster.manifests.get(file);
        }

        @Override
        public ByteBuffer getChunk(ByteBuffer file, int index) throws Refused {
            checkAttached();
            if (puts.incrementAndGet() >= dieAtPut) {
                kill();
            }
            checkMoves();
            var bytes = cluster.chunks.getOrDefault(file, Collections.emptySortedMap()).get(index);
            if (bytes == null) {
                throw new Refused(Reason.NOT_FOUND, "no server has this file");
            }
            return ByteBuffer.wrap(cluster.handed.of(index, bytes));
        }
    }
}
