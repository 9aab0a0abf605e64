// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

import justchat.rpc.Limits;

/// What one connection has to send. Any thread adds frames, none of them waits;
/// the event loop writes them in order, as many as the socket takes with one
/// flush for many, so that a burst costs one wake-up and few system calls.
///
/// Water marks: once above the high one, [#offer] refuses until the bytes have
/// fallen to the low one. If that takes longer than `stallMillis`, the
/// connection is given up.
final class Outbound {
    /// After so many flushes in a row other connections of the event loop have
    /// their turn.
    private static final int MAX_ROUNDS = 16;

    /// What happens on the event loop.
    interface Events {
        /// The bytes have fallen to the low mark after having been above the high one.
        void drained();

        /// They have not, in time.
        void stalled();
    }

    private final Channel channel;
    private final Limits limits;
    private final Events events;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean above = new AtomicBoolean();
    /// How often the bytes have risen above the high mark. Owned by the event loop.
    private int generation;

    Outbound(Channel channel, Limits limits, Events events) {
        this.channel = channel;
        this.limits = limits;
        this.events = events;
    }

    boolean isAbove() {
        return above.get();
    }

    /// Queued here and in the channel.
    long bytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return waitingBytes.get() + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /// Queues a frame unless there is no room.
    boolean offer(byte[] frame) {
        if (above.get() || !channel.isActive()) {
            return false;
        }
        force(frame);
        return true;
    }

    /// Queues a frame whether or not there is room: an answer, whose number the
    /// limit on requests in flight bounds.
    void force(byte[] frame) {
        waiting.add(frame);
        waitingBytes.addAndGet(frame.length);
        if (bytes() > limits.outboundHighBytes() && above.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::watch);
        }
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    /// Event loop: writes what there is, as far as the channel takes it.
    void drain() {
        scheduled.set(false);
        for (var round = 0; round < MAX_ROUNDS && channel.isWritable() && !waiting.isEmpty(); round++) {
            writeWhileWritable();
            channel.flush();
        }
        if (!waiting.isEmpty() && channel.isWritable() && scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
        if (above.get() && bytes() <= limits.outboundLowBytes() && above.compareAndSet(true, false)) {
            events.drained();
        }
    }

    private void writeWhileWritable() {
        while (channel.isWritable()) {
            var frame = waiting.poll();
            if (frame == null) {
                return;
            }
            waitingBytes.addAndGet(-frame.length);
            channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
        }
    }

    /// Event loop: gives the connection up if it is above for too long. A fall
    /// below the low mark in between is seen by the generation.
    private void watch() {
        var began = ++generation;
        channel.eventLoop().schedule(() -> {
            if (above.get() && began == generation && channel.isActive()) {
                events.stalled();
            }
        }, limits.stallMillis(), TimeUnit.MILLISECONDS);
    }
}
