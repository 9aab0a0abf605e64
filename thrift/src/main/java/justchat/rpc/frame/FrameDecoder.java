// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Cuts the byte stream into frames: 4 bytes of length, then the message.
///
/// ```
/// LENGTH --4 bytes--> BODY --all of it--> LENGTH
///    |                                      ^
///    +--above the limit--> HEAD --> SKIP ---+
/// ```
///
/// A frame above the limit is reported with its first bytes (enough for the
/// message's header) and skipped without being kept. Memory is taken as bytes
/// arrive, at most eightfold, not as they are announced. While paused nothing is decoded, and the
/// socket is not read. Runs on the connection's event loop.
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    /// Method names are shorter than that.
    private static final int HEAD_BYTES = 512;
    private static final int FIRST_BYTES = 4096;
    private static final long GROWTH = 8;

    /// Takes what was decoded, on the event loop.
    interface Sink {
        /// Bytes have arrived, of whatever frame.
        void heard();

        void frame(byte[] message);

        /// @param head
        ///            the message's first bytes
        void oversize(byte[] head, int length);

        /// The length is negative or 0.
        void impossible(int length);

        /// A frame was begun and not completed in time.
        void late();
    }

    private enum State {
        LENGTH, BODY, HEAD, SKIP
    }

    private final Sink sink;
    private final int maxFrameBytes;
    private final long frameNanos;
    private final ArrayDeque<ByteBuf> input = new ArrayDeque<>();
    private final byte[] prefix = new byte[4];
    private State state = State.LENGTH;
    private byte[] partial = prefix;
    private int filled;
    private int length;
    private int toSkip;
    private boolean paused;
    private boolean ended;
    private boolean decoding;
    private boolean watching;
    private long begunNanos;

    FrameDecoder(Sink sink, int maxFrameBytes, int frameMillis) {
        this.sink = sink;
        this.maxFrameBytes = maxFrameBytes;
        this.frameNanos = TimeUnit.MILLISECONDS.toNanos(frameMillis);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        sink.heard();
        input.add((ByteBuf) message);
        decode(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    /// Decodes nothing any more.
    void end() {
        ended = true;
        input.forEach(ByteBuf::release);
        input.clear();
    }

    /// Stops reading from the socket and decoding.
    void pause(ChannelHandlerContext context) {
        paused = true;
        context.channel().config().setAutoRead(false);
    }

    void resume(ChannelHandlerContext context) {
        paused = false;
        begunNanos = System.nanoTime();
        decode(context);
        if (!paused && !ended) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void decode(ChannelHandlerContext context) {
        if (decoding) {
            return;
        }
        decoding = true;
        while (!ended && !paused && !input.isEmpty()) {
            var bytes = input.peek();
            if (bytes.isReadable()) {
                step(bytes);
            } else {
                input.poll().release();
            }
        }
        decoding = false;
        if (isPartial() && !watching && !ended) {
            watch(context, frameNanos);
        }
    }

    private boolean isPartial() {
        return state != State.LENGTH || filled > 0;
    }

    /// Takes at least one byte.
    private void step(ByteBuf bytes) {
        if (!isPartial()) {
            begunNanos = System.nanoTime();
        }
        switch (state) {
            case LENGTH -> {
                if (fill(bytes, 4)) {
                    lengthKnown();
                }
            }
            case BODY -> {
                if (fill(bytes, length)) {
                    var message = partial;
                    expect(State.LENGTH, prefix);
                    sink.frame(message);
                }
            }
            case HEAD -> {
                if (fill(bytes, Math.min(length, HEAD_BYTES))) {
                    var head = partial;
                    toSkip = length - head.length;
                    expect(toSkip > 0 ? State.SKIP : State.LENGTH, prefix);
                    sink.oversize(head, length);
                }
            }
            case SKIP -> {
                var count = Math.min(toSkip, bytes.readableBytes());
                bytes.skipBytes(count);
                toSkip -= count;
                if (toSkip == 0) {
                    expect(State.LENGTH, prefix);
                }
            }
        }
    }

    private void lengthKnown() {
        length = prefix[0] << 24 | (prefix[1] & 0xff) << 16 | (prefix[2] & 0xff) << 8 | prefix[3] & 0xff;
        if (length <= 0) {
            expect(State.LENGTH, prefix);
            sink.impossible(length);
        } else if (length > maxFrameBytes) {
            expect(State.HEAD, new byte[Math.min(length, HEAD_BYTES)]);
        } else {
            expect(State.BODY, new byte[Math.min(length, FIRST_BYTES)]);
        }
    }

    private void expect(State next, byte[] into) {
        state = next;
        partial = into;
        filled = 0;
    }

    /// Copies into `partial`, which grows as it fills.
    ///
    /// @return whether `wanted` bytes are there, and `partial` is exactly them
    private boolean fill(ByteBuf bytes, int wanted) {
        var count = Math.min(bytes.readableBytes(), wanted - filled);
        if (filled + count > partial.length) {
            partial = Arrays.copyOf(partial,
                    Math.min(wanted, Math.max(filled + count, (int) Math.min(wanted, partial.length * GROWTH))));
        }
        bytes.readBytes(partial, filled, count);
        filled += count;
        return filled == wanted;
    }

    private void watch(ChannelHandlerContext context, long nanos) {
        watching = true;
        context.executor().schedule(() -> {
            watching = false;
            if (ended || !isPartial() || !context.channel().isActive()) {
                return;
            }
            var left = begunNanos + frameNanos - System.nanoTime();
            if (paused) {
                watch(context, frameNanos);
            } else if (left > 0) {
                watch(context, left);
            } else {
                sink.late();
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }
}
