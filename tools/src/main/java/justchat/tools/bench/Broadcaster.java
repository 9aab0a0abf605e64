// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import org.apache.thrift.protocol.TMessageType;

import justchat.rpc.frame.EventLoops;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Origin;
import justchat.wire.Position;
import justchat.wire.Receipt;

/// The least that a server can do to tell everybody what one says: bytes that come in on one connection go out on all
/// others, and who sent them is given the same number back. It decodes nothing, stores nothing and orders nothing; the
/// baseline of the message server's figures. Runs on the two event loops of its process.
final class Broadcaster implements AutoCloseable {
    private static final int MAX_FRAME = 1 << 20;
    private static final int PREFIX = 4;
    private static final int BACKLOG = 1_024;

    private final Map<EventLoop, Set<Channel>> readers = new ConcurrentHashMap<>();
    private final Channel door;

    private Broadcaster(int port, Optional<Supplier<SSLEngine>> tls) {
        this.door = new ServerBootstrap().group(EventLoops.group()).channel(EventLoops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        tls.ifPresent(engines -> made.pipeline().addLast(new SslHandler(engines.get())));
                        made.pipeline().addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, PREFIX), new Visitor());
                    }
                }).bind("127.0.0.1", port).syncUninterruptibly().channel();
    }

    /// @param port
    ///            0: any
    static Broadcaster start(int port, Optional<Supplier<SSLEngine>> tls) {
        return new Broadcaster(port, tls);
    }

    int port() {
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    /// What one sends here so that everybody else is sent `frame`: a length, a number for the answer, then the frame with
    /// its own length.
    static byte[] post(int number, byte[] frame) {
        return ByteBuffer.allocate(2 * PREFIX + frame.length).putInt(PREFIX + frame.length).putInt(number).put(frame)
                .array();
    }

    /// What the poster is answered: a receipt, as a message server's.
    private static byte[] receipt(int number) {
        var result = new MessageServer.post_result();
        result.setSuccess(new Receipt(new MessageId(ByteBuffer.allocate(16), number), 1, 1,
                new Position(new Origin(1, 1), number)));
        return Frames.of("post", TMessageType.REPLY, number, result);
    }

    /// One connection, on its event loop: a reader until it says something.
    private final class Visitor extends SimpleChannelInboundHandler<ByteBuf> {
        private final List<byte[]> said = new ArrayList<>();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            readersOf(context.channel().eventLoop()).add(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            frame.skipBytes(PREFIX);
            int number = frame.readInt();
            var bytes = new byte[frame.readableBytes()];
            frame.readBytes(bytes);
            said.add(bytes);
            context.write(Unpooled.wrappedBuffer(receipt(number)), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!said.isEmpty()) {
                readersOf(context.channel().eventLoop()).remove(context.channel());
                var all = List.copyOf(said);
                said.clear();
                readers.forEach((loop, channels) -> loop.execute(() -> tell(channels, all)));
                context.flush();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            readersOf(context.channel().eventLoop()).remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /// Owned by that event loop.
    private Set<Channel> readersOf(EventLoop loop) {
        return readers.computeIfAbsent(loop, _ -> new HashSet<>());
    }

    private static void tell(Set<Channel> channels, List<byte[]> messages) {
        for (var channel : channels) {
            for (var message : messages) {
                channel.write(Unpooled.wrappedBuffer(message), channel.voidPromise());
            }
            channel.flush();
        }
    }

    @Override
    public void close() {
        door.close().syncUninterruptibly();
    }
}
