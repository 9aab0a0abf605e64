// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.rpc.Counter;
import justchat.rpc.Dialect;
import justchat.rpc.Endpoint;
import justchat.rpc.FrameInput;
import justchat.rpc.FrameOutput;
import justchat.rpc.Limits;
import justchat.wire.MessageServer;

import static org.assertj.core.api.Assertions.assertThat;

/// Bytes that no honest client sends. After each attack a bystander on the same
/// server is served as before.
class HostileBytesTest {
    private static final Limits LIMITS = new Limits(1 << 16, 16, 16, 16, 1 << 20, 1 << 18, 10_000, 30_000);
    private static final Limits HASTY = new Limits(1 << 16, 16, 16, 16, 1 << 20, 1 << 18, 200, 30_000);
    private static final TConfiguration CONFIGURATION = new TConfiguration();

    private TestServer server;
    private Endpoint bystander;
    private Socket socket;

    @BeforeEach
    void connect() throws Exception {
        listen(LIMITS);
    }

    private void listen(Limits limits) throws Exception {
        server = TestServer.of(limits, _ -> new Echo());
        bystander = server.connect();
        socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
    }

    private void relisten(Limits limits) throws Exception {
        bystanderIsServed();
        listen(limits);
    }

    @AfterEach
    void bystanderIsServed() throws Exception {
        assertThat(TestServer.stub(bystander).ping(5)).isEqualTo(5);
        socket.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "USER alice\r\nNICK alice\r\n",
            "\u0000\u0000\u0000\u0004hello", "\u0000\u0000\u0000\u0000", "\u007f\u007f\u007f\u007f"})
    void whatIsNotThriftIsClosedAndCounted(String bytes) throws IOException {
        // Zeros after it, so that even a long claimed frame shows its first bytes.
        write(Arrays.copyOf(bytes.getBytes(StandardCharsets.ISO_8859_1), 600));
        assertClosed();
        assertThat(count(Counter.GARBAGE)).isEqualTo(1);
    }

    @Test
    void aNegativeLengthIsClosedAndCounted() throws IOException {
        write(new byte[]{(byte) 0xff, 0, 0, 0});
        assertClosed();
        assertThat(count(Counter.GARBAGE)).isEqualTo(1);
    }

    @Test
    void randomBytesHarmNobody() throws IOException {
        var random = new Random(1);
        for (var round = 0; round < 200; round++) {
            var bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            if (bytes.length > 6) {
                // Let half of them get past the length and the first byte.
                ByteBuffer.wrap(bytes).putInt(round % 2 == 0 ? bytes.length - 4 : random.nextInt());
                bytes[4] = (byte) (round % 3 == 0 ? 0x80 : round % 3 == 1 ? 0x82 : '[');
                bytes[5] = (byte) (round % 3 == 0 ? 1 : 0x21);
            }
            try (var other = new Socket("127.0.0.1", server.port())) {
                other.getOutputStream().write(bytes);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aTooLargeFrameIsAnsweredAndSkippedAndTheConnectionLives(Dialect dialect) throws Exception {
        var large = call(dialect, "putChunk", 99, new MessageServer.putChunk_args(ByteBuffer.allocate(4), 1,
                ByteBuffer.allocate(3 * LIMITS.maxFrameBytes())));
        write(large);
        write(call(dialect, "ping", 100, new MessageServer.ping_args(1)));
        // Answers come in any order.
        var types = new HashMap<Integer, Byte>();
        for (int answers = 0; answers < 2; answers++) {
            var answer = readMessage(dialect);
            types.put(answer.seqid, answer.type);
        }
        assertThat(types).containsOnly(Map.entry(99, TMessageType.EXCEPTION), Map.entry(100, TMessageType.REPLY));
        assertThat(count(Counter.OVERSIZE_FRAMES)).isEqualTo(1);
    }

    @Test
    void framesInSingleBytesAreFrames() throws Exception {
        socket.setTcpNoDelay(true);
        for (var one : call(Dialect.COMPACT, "ping", 3, new MessageServer.ping_args(1))) {
            write(new byte[]{one});
        }
        assertThat(readMessage(Dialect.COMPACT).seqid).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 10})
    void aFrameThatIsNotCompletedInTimeIsClosedAndCounted(int length) throws Exception {
        relisten(HASTY);
        write(Arrays.copyOf(call(Dialect.BINARY, "ping", 3, new MessageServer.ping_args(1)), length));
        assertClosed();
        assertThat(count(Counter.HALF_FRAMES)).isEqualTo(1);
    }

    @Test
    void aConnectionThatSaysNothingStays() throws Exception {
        relisten(HASTY);
        write(call(Dialect.BINARY, "ping", 1, new MessageServer.ping_args(1)));
        assertThat(readMessage(Dialect.BINARY).seqid).isEqualTo(1);
        socket.setSoTimeout(2 * HASTY.frameMillis());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(java.net.SocketTimeoutException.class);
    }

    /// Structs in structs in a field that nobody knows, as deep as the frame is
    /// long.
    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = {"BINARY", "COMPACT"})
    void nestedBombsAreAnsweredAndTheConnectionLives(Dialect dialect) throws Exception {
        write(frame(dialect, "ping", 8, protocol -> {
            var depth = dialect == Dialect.BINARY ? 10_000 : 30_000;
            for (var i = 0; i < depth; i++) {
                protocol.writeStructBegin(new org.apache.thrift.protocol.TStruct("s"));
                protocol.writeFieldBegin(new org.apache.thrift.protocol.TField("f", TType.STRUCT, (short) 9));
            }
        }));
        assertRefusedAndAlive(dialect, 8);
    }

    /// A list that claims two billion entries, or more than the frame has bytes.
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void containerBombsAreAnsweredAndTheConnectionLives(Dialect dialect) throws Exception {
        for (var size : new int[]{Integer.MAX_VALUE, 1_000_000, 500}) {
            write(frame(dialect, "assignBomb", 8, protocol -> claim(protocol, size)));
            assertThat(readMessage(dialect).type).isEqualTo(TMessageType.EXCEPTION);
            write(frame(dialect, "ping", 8, protocol -> claim(protocol, size)));
            assertRefusedAndAlive(dialect, 8);
        }
    }

    @Test
    void aStringThatClaimsMoreThanTheFrameIsAnswered() throws Exception {
        // A binary-protocol call of ping whose unknown field 9 is a string of 2 GB.
        var body = HexFormat.of().parseHex("80010001" + "00000004" + "70696e67" + "00000008" + "0b0009" + "7fffffff");
        write(ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array());
        assertRefusedAndAlive(Dialect.BINARY, 8);
    }

    @Test
    void answersToNothingAreCountedAndIgnored() throws Exception {
        var reply = new FrameOutput(CONFIGURATION);
        var protocol = Dialect.COMPACT.over(reply);
        protocol.writeMessageBegin(new TMessage("ping", TMessageType.REPLY, 12345));
        protocol.writeMessageEnd();
        write(reply.frame());
        write(call(Dialect.COMPACT, "ping", 2, new MessageServer.ping_args(1)));
        assertThat(readMessage(Dialect.COMPACT).seqid).isEqualTo(2);
        assertThat(count(Counter.LATE_ANSWERS)).isEqualTo(1);
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAtOnce() throws Exception {
        var sockets = new java.util.ArrayList<Socket>();
        for (var i = 0; i < 120; i++) {
            sockets.add(new Socket("127.0.0.1", server.port()));
        }
        var last = sockets.getLast();
        last.setSoTimeout(60_000);
        assertThat(last.getInputStream().read()).isEqualTo(-1);
        assertThat(server.server.connections()).isLessThanOrEqualTo(100);
        for (var one : sockets) {
            one.close();
        }
    }

    // --- bytes ---

    @FunctionalInterface
    private interface Body {
        void write(TProtocol protocol) throws TException;
    }

    private static void claim(TProtocol protocol, int size) throws TException {
        protocol.writeStructBegin(new org.apache.thrift.protocol.TStruct("ping_args"));
        protocol.writeFieldBegin(new org.apache.thrift.protocol.TField("f", TType.LIST, (short) 9));
        protocol.writeListBegin(new org.apache.thrift.protocol.TList(TType.I64, size));
    }

    private static byte[] call(Dialect dialect, String method, int id, TBase<?, ?> arguments) throws TException {
        return frame(dialect, method, id, arguments::write);
    }

    private static byte[] frame(Dialect dialect, String method, int id, Body body) throws TException {
        var out = new FrameOutput(CONFIGURATION);
        var protocol = dialect.over(out);
        protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, id));
        body.write(protocol);
        protocol.writeMessageEnd();
        return out.frame();
    }

    private void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException _) {
            // Closed already: the assertion that follows says whether it should be.
        }
    }

    private void assertRefusedAndAlive(Dialect dialect, int id) throws Exception {
        var refusal = readMessage(dialect);
        assertThat(refusal.type).isEqualTo(TMessageType.EXCEPTION);
        assertThat(refusal.seqid).isEqualTo(id);
        write(call(dialect, "ping", id + 1, new MessageServer.ping_args(1)));
        assertThat(readMessage(dialect).seqid).isEqualTo(id + 1);
        assertThat(count(Counter.MALFORMED_REQUESTS)).isPositive();
        assertThat(count(Counter.HANDLER_FAILURES)).isZero();
    }

    private TMessage readMessage(Dialect dialect) throws Exception {
        var in = new DataInputStream(socket.getInputStream());
        var frame = new byte[in.readInt()];
        in.readFully(frame);
        var protocol = dialect.over(new FrameInput(frame, CONFIGURATION));
        var header = protocol.readMessageBegin();
        if (header.type == TMessageType.EXCEPTION) {
            assertThat(TApplicationException.readFrom(protocol).getType()).isIn(TApplicationException.PROTOCOL_ERROR,
                    TApplicationException.UNKNOWN_METHOD);
        }
        return header;
    }

    private void assertClosed() throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException _) {
            // Reset, because the server closed with bytes unread.
        }
    }

    private long count(Counter counter) {
        return server.server.counters().get(counter);
    }
}
