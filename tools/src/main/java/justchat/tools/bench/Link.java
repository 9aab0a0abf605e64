// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessageType;

import justchat.rpc.frame.EventLoops;

/// One connection of a load generator: frames out, frames in, no thread of its own and no decoding beyond a message's
/// header. Everything is heard on the link's event loop; methods may be called from any thread.
final class Link extends SimpleChannelInboundHandler<ByteBuf> implements AutoCloseable {
    private static final int MAX_FRAME = 1 << 20;
    private static final int PREFIX = 4;
    private static final int CONNECT_MILLIS = 60_000;

    /// Who listens to a link, on its event loop: must not block.
    interface Ear {
        /// Entries have arrived.
        ///
        /// @param message
        ///            without its length
        default void delivery(Link link, byte[] message) throws TException {}

        /// The server says where to go from here.
        ///
        /// @param message
        ///            without its length
        default void moved(Link link, byte[] message) throws TException {}

        /// An answer to a frame that was sent by [Link#send].
        default void answer(Link link, int id, byte[] message) throws TException {}

        /// The connection is gone.
        default void closed(Link link) {}
    }

    private final Ear ear;
    private final boolean tls;
    private final CompletableFuture<Link> ready = new CompletableFuture<>();
    /// Owned by the event loop, like the next two: who waits for an answer.
    private final Map<Integer, CompletableFuture<byte[]>> waiting = new HashMap<>();
    private int lastCall = Integer.MIN_VALUE;
    private boolean unflushed;
    /// Set when the channel is made, before anybody else sees this link.
    private Channel channel;

    private Link(Ear ear, boolean tls) {
        this.ear = Objects.requireNonNull(ear, "ear");
        this.tls = tls;
    }

    /// Connects; completes when TLS, if there is any, is set up.
    static CompletableFuture<Link> connect(InetSocketAddress to, Optional<Supplier<SSLEngine>> tls, Ear ear) {
        var link = new Link(ear, tls.isPresent());
        new Bootstrap().group(EventLoops.group()).channel(EventLoops.channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true).handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        link.channel = made;
                        tls.ifPresent(engines -> {
                            var handler = new SslHandler(engines.get());
                            handler.setHandshakeTimeoutMillis(CONNECT_MILLIS);
                            made.pipeline().addLast(handler);
                        });
                        made.pipeline().addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, PREFIX, 0, PREFIX),
                                link);
                    }
                }).connect(to).addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        link.ready.completeExceptionally(connected.cause());
                    }
                });
        return link.ready;
    }

    /// Sends a request and completes with the answer, without its length.
    CompletableFuture<byte[]> call(String method, TBase<?, ?> arguments) {
        var answer = new CompletableFuture<byte[]>();
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                answer.completeExceptionally(new IOException("the connection is closed"));
                return;
            }
            int id = lastCall++;
            waiting.put(id, answer);
            write(Frames.call(method, id, arguments));
            flush();
        });
        return answer;
    }

    /// Sends a frame with a number of its sender's own, not below 0; its answer is the ear's. From the event loop it
    /// goes out when what was read has been dealt with.
    void send(byte[] frame) {
        if (channel.eventLoop().inEventLoop()) {
            write(frame);
        } else {
            channel.eventLoop().execute(() -> {
                write(frame);
                flush();
            });
        }
    }

    /// Runs a step on the event loop, where the ear listens.
    void execute(Runnable step) {
        channel.eventLoop().execute(() -> {
            step.run();
            flush();
        });
    }

    /// As [#execute], later; not at all if the connection is closed by then.
    void later(long nanos, Runnable step) {
        channel.eventLoop().schedule(() -> {
            if (channel.isActive()) {
                step.run();
                flush();
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    private void write(byte[] frame) {
        channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
        unflushed = true;
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    // --- on the event loop ---

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!tls) {
            ready.complete(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ready.complete(this);
            } else {
                ready.completeExceptionally(handshake.cause());
                context.close();
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws TException {
        var message = new byte[frame.readableBytes()];
        frame.readBytes(message);
        var header = Frames.header(message);
        if (Frames.isDelivery(header)) {
            ear.delivery(this, message);
        } else if (Frames.isMove(header)) {
            ear.moved(this, message);
        } else if (header.type != TMessageType.ONEWAY) {
            var asked = waiting.remove(header.seqid);
            if (asked == null) {
                ear.answer(this, header.seqid, message);
            } else {
                asked.complete(message);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        var gone = new IOException("the connection was closed");
        ready.completeExceptionally(gone);
        waiting.values().forEach(answer -> answer.completeExceptionally(gone));
        waiting.clear();
        ear.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ready.completeExceptionally(cause);
        context.close();
    }

    @Override
    public void close() {
        channel.close();
    }
}
