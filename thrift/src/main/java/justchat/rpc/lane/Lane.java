// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.io.EOFException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/// One end of a lane: records go in and come out, whole and in order. Sending waits
/// while much is on its way, receiving while nothing is here; what is not received
/// is not read from the socket. Thread-safe; one thread should send, and one
/// receive.
public final class Lane implements AutoCloseable {
    /// A chunk, and what stands before it.
    public static final int MAX_RECORD_BYTES = (1 << 18) + (1 << 10);
    /// Records that were read and not received.
    private static final int AHEAD = 6;
    private static final int HIGH_BYTES = 1 << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// Of all lanes of the process, whose buffers are few and all alike: one arena for each kind, in steps of 4 MiB.
    private static final ByteBufAllocator BUFFERS = new PooledByteBufAllocator(true, 1, 1, 8_192, 9, 0, 0, false);
    /// Never given back, so that the first 4 MiB of each kind stay: a lane would ask for them again and again.
    private static final List<ByteBuf> ANCHORS = List.of(BUFFERS.heapBuffer(1), BUFFERS.directBuffer(1));
    private static final int READ_BYTES = 1 << 17;

    private final Channel channel;
    private final CompletableFuture<Lane> ready = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    /// A record has arrived, or none will any more.
    private final Condition readable = lock.newCondition();
    /// There is room for more on its way, or there is no way any more.
    private final Condition writable = lock.newCondition();
    /// Guarded by `lock`, like the next two.
    private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
    private boolean closed;
    private boolean unwanted;

    private Lane(Channel channel) {
        this.channel = channel;
    }

    /// Makes a channel, which is to carry nothing else, into a lane. To be called before it is active, or by its event
    /// loop.
    ///
    /// @param begun
    ///            run once both ends have the key, on the event loop: it must not block
    /// @return completes then, too, or exceptionally when it is over before
    public static CompletableFuture<Lane> over(Channel channel, LaneKey key, LaneSeal.End end, Consumer<Lane> begun) {
        var lane = new Lane(channel);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(HIGH_BYTES / 2,
                HIGH_BYTES));
        channel.config().setAllocator(BUFFERS);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        lane.ready.thenAccept(begun);
        channel.pipeline().addLast(new LaneSeal(key, end, MAX_RECORD_BYTES), lane.new Ear());
        return lane.ready;
    }

    /// An empty one with room for a record, to be filled and sent. It has an array.
    public ByteBuf buffer() {
        return buffer(MAX_RECORD_BYTES);
    }

    /// Likewise, with room for so many bytes at first.
    public ByteBuf buffer(int bytes) {
        return channel.alloc().heapBuffer(bytes, MAX_RECORD_BYTES);
    }

    /// Takes the record over, and waits until it is on its way.
    ///
    /// @throws LaneLost
    ///             if it is closed, or the other end takes nothing for a minute
    public void send(ByteBuf record) throws LaneLost {
        lock.lock();
        try {
            await(writable, () -> closed || unwanted || channel.isWritable());
            if (closed || unwanted) {
                throw new LaneLost("the lane is closed");
            }
        } catch (LaneLost e) {
            record.release();
            throw e;
        } finally {
            lock.unlock();
        }
        channel.writeAndFlush(record, channel.voidPromise());
    }

    /// The next record, which the caller releases.
    ///
    /// @throws LaneLost
    ///             if there is none any more, or none comes for a minute
    public ByteBuf receive() throws LaneLost {
        lock.lock();
        try {
            await(readable, () -> closed || unwanted || !arrived.isEmpty());
            if (arrived.isEmpty()) {
                throw new LaneLost("the lane is closed");
            }
            var record = arrived.poll();
            if (arrived.size() == AHEAD / 2) {
                channel.config().setAutoRead(true);
            }
            return record;
        } finally {
            lock.unlock();
        }
    }

    private interface Test {
        boolean holds();
    }

    private static void await(Condition changed, Test test) throws LaneLost {
        var left = PATIENCE_NANOS;
        while (!test.holds()) {
            if (left <= 0) {
                throw new LaneLost("nothing moves on the lane");
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new LaneLost("interrupted");
            }
        }
    }

    /// Whether it may carry something still.
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed && !unwanted;
        } finally {
            lock.unlock();
        }
    }

    /// What was sent before still goes out, as far as the socket takes it. May be repeated.
    @Override
    public void close() {
        lock.lock();
        try {
            unwanted = true;
            readable.signalAll();
            writable.signalAll();
            arrived.forEach(ByteBuf::release);
            arrived.clear();
        } finally {
            lock.unlock();
        }
        channel.close();
    }

    /// What the channel's event loop hears.
    private final class Ear extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            lock.lock();
            try {
                if (unwanted) {
                    ((ByteBuf) message).release();
                    return;
                }
                arrived.add((ByteBuf) message);
                if (arrived.size() == AHEAD) {
                    channel.config().setAutoRead(false);
                }
                readable.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == LaneSeal.Event.OPEN) {
                ready.complete(Lane.this);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            lock.lock();
            try {
                writable.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lock.lock();
            try {
                closed = true;
                readable.signalAll();
                writable.signalAll();
            } finally {
                lock.unlock();
            }
            ready.completeExceptionally(new EOFException("the lane was closed while it was being made"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ready.completeExceptionally(cause);
            context.close();
        }
    }
}
