// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.ClockCodec;
import justchat.client.file.Chest;
import justchat.client.file.Chunks;
import justchat.client.model.ContentHash;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.FileNotice;
import justchat.wire.Manifest;
import justchat.wire.Parcel;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Sealed chunks that wait at the servers for one person: left there, fetched, and
/// dropped. What they are is not known here; neither is it to the servers. When
/// the server of the moment is lost, it goes on at the next one with what is
/// missing there. Thread-safe; methods wait.
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /// How people are told of this path.
    public static final String PATH = "relayed";
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    /// The server copies the parcel to another one before it answers.
    private static final Deadline FINISH = Deadline.ofMillis(60_000);
    private static final Deadline DROP = Deadline.ofMillis(2_000);
    /// The servers learn no file's name.
    private static final String NAME = "parcel";

    private final Links links;
    private final Attempts attempts;
    private final Shares shares;

    Relay(Links links, Shares shares) {
        this.links = links;
        this.attempts = new Attempts(links);
        this.shares = shares;
    }

    /// How all files share their roads.
    public Shares shares() {
        return shares;
    }

    /// Takes what has come.
    public interface Sink {
        /// @return false: these are other bytes
        boolean take(int index, byte[] sealed) throws IOException;
    }

    /// Until it is safe at the servers.
    ///
    /// @param contents
    ///            of the chest
    /// @param total
    ///            bytes of the file that is in it
    /// @throws TransferFailure
    ///             for good if the servers do not take it: beyond a quota, no space
    public void leave(Chest chest, Chest.Contents contents, String recipient, long total, Transfers.Running running,
            Progress progress, VectorClock clock) throws TransferFailure, IOException, InterruptedException {
        var parcel = new Manifest(new FileNotice(NAME, contents.size(), ByteBuffer.wrap(contents.hash())),
                contents.chunkHashes().stream().map(ByteBuffer::wrap).toList());
        var run = new Attempts.Run(running, progress, new AtomicLong());
        attempts.over(run, link -> {
            parcel.setParcel(new Parcel(link.account().name(), recipient, 0));
            put(link, chest, parcel, total, run, clock);
            return contents;
        });
    }

    private void put(ServerLink link, Chest chest, Manifest parcel, long total, Attempts.Run run, VectorClock clock)
            throws TException, TransferFailure, IOException, InterruptedException {
        var hash = ByteBuffer.wrap(parcel.getFile().getHash());
        var wire = ClockCodec.toWire(clock);
        var present = link.stub(CHUNK).beginUpload(parcel, wire).getPresent();
        var missing = IntStream.range(0, chest.chunks()).filter(index -> !present.contains(index)).toArray();
        var there = new AtomicLong((long) (chest.chunks() - missing.length) * Chunks.BYTES);
        run.progress().surely(Math.min(total, there.get()), PATH);
        new Freight(link, parcel.getFile().getHash(), shares, run.running(), run.moved()).put(missing, chest,
                _ -> run.progress().at(Math.min(total, there.addAndGet(Chunks.BYTES)), PATH));
        run.progress().surely(total, PATH);
        link.stub(FINISH).finishUpload(hash, wire);
    }

    /// These chunks of a parcel.
    ///
    /// @throws TransferFailure
    ///             for good if no server has it (any more); stopped if only other
    ///             bytes come, or none
    public void fetch(ContentHash parcel, int[] indexes, Sink sink, Transfers.Running running, Progress progress)
            throws TransferFailure, IOException, InterruptedException {
        var run = new Attempts.Run(running, progress, new AtomicLong());
        var done = new BitSet();
        attempts.over(run, link -> {
            var missing = IntStream.of(indexes).filter(index -> !isIn(done, index)).toArray();
            new Freight(link, parcel.bytes(), shares, running, run.moved()).get(missing, (index, bytes) -> {
                var isTaken = sink.take(index, Chunks.bytes(bytes));
                if (isTaken) {
                    put(done, index);
                }
                return isTaken;
            });
            return done;
        });
    }

    private static boolean isIn(BitSet done, int index) {
        synchronized (done) {
            return done.get(index);
        }
    }

    private static void put(BitSet done, int index) {
        synchronized (done) {
            done.set(index);
        }
    }

    /// It is not needed any more. If no server can be told now, they drop it by
    /// themselves in time.
    public void drop(ContentHash parcel, VectorClock clock) {
        links.current().ifPresent(link -> {
            try {
                link.stub(DROP).drop(ByteBuffer.wrap(parcel.bytes()), ClockCodec.toWire(clock));
            } catch (Refused refused) {
                if (refused.getReason() != Reason.NOT_FOUND) {
                    LOG.warn("a parcel was not dropped: {}", refused
                            .getMessage());
                }
            } catch (TException _) {
                // See above.
            }
        });
    }
}
