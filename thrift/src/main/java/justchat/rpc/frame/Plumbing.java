// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import org.apache.thrift.TProcessor;

import justchat.rpc.Counters;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.lane.Lane;
import justchat.rpc.lane.LaneSeal;
import justchat.rpc.lane.LaneTickets;

/// Makes a fresh channel into a [Connection]: TLS if there is one, then frames,
/// then requests and answers; or into a lane beside one. One for a port, or for
/// the connection that is made. Thread-safe.
public final class Plumbing {
    /// How much the channel itself holds before [Outbound] keeps the rest.
    private static final int CHANNEL_BYTES = 1 << 16;

    private final Limits limits;
    private final Optional<Supplier<SSLEngine>> tls;
    private final Counters counters;
    private final LaneTickets<Connection> lanes = new LaneTickets<>();

    public Plumbing(Limits limits, Optional<Supplier<SSLEngine>> tls, Counters counters) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.tls = Objects.requireNonNull(tls, "tls");
        this.counters = Objects.requireNonNull(counters, "counters");
    }

    /// For a connection that we make; to be called before it is active.
    ///
    /// @param services
    ///            called once when the connection is set up
    /// @return completes when it is, or exceptionally when it cannot be
    public CompletableFuture<Connection> call(Channel channel, Function<Endpoint, List<TProcessor>> services) {
        configure(channel);
        return secure(channel, services);
    }

    /// For one that was made to us; to be called before it is active. With TLS, it may turn
    /// out to be a lane.
    public void accept(Channel channel, Function<Endpoint, List<TProcessor>> services) {
        configure(channel);
        if (tls.isPresent()) {
            channel.pipeline().addLast(new Entrance(this, limits.handshakeMillis(), counters, services));
        } else {
            secure(channel, services);
        }
    }

    private void configure(Channel channel) {
        var high = Math.min(CHANNEL_BYTES, limits.outboundLowBytes());
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high));
    }

    CompletableFuture<Connection> secure(Channel channel, Function<Endpoint, List<TProcessor>> services) {
        tls.ifPresent(engines -> {
            var handler = new SslHandler(engines.get());
            handler.setHandshakeTimeoutMillis(limits.handshakeMillis());
            channel.pipeline().addLast(handler);
        });
        var ready = new CompletableFuture<Connection>();
        var connection = new Connection(channel, limits, counters, lanes);
        var inbound = new Inbound(connection, limits, counters, tls.isPresent(), services, ready);
        channel.pipeline().addLast(inbound.decoder(), inbound);
        return ready;
    }

    /// One that was made to us with a ticket.
    ///
    /// @return whether the ticket was good, and there are not too many lanes already
    boolean lane(Channel channel, byte[] ticket) {
        var redeemed = lanes.redeem(ticket).filter(one -> one.owner().addLane(channel));
        redeemed.ifPresent(one -> {
            Lane.over(channel, one.key(), LaneSeal.End.CALLED, lane -> Thread.ofVirtual().name("lane").start(() -> one
                    .service().serve(lane)));
            channel.pipeline().get(LaneSeal.class).begin(channel.pipeline().context(LaneSeal.class));
        });
        return redeemed.isPresent();
    }
}
