// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The called end of a lane for chunks; see [ChunkCalls]. One request after another:
/// while a chunk is read, or stored, the connection's event loop seals, or opens, the
/// one before it. What is neither request ends the lane.
public final class ChunkAnswers implements LaneService {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkAnswers.class);

    private final Chunks chunks;

    /// What is asked for. Thread-safe; a declared exception goes to the caller as it is.
    public interface Chunks {
        /// @param into
        ///            gets the chunk, and has room for it
        void read(byte[] id, int index, ByteBuffer into) throws TException;

        /// @param bytes
        ///            used again when this returns
        void store(byte[] id, int index, ByteBuffer bytes) throws TException;
    }

    public ChunkAnswers(Chunks chunks) {
        this.chunks = chunks;
    }

    @Override
    public void serve(Lane lane) {
        try (lane) {
            var goesOn = true;
            while (true) {
                var request = lane.receive();
                try {
                    // After a refusal the caller ends the lane; what it had asked for before is not answered any more.
                    goesOn = goesOn && answer(lane, request);
                } finally {
                    request.release();
                }
            }
        } catch (LaneLost | IndexOutOfBoundsException e) {
            // The caller has what it wanted, or is gone, or is none of ours.
            LOG.debug("a lane ends: {}", e.toString());
        } catch (TException | RuntimeException e) {
            LOG.error("a lane's service failed", e);
        }
    }

    /// @return false if something was refused
    private boolean answer(Lane lane, ByteBuf request) throws LaneLost, TException {
        var kind = request.readByte();
        var id = new byte[request.readUnsignedByte()];
        request.readBytes(id);
        return switch (kind) {
            case ChunkCalls.GET -> {
                var goesOn = true;
                while (goesOn && request.isReadable()) {
                    var index = request.readInt();
                    goesOn = send(lane, lane.buffer(), index, record -> read(id, index, record));
                }
                yield goesOn;
            }
            case ChunkCalls.PUT -> {
                var index = request.readInt();
                yield send(lane, lane.buffer(Integer.BYTES), index, _ -> chunks.store(id, index, request.nioBuffer()));
            }
            default -> throw new LaneLost("request " + kind);
        };
    }

    private void read(byte[] id, int index, ByteBuf record) throws TException {
        var room = record.nioBuffer(record.writerIndex(), record.writableBytes());
        chunks.read(id, index, room);
        record.writerIndex(record.writerIndex() + room.position());
    }

    private interface Work {
        /// @param record
        ///            what is answered is appended
        void run(ByteBuf record) throws TException;
    }

    private static boolean send(Lane lane, ByteBuf record, int index, Work work) throws LaneLost, TException {
        try {
            work.run(record.writeInt(index));
            lane.send(record.retain());
            return true;
        } catch (TException e) {
            if (e instanceof TBase<?, ?> declared) {
                lane.send(record.clear().writeInt(ChunkCalls.REFUSED).writeBytes(new TSerializer(
                        new TCompactProtocol.Factory()).serialize(declared)).retain());
                return false;
            }
            throw e;
        } finally {
            record.release();
        }
    }
}
