// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.thrift.TProcessor;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.frame.EventLoops;
import justchat.rpc.frame.Plumbing;
import justchat.rpc.tls.Engines;
import justchat.rpc.tls.ServerTls;

/// A listening TCP port that serves Thrift: several services on one port, told
/// apart by their method names, each connection with processors of its
/// own. Thread-safe.
public final class RpcServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long CLOSE_MILLIS = 5_000;

    /// @param maxConnections
    ///            open at once; one more is closed as soon as it is accepted
    public record Options(Limits limits, ServerTls tls, int maxConnections) {
        public Options {
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(tls, "tls");
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections: " + maxConnections);
            }
        }

        public static Options of(ServerTls tls) {
            return new Options(Limits.DEFAULT, tls, 4096);
        }
    }

    private final Channel listening;
    private final ChannelGroup connections;
    private final Counters counters;

    private RpcServer(Channel listening, ChannelGroup connections, Counters counters) {
        this.listening = listening;
        this.connections = connections;
        this.counters = counters;
    }

    /// Listens on `listen` (port 0: any free port, see [#address]).
    ///
    /// @param services
    ///            called once per connection when it is set up (with TLS: after the
    ///            handshake, so the certificate is known), on an event loop: it must
    ///            not block. Its handlers may keep the connection's state.
    /// @throws IOException
    ///             if the port cannot be had
    public static RpcServer start(InetSocketAddress listen, Options options,
            Function<Endpoint, List<TProcessor>> services) throws IOException {
        var counters = new Counters();
        var open = new AtomicInteger();
        var plumbing = new Plumbing(options.limits(), Engines.of(options.tls()), counters);
        var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        var bound = new ServerBootstrap().group(EventLoops.group()).channel(EventLoops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.closeFuture().addListener(_ -> open.decrementAndGet());
                        if (open.incrementAndGet() > options.maxConnections()) {
                            counters.add(Counter.CONNECTIONS_REFUSED);
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        plumbing.accept(channel, services);
                    }
                }).bind(listen).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + listen + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new RpcServer(bound.channel(), connections, counters);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /// How many connections are open.
    public int connections() {
        return connections.size();
    }

    /// What happened on this port since it was opened.
    public Map<Counter, Long> counters() {
        return counters.snapshot();
    }

    /// Stops listening and closes all connections. May be repeated.
    @Override
    public void close() {
        listening.close().awaitUninterruptibly(CLOSE_MILLIS);
        connections.close().awaitUninterruptibly(CLOSE_MILLIS);
    }
}
