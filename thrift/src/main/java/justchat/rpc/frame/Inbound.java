// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Dialect;
import justchat.rpc.Endpoint;
import justchat.rpc.FrameInput;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.strand.Strand;

/// The reading half of a connection. The message type tells the direction: CALL
/// and ONEWAY are requests of the other end, REPLY and EXCEPTION answer ours.
///
/// Runs on the connection's event loop, and hands over at once: a call to a
/// virtual thread of its own, a oneway to the connection's strand, an answer to
/// the thread that waits for it. When `maxInFlight` calls run, or as many
/// oneways wait, the socket is not read until one has ended. A handler that
/// calls back over the connection it serves relies on there being room: the
/// answer comes through the same socket.
final class Inbound extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);
    private static final int MAX_NAME = 255;
    /// When one may try again for whom there was no room, which takes a queue full of
    /// such actions.
    private static final int TURN_MILLIS = 50;

    private final Connection connection;
    private final FrameDecoder decoder;
    private final Limits limits;
    private final Counters counters;
    private final Function<Endpoint, List<TProcessor>> handlers;
    private final CompletableFuture<Connection> ready;
    private final boolean tls;
    private final Strand oneways;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final AtomicInteger onewaysQueued = new AtomicInteger();
    private final AtomicBoolean resuming = new AtomicBoolean();
    /// Owned by the event loop, like the ones below.
    private ChannelHandlerContext context;
    private Services services;
    private boolean paused;

    Inbound(Connection connection, Limits limits, Counters counters, boolean tls,
            Function<Endpoint, List<TProcessor>> handlers, CompletableFuture<Connection> ready) {
        this.connection = connection;
        this.limits = limits;
        this.counters = counters;
        this.tls = tls;
        this.handlers = handlers;
        this.ready = ready;
        this.decoder = new FrameDecoder(this, limits.maxFrameBytes(), limits.frameMillis());
        this.oneways = new Strand("oneways", 2 * limits.maxInFlight());
        connection.turns(this::inTurn);
    }

    FrameDecoder decoder() {
        return decoder;
    }

    @Override
    public void heard() {
        connection.heard();
    }

    // --- life ---

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (!tls) {
            open(Optional.empty());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext active, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                open(certificate());
            } else {
                counters.add(Counter.TLS_FAILED);
                LOG.debug("{}: no TLS", context.channel().remoteAddress(), handshake.cause());
                ready.completeExceptionally(handshake.cause());
                context.close();
            }
        }
    }

    private Optional<X509Certificate> certificate() {
        try {
            var chain = context.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates();
            return Optional.of((X509Certificate) chain[0]);
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private void open(Optional<X509Certificate> certificate) {
        connection.opened((InetSocketAddress) context.channel().remoteAddress(), certificate);
        try {
            services = Services.of(handlers.apply(connection));
        } catch (RuntimeException e) {
            LOG.error("{}: services cannot be made", connection, e);
            ready.completeExceptionally(e);
            context.close();
            return;
        }
        counters.add(Counter.CONNECTIONS_OPENED);
        ready.complete(connection);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable()) {
            connection.drain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        decoder.end();
        connection.failCalls();
        ready.completeExceptionally(new IOException("the connection was closed while it was being set up"));
        // What was received before the end is handled before the end is told.
        Thread.ofVirtual().name("closed").start(() -> {
            oneways.close();
            connection.completeClosed();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            // Somebody hung up, or is no TLS partner of ours.
            LOG.debug("{}: {}", connection, cause.toString());
        } else {
            LOG.error("{}: closed by a fault of ours", connection, cause);
        }
        failed.close();
    }

    // --- frames ---

    @Override
    public void frame(byte[] message) {
        var dialect = Dialect.ofFirstByte(message[0]);
        if (dialect.isEmpty() || services == null) {
            garbage("first byte " + message[0]);
            return;
        }
        var protocol = dialect.get().over(new FrameInput(message, connection.configuration()));
        TMessage header;
        try {
            header = protocol.readMessageBegin();
        } catch (TException | RuntimeException e) {
            garbage(e.toString());
            return;
        }
        connection.speaks(dialect.get());
        switch (header.type) {
            case TMessageType.CALL, TMessageType.ONEWAY -> request(header,
                    new Request(dialect.get(), header, protocol, connection.configuration(), counters));
            case TMessageType.REPLY, TMessageType.EXCEPTION -> connection.calls().answer(header.seqid, message);
            default -> garbage("message type " + header.type);
        }
    }

    private void request(TMessage header, Request request) {
        var wantsAnswer = header.type == TMessageType.CALL;
        if (header.name.length() > MAX_NAME) {
            garbage("a method name of " + header.name.length() + " characters");
            return;
        }
        var method = services.method(header.name);
        if (method.isPresent() && method.get().oneway()) {
            oneway(() -> request.serveOneway(method.get().service()));
        } else if (method.isPresent() && wantsAnswer) {
            call(() -> request.serve(method.get().service()));
        } else if (wantsAnswer) {
            call(request::unknownMethod);
        } else {
            // Nobody waits for the answer that this method would have.
            counters.add(Counter.UNKNOWN_METHODS);
        }
    }

    /// Makes the answer on a virtual thread, and sends it.
    private void call(Supplier<byte[]> answer) {
        if (callsInFlight.incrementAndGet() >= limits.maxInFlight()) {
            pause();
        }
        Thread.ofVirtual().name("call").start(() -> {
            try {
                connection.awaitWritable();
                connection.answer(answer.get());
                counters.add(Counter.CALLS_SERVED);
            } finally {
                callsInFlight.decrementAndGet();
                resumeIfRoom();
            }
        });
    }

    private void oneway(Runnable handler) {
        if (onewaysQueued.incrementAndGet() >= limits.maxInFlight()) {
            pause();
        }
        oneways.tell(() -> {
            try {
                handler.run();
                counters.add(Counter.ONEWAYS_SERVED);
            } finally {
                onewaysQueued.decrementAndGet();
                resumeIfRoom();
            }
        });
    }

    /// Not a request, but in its turn with those.
    private void inTurn(Runnable action) {
        if (context.channel().isActive() && !oneways.tell(action)) {
            context.executor().schedule(() -> inTurn(action), TURN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // --- back-pressure ---

    private boolean hasRoom() {
        return callsInFlight.get() < limits.maxInFlight() && onewaysQueued.get() < limits.maxInFlight();
    }

    private void pause() {
        paused = true;
        decoder.pause(context);
        // A handler may have ended since it was counted, and seen no pause.
        resumeIfRoom();
    }

    /// Any thread. One task at a time, and only while there is something to resume.
    private void resumeIfRoom() {
        if (hasRoom() && isPausedHint() && resuming.compareAndSet(false, true)) {
            context.executor().execute(() -> {
                resuming.set(false);
                if (paused && hasRoom()) {
                    paused = false;
                    decoder.resume(context);
                }
            });
        }
    }

    private boolean isPausedHint() {
        return !context.channel().config().isAutoRead();
    }

    // --- what is wrong ---

    @Override
    public void oversize(byte[] head, int length) {
        counters.add(Counter.OVERSIZE_FRAMES);
        var dialect = Dialect.ofFirstByte(head[0]);
        if (dialect.isEmpty() || services == null) {
            garbage("a frame of " + length + " bytes, first byte " + head[0]);
            return;
        }
        var problem = "a frame of " + length + " bytes, at most " + limits.maxFrameBytes() + " are taken";
        TMessage header;
        try {
            header = dialect.get().over(new FrameInput(head, connection.configuration())).readMessageBegin();
        } catch (TException | RuntimeException _) {
            garbage(problem + ", and no header can be read");
            return;
        }
        switch (header.type) {
            case TMessageType.CALL -> call(() -> Request.exception(dialect.get(), header,
                    TApplicationException.PROTOCOL_ERROR, problem, connection.configuration()));
            case TMessageType.REPLY, TMessageType.EXCEPTION -> connection.calls().fail(header.seqid,
                    new RpcFailure(Kind.MALFORMED, problem));
            default -> LOG.debug("{}: {}", connection, problem);
        }
    }

    @Override
    public void impossible(int length) {
        garbage("a frame of " + length + " bytes");
    }

    @Override
    public void late() {
        counters.add(Counter.HALF_FRAMES);
        end();
    }

    private void garbage(String what) {
        counters.add(Counter.GARBAGE);
        LOG.debug("{}: closed, this is not Thrift: {}", connection, what);
        end();
    }

    private void end() {
        decoder.end();
        context.close();
    }
}
