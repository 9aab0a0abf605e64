// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The called end of a lane for chunks; see [ChunkCalls]. A few are read at once,
/// each on a virtual thread of its own, and answered in the order in which they
/// were asked for; those that come are stored one after another. What is neither
/// request ends the lane.
public final class ChunkAnswers implements LaneService {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkAnswers.class);
    private static final int AT_ONCE = 3;
    private static final int LOOK_MILLIS = 500;

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
        new Serving(lane).run();
    }

    private interface Work {
        /// @param record
        ///            what is answered is appended
        void run(ByteBuf record) throws TException;
    }

    /// @param isRefusal
    ///            nothing is answered after it
    private record Answer(ByteBuf record, boolean isRefusal) {}

    /// One lane that is served.
    private final class Serving {
        private final Lane lane;
        /// Nothing is answered any more.
        private volatile boolean over;
        /// Answers that are being made, in order.
        private final BlockingQueue<CompletableFuture<Answer>> answers = new ArrayBlockingQueue<>(AT_ONCE);

        private Serving(Lane lane) {
            this.lane = lane;
        }

        private void run() {
            var sender = Thread.ofVirtual().name("lane answers").start(this::send);
            try (lane) {
                while (true) {
                    take(lane.receive());
                }
            } catch (LaneLost | IndexOutOfBoundsException e) {
                // The caller has what it wanted, or is gone, or is none of ours.
                LOG.debug("a lane ends: {}", e.toString());
            } catch (TException | RuntimeException e) {
                LOG.error("a lane's service failed", e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                sender.interrupt();
            }
        }

        private void take(ByteBuf request) throws LaneLost, TException, InterruptedException {
            try {
                var kind = request.readByte();
                var id = new byte[request.readUnsignedByte()];
                request.readBytes(id);
                switch (kind) {
                    case ChunkCalls.GET -> {
                        while (request.isReadable()) {
                            var index = request.readInt();
                            begin(index, record -> read(id, index, record));
                        }
                    }
                    case ChunkCalls.PUT -> {
                        var index = request.readInt();
                        put(CompletableFuture.completedFuture(answer(index, _ -> chunks.store(id, index, request
                                .nioBuffer()))));
                    }
                    default -> throw new LaneLost("request " + kind);
                }
            } finally {
                request.release();
            }
        }

        private void read(byte[] id, int index, ByteBuf record) throws TException {
            var room = record.nioBuffer(record.writerIndex(), record.writableBytes());
            chunks.read(id, index, room);
            record.writerIndex(record.writerIndex() + room.position());
        }

        /// Waits for a place.
        private void put(CompletableFuture<Answer> answer) throws LaneLost, InterruptedException {
            // Nobody is interrupted who may be at work on a disk, so this looks now and then.
            while (!answers.offer(answer, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (over) {
                    answer.thenAccept(made -> made.record.release());
                    throw new LaneLost("nothing is answered any more");
                }
            }
            if (over) {
                drop();
            }
        }

        private void drop() {
            for (var answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.thenAccept(made -> made.record.release());
            }
        }

        private void begin(int index, Work work) throws LaneLost, InterruptedException {
            var answer = new CompletableFuture<Answer>();
            put(answer);
            Thread.ofVirtual().name("chunk").start(() -> {
                try {
                    answer.complete(answer(index, work));
                } catch (TException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        }

        private Answer answer(int index, Work work) throws TException {
            var record = lane.buffer().writeInt(index);
            try {
                work.run(record);
                return new Answer(record, false);
            } catch (TException e) {
                if (e instanceof TBase<?, ?> declared) {
                    return new Answer(record.clear().writeInt(ChunkCalls.REFUSED).writeBytes(new TSerializer(
                            new TCompactProtocol.Factory()).serialize(declared)), true);
                }
                record.release();
                throw e;
            } catch (RuntimeException e) {
                record.release();
                throw e;
            }
        }

        /// What comes after a refusal is dropped: the caller ends the lane.
        private void send() {
            var refused = false;
            try {
                while (true) {
                    var answer = answers.take().get();
                    if (refused) {
                        answer.record.release();
                    } else {
                        lane.send(answer.record);
                    }
                    refused |= answer.isRefusal;
                }
            } catch (LaneLost | InterruptedException e) {
                LOG.debug("a lane ends: {}", e.toString());
            } catch (ExecutionException e) {
                LOG.error("a lane's service failed", e.getCause());
            } finally {
                lane.close();
                over = true;
                drop();
            }
        }
    }
}
