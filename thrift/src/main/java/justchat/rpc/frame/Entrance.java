// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.thrift.TProcessor;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Endpoint;
import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneSeal;

/// Looks at the first byte of a connection that was made to us: a lane shows its
/// ticket here, everything else is TLS. What is neither in time is closed. Runs on
/// the connection's event loop, until it knows.
final class Entrance extends ChannelInboundHandlerAdapter {
    private final Plumbing plumbing;
    private final int patienceMillis;
    private final Counters counters;
    private final Function<Endpoint, List<TProcessor>> services;
    private final byte[] hello = new byte[LaneSeal.HELLO_BYTES];
    private int filled;

    Entrance(Plumbing plumbing, int patienceMillis, Counters counters,
            Function<Endpoint, List<TProcessor>> services) {
        this.plumbing = plumbing;
        this.patienceMillis = patienceMillis;
        this.counters = counters;
        this.services = services;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        context.executor().schedule(() -> {
            if (!context.isRemoved() && context.channel().isActive()) {
                counters.add(filled == 0 ? Counter.TLS_FAILED : Counter.LANES_REFUSED);
                context.close();
            }
        }, patienceMillis, TimeUnit.MILLISECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (filled == 0 && bytes.isReadable() && bytes.getByte(bytes.readerIndex()) != LaneSeal.HELLO) {
            plumbing.secure(context.channel(), services);
            leave(context, bytes);
            return;
        }
        var count = Math.min(bytes.readableBytes(), hello.length - filled);
        bytes.readBytes(hello, filled, count);
        filled += count;
        if (filled < hello.length) {
            bytes.release();
        } else if (plumbing.lane(context.channel(), ticket())) {
            leave(context, bytes);
        } else {
            counters.add(Counter.LANES_REFUSED);
            bytes.release();
            context.close();
        }
    }

    private byte[] ticket() {
        var ticket = new byte[LaneKey.TICKET_BYTES];
        System.arraycopy(hello, 1, ticket, 0, ticket.length);
        return ticket;
    }

    private static void leave(ChannelHandlerContext context, ByteBuf bytes) {
        context.fireChannelRead(bytes);
        context.pipeline().remove(context.handler());
    }

    /// Somebody hung up.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
