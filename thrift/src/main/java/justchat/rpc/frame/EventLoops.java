// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The event loops of this process, shared by all its servers and clients: two
/// daemon threads, started with the first connection that they get. Native epoll
/// where there is one, the JDK's selector elsewhere.
public final class EventLoops {
    private static final int THREADS = 2;
    private static final boolean EPOLL = Epoll.isAvailable();

    /// Made by the first use.
    private static final class Shared {
        private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(THREADS,
                new DefaultThreadFactory("rpc", true), EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    private EventLoops() {}

    public static EventLoopGroup group() {
        return Shared.GROUP;
    }

    public static Class<? extends ServerSocketChannel> serverChannel() {
        return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    public static Class<? extends SocketChannel> channel() {
        return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }
}
