// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.apache.thrift.TException;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.ticket.LoginId;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.Delivery;
import justchat.wire.Entry;
import justchat.wire.FileNotice;
import justchat.wire.Manifest;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Move;
import justchat.wire.Open;
import justchat.wire.Opened;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Reader;
import justchat.wire.Reason;
import justchat.wire.Receipt;
import justchat.wire.Refused;
import justchat.wire.RoomSummary;

/// A client as a test needs one: posts, remembers what it was shown, pings while
/// it is open.
final class TestReader implements Reader.Iface, AutoCloseable {
    static final int CHUNK = 1 << 18;
    private static final Deadline PATIENCE = Deadline.ofMillis(TestCluster.PATIENCE_MILLIS);

    private final TestCluster cluster;
    final String user;
    final byte[] instance = new byte[16];
    final Endpoint endpoint;
    /// Guarded by `shown`, like all that is told; by room.
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, List<Entry>> shown = new HashMap<>();
    private final Map<String, Map<Origin, Long>> seen = new HashMap<>();
    private volatile int online;
    final Queue<Move> moves = new ConcurrentLinkedQueue<>();
    volatile String ended = "";
    /// While it is not zero, the client takes nothing from its connection.
    private volatile CountDownLatch deaf = new CountDownLatch(0);
    private final Thread pinger;

    TestReader(TestCluster cluster, String user, InetSocketAddress server) throws Exception {
        this.cluster = cluster;
        this.user = user;
        new SecureRandom().nextBytes(instance);
        this.endpoint = cluster.rpc().connect(server, RpcClient.Options.of(ClientTls.cluster(cluster.trust(),
                Role.MESSAGESERVER)), PATIENCE, _ -> List.of(new Reader.Processor<>(this)));
        this.pinger = Thread.ofVirtual().start(this::ping);
    }

    MessageServer.Client server() {
        return endpoint.stub(MessageServer.Client::new, PATIENCE);
    }

    Attach request() {
        return new Attach(1, ByteBuffer.wrap(cluster.ticket(user, 1, login())), ByteBuffer.wrap(instance), 0);
    }

    /// Each client has logged in by itself.
    LoginId login() {
        return LoginId.of(instance);
    }

    Attached attach() throws TException {
        var attached = server().attach(request());
        open("lobby");
        return attached;
    }

    /// Reads a room from now on.
    Opened open(String room) throws TException {
        return server().open(new Open(room));
    }

    /// Reads a room from its beginning, as soon as its server knows it.
    Opened enter(String room) throws TException {
        awaitRoom(room);
        return server().open(new Open(room).setSeen(List.of()));
    }

    /// Until its server has heard of a room.
    void awaitRoom(String room) {
        TestCluster.await(room + " is there", () -> rooms().stream().anyMatch(there -> there.getRoom().getName()
                .equals(room)));
    }

    List<RoomSummary> rooms() {
        try {
            return server().rooms();
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }

    /// Joins a room, and reads it from its beginning.
    Opened join(String room) throws TException {
        awaitRoom(room);
        say(message(room, Payload.membership(true)));
        return server().open(new Open(room).setSeen(List.of()));
    }

    /// Comes back to a server as the same client, with what it was shown.
    TestReader resumeAt(String server) throws Exception {
        var next = cluster.connect(user, server);
        System.arraycopy(instance, 0, next.instance, 0, instance.length);
        synchronized (shown) {
            next.sequences.putAll(sequences);
            seen.forEach((room, vector) -> next.seen.put(room, new HashMap<>(vector)));
            shown.forEach((room, entries) -> next.shown.put(room, new ArrayList<>(entries)));
        }
        next.server().attach(next.request());
        next.server().open(new Open("lobby").setSeen(next.seen("lobby")));
        return next;
    }

    Post message(String text) {
        return message(Payload.text(text));
    }

    Post message(Payload payload) {
        return message("lobby", payload);
    }

    Post message(String room, Payload payload) {
        synchronized (shown) {
            return new Post(room, new MessageId(ByteBuffer.wrap(instance), sequences.merge(room, 1L, Long::sum)), seen(
                    room), payload);
        }
    }

    /// A refused message had no effect: the next one takes its number.
    void takeBack(String room) {
        synchronized (shown) {
            sequences.merge(room, -1L, Long::sum);
        }
    }

    Receipt say(String room, String text) throws TException {
        return say(message(room, Payload.text(text)));
    }

    /// Says it, again as long as the server is busy.
    Receipt say(String text) throws TException {
        return say(message(text));
    }

    Receipt say(Post post) throws TException {
        long until = System.nanoTime() + PATIENCE.duration().toNanos();
        for (;;) {
            try {
                return server().post(post);
            } catch (Refused e) {
                if (e.getReason() != Reason.BUSY || System.nanoTime() > until) {
                    throw e;
                }
                TestCluster.pause(e.getRetryAfterMillis());
            }
        }
    }

    List<Position> seen(String room) {
        synchronized (shown) {
            return seen.getOrDefault(room, Map.of()).entrySet().stream().map(entry -> new Position(entry.getKey(), entry
                    .getValue())).toList();
        }
    }

    List<String> texts() {
        return texts("lobby");
    }

    /// What was said there, as it was shown.
    List<String> texts(String room) {
        return entries(room).stream().flatMap(entry -> switch (entry.getPayload().getSetField()) {
            case TEXT -> Stream.of(entry.getAuthor() + ": " + entry.getPayload().getText());
            case FILE -> Stream.of(entry.getAuthor() + " shares " + entry.getPayload().getFile().getName());
            case ERASED -> Stream.of(entry.getAuthor() + "'s erased by " + entry.getPayload().getErased().getBy());
            default -> Stream.empty();
        }).toList();
    }

    /// Everything that was delivered of a room.
    List<Entry> entries(String room) {
        synchronized (shown) {
            return List.copyOf(shown.getOrDefault(room, List.of()));
        }
    }

    /// What was delivered at all.
    List<Entry> everything() {
        synchronized (shown) {
            return shown.values().stream().flatMap(List::stream).toList();
        }
    }

    int count() {
        return entries("lobby").size();
    }

    void awaitTexts(String room, List<String> expected) {
        TestCluster.await(user + " is shown " + expected + " in " + room, () -> texts(room).equals(expected));
    }

    void awaitTexts(String... expected) {
        awaitTexts("lobby", List.of(expected));
    }

    void awaitCount(int count) {
        TestCluster.await(user + " is shown " + count + " entries", () -> count() >= count);
    }

    int online() {
        return online;
    }

    void goDeaf() {
        deaf = new CountDownLatch(1);
    }

    boolean isClosed() {
        return endpoint.closed().toCompletableFuture().isDone();
    }

    FileNotice upload(String name, byte[] content) throws Exception {
        var manifest = manifest(name, content);
        var file = manifest.getFile();
        var present = server().beginUpload(manifest, Map.of()).getPresent();
        for (int index = 0; index < manifest.getChunkHashesSize(); index++) {
            if (!present.contains(index)) {
                server().putChunk(ByteBuffer.wrap(file.getHash()), index, chunk(content, index));
            }
        }
        server().finishUpload(ByteBuffer.wrap(file.getHash()), Map.of());
        return file;
    }

    static ByteBuffer chunk(byte[] content, int index) {
        return ByteBuffer.wrap(content, index * CHUNK, Math.min(CHUNK, content.length - index * CHUNK)).slice();
    }

    static Manifest manifest(String name, byte[] content) {
        return manifest(name, content, CHUNK);
    }

    static Manifest manifest(String name, byte[] content, int chunkBytes) {
        var chunks = new ArrayList<ByteBuffer>();
        var hashes = new ByteArrayOutputStream();
        for (int from = 0; from < content.length; from += chunkBytes) {
            var hash = sha256(Arrays.copyOfRange(content, from, Math.min(content.length, from + chunkBytes)));
            chunks.add(ByteBuffer.wrap(hash));
            hashes.writeBytes(hash);
        }
        return new Manifest(new FileNotice(name, content.length, ByteBuffer.wrap(sha256(hashes.toByteArray()))),
                chunks);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// What a request was refused for; empty if it was not.
    static Optional<Reason> refusal(Request request) throws TException {
        try {
            request.run();
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.getReason());
        }
    }

    @FunctionalInterface
    interface Request {
        void run() throws TException;
    }

    @Override
    public void deliver(Delivery delivery) {
        try {
            deaf.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (shown) {
            for (var entry : delivery.getEntries()) {
                shown.computeIfAbsent(delivery.getRoom(), _ -> new ArrayList<>()).add(entry);
                seen.computeIfAbsent(delivery.getRoom(), _ -> new HashMap<>()).merge(entry.getOrigin(), entry
                        .getSequence(), Math::max);
            }
        }
    }

    @Override
    public void move(Move move) {
        moves.add(move);
    }

    @Override
    public void ended(String sentence) {
        ended = sentence;
    }

    @Override
    public void people(int count) {
        online = count;
    }

    @Override
    public void close() {
        deaf.countDown();
        pinger.interrupt();
        endpoint.close();
    }

    private void ping() {
        var pause = new CountDownLatch(1);
        try {
            while (!pause.await(250, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                server().ping(1);
            }
        } catch (InterruptedException | TException _) {
            endpoint.close();
        }
    }
}
