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

/// Makes a fresh channel into a [Connection]: TLS if there is one, then frames,
/// then requests and answers. Immutable.
public record Plumbing(Limits limits, Optional<Supplier<SSLEngine>> tls, Counters counters) {
    /// How much the channel itself holds before [Outbound] keeps the rest.
    private static final int CHANNEL_BYTES = 1 << 16;

    public Plumbing {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(counters, "counters");
    }

    /// To be called before the channel is active.
    ///
    /// @param services
    ///            called once when the connection is set up
    /// @return completes when it is, or exceptionally when it cannot be
    public CompletableFuture<Connection> install(Channel channel, Function<Endpoint, List<TProcessor>> services) {
        var ready = new CompletableFuture<Connection>();
        var high = Math.min(CHANNEL_BYTES, limits.outboundLowBytes());
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high));
        tls.ifPresent(engines -> {
            var handler = new SslHandler(engines.get());
            handler.setHandshakeTimeoutMillis(limits.handshakeMillis());
            channel.pipeline().addLast(handler);
        });
        var connection = new Connection(channel, limits, counters);
        var inbound = new Inbound(connection, limits, counters, tls.isPresent(), services, ready);
        channel.pipeline().addLast(inbound.decoder(), inbound);
        return ready;
    }
}
