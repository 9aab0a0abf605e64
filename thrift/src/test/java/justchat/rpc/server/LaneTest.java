// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.rpc.Counter;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.client.RpcClient;
import justchat.rpc.lane.ChunkAnswers;
import justchat.rpc.lane.ChunkCalls;
import justchat.rpc.lane.ChunkRefused;
import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneLost;
import justchat.rpc.lane.LaneSeal;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Lane;
import justchat.wire.MessageServer;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A second connection beside one by TLS, through the same port, for chunks.
class LaneTest {
    private static final byte[] FILE = {1, 2, 3};
    private static final int CHUNK = 262_144;

    @TempDir
    Path directory;

    private final RpcClient client = new RpcClient();
    private final Map<Integer, Integer> stored = new ConcurrentHashMap<>();
    /// No chunk from here on is given or taken.
    private volatile int end = Integer.MAX_VALUE;
    private RpcServer server;
    private Endpoint main;

    private List<TProcessor> services(Endpoint endpoint) {
        return List.of(new MessageServer.Processor<>(new Echo() {
            @Override
            public Lane fileLane() throws Refused {
                var key = endpoint.letLane(new ChunkAnswers(chunks())).orElseThrow(() -> new Refused(Reason.BUSY,
                        "too many"));
                return new Lane(ByteBuffer.wrap(key.ticket()), ByteBuffer.wrap(key.key()));
            }
        }));
    }

    private ChunkAnswers.Chunks chunks() {
        return new ChunkAnswers.Chunks() {
            @Override
            public void read(byte[] id, int index, ByteBuffer into) throws Refused {
                check(id, index);
                into.put(chunk(index));
            }

            @Override
            public void store(byte[] id, int index, ByteBuffer bytes) throws Refused {
                check(id, index);
                stored.put(index, bytes.equals(ByteBuffer.wrap(chunk(index))) ? bytes.remaining() : -1);
            }
        };
    }

    private void check(byte[] id, int index) throws Refused {
        if (!Arrays.equals(id, FILE) || index >= end) {
            throw new Refused(Reason.NOT_FOUND, "no chunk " + index);
        }
    }

    private static byte[] chunk(int index) {
        var bytes = new byte[CHUNK - index];
        Arrays.fill(bytes, (byte) index);
        return bytes;
    }

    @BeforeEach
    void listen() throws Exception {
        var own = Authority.create(directory.resolve("a"), "deployment a").issue("ms-1", Role.MESSAGESERVER, directory
                .resolve("ms-1"));
        server = RpcServer.start(TestServer.loopback(), RpcServer.Options.of(ServerTls.cluster(own)), this::services);
        main = client.connect(server.address(), RpcClient.Options.of(ClientTls.cluster(own.trust(),
                Role.MESSAGESERVER)), TestServer.SOON, _ -> List.of());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private LaneKey key() throws TException {
        var lane = TestServer.stub(main).fileLane();
        return new LaneKey(lane.getTicket(), lane.getKey());
    }

    private justchat.rpc.lane.Lane lane(LaneKey key) throws TException {
        return client.lane(main, key, TestServer.SOON);
    }

    private static int[] indexes(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static void get(ChunkCalls calls, int[] indexes) throws Exception {
        var got = new ArrayList<Integer>();
        calls.get(FILE, indexes, (index, bytes) -> {
            assertThat(bytes).isEqualTo(ByteBuffer.wrap(chunk(index)));
            got.add(index);
        });
        assertThat(got).containsExactlyElementsOf(IntStream.of(indexes).boxed().toList());
    }

    @Test
    void chunksComeInTheOrderTheyWereAskedFor() throws Exception {
        try (var lane = lane(key())) {
            get(new ChunkCalls(lane), indexes(700));
            get(new ChunkCalls(lane), new int[]{9, 3, 4});
            get(new ChunkCalls(lane), new int[0]);
        }
        assertThat(TestServer.stub(main).ping(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 7, 40})
    void chunksAreTakenAndToldOf(int count) throws Exception {
        var told = new ArrayList<Integer>();
        try (var lane = lane(key())) {
            new ChunkCalls(lane).put(FILE, indexes(count), (index, into) -> into.put(chunk(index)), told::add);
        }
        assertThat(told).hasSize(count).isSorted();
        assertThat(stored).hasSize(count).allSatisfy((index, bytes) -> assertThat(bytes).isEqualTo(CHUNK - index));
    }

    @Test
    void aRefusalArrivesAsItIsAndNothingComesAfterIt() throws Exception {
        end = 5;
        var got = new AtomicInteger();
        try (var lane = lane(key())) {
            assertThatThrownBy(() -> new ChunkCalls(lane).get(FILE, indexes(9), (_, _) -> got.incrementAndGet()))
                    .isInstanceOfSatisfying(ChunkRefused.class, refused -> assertThat(said(refused)).isEqualTo(
                            "no chunk 5"));
        }
        assertThat(got).hasValue(5);
        try (var lane = lane(key())) {
            assertThatThrownBy(() -> new ChunkCalls(lane).put(FILE, indexes(9), (index, into) -> into.put(chunk(index)),
                    _ -> {})).isInstanceOf(ChunkRefused.class);
        }
        assertThat(stored).hasSize(5);
    }

    private static String said(ChunkRefused refused) {
        try {
            return refused.as(new Refused()).getMessage();
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoDoesNotTakeHoldsNobodyElseUp() throws Exception {
        try (var slow = lane(key()); var quick = lane(key())) {
            var taken = new AtomicInteger();
            new ChunkCalls(slow).get(FILE, indexes(300), (_, _) -> {
                if (taken.getAndIncrement() == 0) {
                    try {
                        get(new ChunkCalls(quick), indexes(300));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            assertThat(taken).hasValue(300);
        }
    }

    @Test
    void endsWithTheConnectionThatItCameOver() throws Exception {
        try (var lane = lane(key())) {
            main.close();
            assertThatThrownBy(lane::receive).isInstanceOf(LaneLost.class);
            assertThatThrownBy(() -> get(new ChunkCalls(lane), indexes(3))).isInstanceOf(LaneLost.class);
        }
    }

    @Test
    void aTicketIsGoodOnce() throws Exception {
        var key = key();
        try (var lane = lane(key)) {
            assertThat(CallTest.kindOf(() -> lane(key))).isEqualTo(Kind.UNREACHABLE);
            assertThat(server.counters()).containsEntry(Counter.LANES_REFUSED, 1L);
            get(new ChunkCalls(lane), indexes(3));
        }
    }

    @Test
    void onlySoManyAreOpenAtOnceAndThoseThatEndMakeRoom() throws Exception {
        var open = new ArrayList<justchat.rpc.lane.Lane>();
        for (int number = 0; number < 16; number++) {
            open.add(lane(key()));
        }
        assertThat(CallTest.kindOf(() -> lane(key()))).isEqualTo(Kind.UNREACHABLE);
        open.forEach(justchat.rpc.lane.Lane::close);
        // The server hears of the ends a moment later.
        assertThat(IntStream.range(0, 2_000).anyMatch(_ -> opens())).isTrue();
    }

    private boolean opens() {
        try (var lane = lane(key())) {
            get(new ChunkCalls(lane), indexes(1));
            return true;
        } catch (Exception _) {
            return false;
        }
    }

    @Test
    void whoHasTheTicketAndNotTheKeyGetsNothing() throws Exception {
        var other = new LaneKey(key().ticket(), new byte[LaneKey.KEY_BYTES]);
        assertThat(CallTest.kindOf(() -> lane(other))).isEqualTo(Kind.UNREACHABLE);
        assertThat(TestServer.stub(main).ping(1)).isEqualTo(1);
    }

    @Test
    void whoMadeATicketUpIsShownTheDoor() throws Exception {
        try (var socket = socket(server)) {
            socket.getOutputStream().write(LaneSeal.HELLO);
            socket.getOutputStream().write(new byte[LaneKey.TICKET_BYTES]);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertThat(server.counters()).containsEntry(Counter.LANES_REFUSED, 1L);
    }

    @Test
    void whoDoesNotFinishTheTicketIsShownTheDoor() throws Exception {
        var hasty = new Limits(1 << 20, 16, 256, 1, 1 << 20, 1 << 18, 200, 30_000);
        var own = Credentials.load(directory.resolve("ms-1"));
        try (var other = RpcServer.start(TestServer.loopback(), new RpcServer.Options(hasty, ServerTls.cluster(own),
                10), this::services); var socket = socket(other)) {
            socket.getOutputStream().write(LaneSeal.HELLO);
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(other.counters()).containsEntry(Counter.LANES_REFUSED, 1L);
        }
    }

    @Test
    void whoHasALaneAndSendsSomethingElseIsCutOff() throws Exception {
        var key = key();
        try (var socket = socket(server)) {
            socket.getOutputStream().write(LaneSeal.HELLO);
            socket.getOutputStream().write(key.ticket());
            // The server's empty record: a length and a tag.
            assertThat(socket.getInputStream().readNBytes(20)).hasSize(20);
            socket.getOutputStream().write(new byte[]{0, 0, 0, 20});
            socket.getOutputStream().write(new byte[20]);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertThat(TestServer.stub(main).ping(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0001", "\u0007\u0000", "\u0001\u00ff", "\u0002\u0003abc", "\u0001\u0003abc\u0000"})
    void aRequestThatIsNoneEndsTheLaneAndNothingElse(String request) throws Exception {
        try (var lane = lane(key())) {
            var record = lane.buffer().writeBytes(request.getBytes(StandardCharsets.ISO_8859_1));
            if (request.isEmpty()) {
                record.writeByte(0);
            }
            lane.send(record);
            assertThatThrownBy(lane::receive).isInstanceOf(LaneLost.class);
        }
        assertThat(TestServer.stub(main).ping(1)).isEqualTo(1);
    }

    private static Socket socket(RpcServer server) throws IOException {
        var socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }
}
