// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.thrift.TProcessor;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.frame.EventLoops;
import justchat.rpc.frame.Plumbing;
import justchat.rpc.lane.Lane;
import justchat.rpc.lane.LaneKey;
import justchat.rpc.lane.LaneSeal;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Engines;

/// Makes connections. Thread-safe.
public final class RpcClient implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;

    public record Options(Limits limits, ClientTls tls) {
        public Options {
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(tls, "tls");
        }

        public static Options of(ClientTls tls) {
            return new Options(Limits.DEFAULT, tls);
        }
    }

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Counters counters = new Counters();

    /// Connects and, with TLS, checks who answers. Blocks until then: not for event
    /// loops.
    ///
    /// A certificate of ours that the other end does not like shows only after this:
    /// TLS 1.3 lets the connecting end finish first, so the first call fails as
    /// CLOSED.
    ///
    /// @param address
    ///            may be unresolved; it is resolved by this call
    /// @param services
    ///            what the other end may call on us over this connection; called
    ///            once, on an event loop: it must not block
    /// @throws RpcFailure
    ///             UNREACHABLE if there is no connection, or not to whom was
    ///             demanded, within the deadline
    public Endpoint connect(InetSocketAddress address, Options options, Deadline deadline,
            Function<Endpoint, List<TProcessor>> services) throws RpcFailure {
        var plumbing = new Plumbing(options.limits(), Engines.of(options.tls()), counters);
        return make(resolve(address), deadline, channel -> plumbing.call(channel, services));
    }

    /// Makes one more connection to the other end of one that we made: see [Endpoint#letLane]. Blocks until both ends
    /// have the key.
    ///
    /// @throws RpcFailure
    ///             UNREACHABLE, as above; also if the key is not good any more
    public Lane lane(Endpoint main, LaneKey key, Deadline deadline) throws RpcFailure {
        return make(main.remoteAddress(), deadline,
                channel -> Lane.over(channel, key, LaneSeal.End.CALLER, _ -> {}));
    }

    private <T> T make(InetSocketAddress address, Deadline deadline,
            Function<Channel, CompletableFuture<T>> install) throws RpcFailure {
        var ready = new CompletableFuture<T>();
        var millis = Math.clamp(deadline.duration().toMillis(), 1, Integer.MAX_VALUE);
        var connecting = new Bootstrap().group(EventLoops.group()).channel(EventLoops.channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis).handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        install.apply(channel).whenComplete((made, failure) -> {
                            if (failure == null) {
                                ready.complete(made);
                            } else {
                                ready.completeExceptionally(failure);
                            }
                        });
                    }
                }).connect(address);
        connecting.addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                ready.completeExceptionally(connected.cause());
            }
        });
        return await(ready, connecting.channel(), address, deadline);
    }

    private static InetSocketAddress resolve(InetSocketAddress address) throws RpcFailure {
        if (!address.isUnresolved()) {
            return address;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
        } catch (UnknownHostException e) {
            throw new RpcFailure(Kind.UNREACHABLE, "unknown host: " + address.getHostString(), e);
        }
    }

    private static <T> T await(CompletableFuture<T> ready, Channel channel, InetSocketAddress address,
            Deadline deadline) throws RpcFailure {
        try {
            return ready.get(deadline.duration().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            channel.close();
            throw new RpcFailure(Kind.UNREACHABLE, address + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException _) {
            channel.close();
            throw new RpcFailure(Kind.UNREACHABLE,
                    address + ": no connection within " + deadline.duration().toMillis() + " ms");
        } catch (InterruptedException _) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new RpcFailure(Kind.UNREACHABLE, address + ": interrupted while connecting");
        }
    }

    /// What happened on the connections made here.
    public Map<Counter, Long> counters() {
        return counters.snapshot();
    }

    /// Closes all connections made here, and those that are still being made.
    @Override
    public void close() {
        connections.close().awaitUninterruptibly(CLOSE_MILLIS);
    }
}
