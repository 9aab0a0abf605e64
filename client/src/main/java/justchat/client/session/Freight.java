// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.thrift.TException;

import justchat.client.file.Chest;
import justchat.client.file.Chunks;
import justchat.rpc.Deadline;
import justchat.rpc.lane.ChunkCalls;
import justchat.rpc.lane.ChunkRefused;
import justchat.rpc.lane.Lane;
import justchat.rpc.lane.LaneLost;
import justchat.wire.Refused;

/// Moves chunks of one file between here and a server: a few as calls over the
/// session's own connection, many over a lane of their own. Counts what was moved,
/// and stops where the person wants it. Owned by the thread that runs it.
final class Freight {
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    /// The road of all that goes to servers and comes from them.
    private static final String ROAD = "";

    private final ServerLink link;
    private final byte[] file;
    private final Shares shares;
    private final Transfers.Running running;
    private final AtomicLong moved;

    /// @param file
    ///            what the server knows it by
    /// @param moved
    ///            counts the chunks
    Freight(ServerLink link, byte[] file, Shares shares, Transfers.Running running, AtomicLong moved) {
        this.link = link;
        this.file = file;
        this.shares = shares;
        this.running = running;
        this.moved = moved;
    }

    /// Takes a chunk. May be told by several threads.
    interface Sink {
        /// @param bytes
        ///            used again when this returns
        /// @return false if it is not the chunk
        boolean take(int index, ByteBuffer bytes) throws TransferFailure, IOException;
    }

    /// Hears that a chunk is at the server.
    interface Taken {
        void taken(int index);
    }

    void put(int[] indexes, Chest chest, Taken taken)
            throws TException, TransferFailure, IOException, InterruptedException {
        try (var seat = shares.join(ROAD)) {
            over(indexes, calls -> calls.put(file, indexes, (index, into) -> {
                running.check();
                seat.turn();
                chest.read(index, into);
            }, index -> put(index, taken)), () -> ChunkPump.run(indexes, seat, index -> {
                running.check();
                var bytes = ByteBuffer.allocate(Chunks.BYTES + Chunks.SEAL_BYTES);
                chest.read(index, bytes);
                link.stub(CHUNK).putChunk(ByteBuffer.wrap(file), index, bytes.flip());
                put(index, taken);
            }));
        }
    }

    private void put(int index, Taken taken) {
        moved.incrementAndGet();
        taken.taken(index);
    }

    void get(int[] indexes, Sink sink) throws TException, TransferFailure, IOException, InterruptedException {
        try (var seat = shares.join(ROAD)) {
            over(indexes, calls -> calls.get(file, indexes, (index, bytes) -> {
                running.check();
                seat.turn();
                if (!sink.take(index, bytes)) {
                    again(index, sink);
                }
                moved.incrementAndGet();
            }), () -> ChunkPump.run(indexes, seat, index -> {
                running.check();
                ask(index, sink);
                moved.incrementAndGet();
            }));
        }
    }

    private void ask(int index, Sink sink) throws TException, TransferFailure, IOException {
        if (!sink.take(index, link.stub(CHUNK).getChunk(ByteBuffer.wrap(file), index))) {
            throw TransferFailure.passing(link.server().name() + " gave out something else for chunk " + index
                    + "; it was refused");
        }
    }

    /// By a call, for which the server looks at its disk more closely.
    private void again(int index, Sink sink) throws TransferFailure, IOException {
        try {
            ask(index, sink);
        } catch (TException e) {
            throw TransferFailure.passing(link.server().name() + ": " + e.getMessage());
        }
    }

    private interface ByLane {
        void run(ChunkCalls calls) throws LaneLost, ChunkRefused, TransferFailure, IOException;
    }

    private interface ByCalls {
        void run() throws TException, TransferFailure, IOException, InterruptedException;
    }

    private void over(int[] indexes, ByLane byLane, ByCalls byCalls)
            throws TException, TransferFailure, IOException, InterruptedException {
        var lane = indexes.length > ChunkPump.FEW ? link.lane() : Optional.<Lane>empty();
        if (lane.isEmpty()) {
            byCalls.run();
            return;
        }
        try (var open = lane.get()) {
            byLane.run(new ChunkCalls(open));
        } catch (ChunkRefused e) {
            throw e.as(new Refused());
        } catch (LaneLost e) {
            throw TransferFailure.passing(link.server().name() + ": " + e.getMessage());
        }
    }
}
