// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;

/// The calling end of a lane for chunks. One request is on its way at a time, and
/// the other end answers it with a stream of records:
///
/// ```
/// GET | length of id, 1 byte | id | index, 4 bytes ...   ⇒  index | chunk   for each, in this order
/// PUT | length of id, 1 byte | id | index | chunk        ⇒  index
/// any                                                    ⇒  -1 | what it throws, in Thrift's compact protocol
/// ```
///
/// After -1 nothing more comes. Used by one thread.
public final class ChunkCalls {
    static final byte GET = 1;
    static final byte PUT = 2;
    static final int REFUSED = -1;
    /// Asked for at once.
    static final int BATCH = 128;
    /// Given and not yet answered.
    private static final int WINDOW = 32;

    private final Lane lane;

    public ChunkCalls(Lane lane) {
        this.lane = lane;
    }

    /// Gives a chunk.
    @FunctionalInterface
    public interface Source<E extends Exception> {
        /// @param into
        ///            gets the chunk, and has room for it
        void read(int index, ByteBuffer into) throws E, IOException;
    }

    /// Takes what has come.
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        /// @param bytes
        ///            used again when this returns
        void take(int index, ByteBuffer bytes) throws E, IOException;
    }

    /// Hears what was taken at the other end.
    @FunctionalInterface
    public interface Taken<E extends Exception> {
        void taken(int index) throws E;
    }

    /// Gets these chunks, in this order.
    ///
    /// @throws ChunkRefused
    ///             if the other end does not give one
    /// @throws LaneLost
    ///             if the other end is gone, or says something else
    public <E extends Exception> void get(byte[] id, int[] indexes, Sink<E> sink)
            throws LaneLost, ChunkRefused, IOException, E {
        for (int from = 0; from < indexes.length; from += BATCH) {
            var to = Math.min(indexes.length, from + BATCH);
            // One batch is asked for while the one before it comes.
            if (from == 0) {
                ask(id, indexes, 0, to);
            }
            if (to < indexes.length) {
                ask(id, indexes, to, Math.min(indexes.length, to + BATCH));
            }
            for (int at = from; at < to; at++) {
                var record = answer(indexes[at]);
                try {
                    sink.take(indexes[at], record.nioBuffer());
                } finally {
                    record.release();
                }
            }
        }
    }

    private void ask(byte[] id, int[] indexes, int from, int to) throws LaneLost {
        var request = head(GET, id);
        for (int at = from; at < to; at++) {
            request.writeInt(indexes[at]);
        }
        lane.send(request);
    }

    private ByteBuf head(byte kind, byte[] id) {
        return lane.buffer().writeByte(kind).writeByte(id.length).writeBytes(id);
    }

    /// @return what follows the index
    private ByteBuf answer(int expected) throws LaneLost, ChunkRefused {
        var record = lane.receive();
        try {
            if (record.readableBytes() < Integer.BYTES) {
                throw new LaneLost("no answer, on a lane");
            }
            var index = record.readInt();
            if (index == REFUSED) {
                var encoded = new byte[record.readableBytes()];
                record.readBytes(encoded);
                throw new ChunkRefused(encoded);
            }
            if (index != expected) {
                throw new LaneLost("chunk " + index + " came for " + expected);
            }
            return record.retain();
        } finally {
            record.release();
        }
    }

    /// Gives these chunks, in this order; returns when the last one was taken.
    ///
    /// @throws ChunkRefused
    ///             if the other end does not take one
    /// @throws LaneLost
    ///             if the other end is gone, or says something else
    public <E extends Exception> void put(byte[] id, int[] indexes, Source<E> source, Taken<E> taken)
            throws LaneLost, ChunkRefused, IOException, E {
        for (int at = 0; at < indexes.length + WINDOW; at++) {
            if (at >= WINDOW && at - WINDOW < indexes.length) {
                answer(indexes[at - WINDOW]).release();
                taken.taken(indexes[at - WINDOW]);
            }
            if (at < indexes.length) {
                give(id, indexes[at], source);
            }
        }
    }

    private <E extends Exception> void give(byte[] id, int index, Source<E> source)
            throws LaneLost, IOException, E {
        var record = head(PUT, id).writeInt(index);
        try {
            var room = record.nioBuffer(record.writerIndex(), record.writableBytes());
            source.read(index, room);
            record.writerIndex(record.writerIndex() + room.position());
            lane.send(record.retain());
        } finally {
            record.release();
        }
    }
}
