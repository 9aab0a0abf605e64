// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.thrift.TBaseHelper;
import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.core.Event;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Files to and from the message servers, chunk by chunk, four on their way at
/// once. When the server of the moment is lost, a transfer waits for the next
/// one and goes on with what is missing there. Each transfer runs on a virtual
/// thread of its own.
final class PublicFiles {
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    /// The server copies the file to another one before it answers.
    private static final Deadline FINISH = Deadline.ofMillis(60_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Attempts in a row without a single chunk moved.
    private static final int MAX_FRUITLESS = 6;

    private final Links links;
    private final Transfers transfers;
    private final Consumer<Event> loop;

    PublicFiles(Links links, Transfers transfers, Consumer<Event> loop) {
        this.links = links;
        this.transfers = transfers;
        this.loop = loop;
    }

    /// One attempt over one link.
    private interface Attempt<T> {
        T over(ServerLink link) throws TException, Malformed, TransferFailure, IOException, InterruptedException;
    }

    void upload(TransferId transfer, Path path, VectorClock clock) {
        transfers.start(transfer, running -> switch (LocalFile.scan(path.toString())) {
            case LocalFile.Scan.Unusable(var sentence) -> throw TransferFailure.forGood(sentence);
            case LocalFile.Scan.Ready(var file) -> {
                var moved = new AtomicLong();
                attempts(running, moved, link -> {
                    put(link, file, new Progress(transfer, file.manifest().size(), loop), moved, running, clock);
                    return file;
                });
                yield Optional.of(new Event.Uploaded(transfer, FileCodec.info(file.manifest()), VectorClock.empty()));
            }
        });
    }

    private static void put(ServerLink link, LocalFile file, Progress progress, AtomicLong moved,
            Transfers.Running running, VectorClock clock)
            throws TException, TransferFailure, IOException, InterruptedException {
        var manifest = file.manifest();
        var hash = ByteBuffer.wrap(manifest.hash());
        var present = link.stub(CHUNK).beginUpload(FileCodec.manifest(manifest), ClockCodec.toWire(clock))
                .getPresent();
        var missing = IntStream.range(0, manifest.chunks()).filter(index -> !present.contains(index)).toArray();
        var there = new AtomicLong(manifest.size() - bytes(manifest, missing));
        ChunkPump.run(missing, index -> {
            running.check();
            link.stub(CHUNK).putChunk(hash.duplicate(), index, ByteBuffer.wrap(file.chunk(index)));
            moved.incrementAndGet();
            progress.at(there.addAndGet(manifest.length(index)));
        });
        link.stub(FINISH).finishUpload(hash, ClockCodec.toWire(clock));
    }

    private static long bytes(FileManifest manifest, int[] indexes) {
        return IntStream.of(indexes).mapToLong(manifest::length).sum();
    }

    void download(TransferId transfer, FileInfo file, Path directory, String name, VectorClock clock) {
        transfers.start(transfer, running -> {
            var begin = System.nanoTime();
            var moved = new AtomicLong();
            var manifest = attempts(running, moved, link -> manifest(link, file, clock));
            try (var download = Download.open(directory, name, manifest)) {
                var progress = new Progress(transfer, file.size(), loop);
                var via = attempts(running, moved, link -> {
                    get(link, download, file.hash(), progress, moved, running);
                    return link.server().name();
                });
                var saved = download.finish();
                return Optional.of(new Event.TransferDone(transfer, saved, file.size(), millisSince(begin), via,
                        file.hash(), VectorClock.empty()));
            } finally {
                if (running.isCancelled()) {
                    Download.open(directory, name, manifest).discard();
                }
            }
        });
    }

    private static FileManifest manifest(ServerLink link, FileInfo file, VectorClock clock)
            throws TException, Malformed, TransferFailure {
        var manifest = FileCodec.manifest(
                link.stub(CHUNK).manifest(ByteBuffer.wrap(file.hash().bytes()), ClockCodec.toWire(clock)));
        if (!ContentHash.of(manifest.hash()).equals(file.hash()) || manifest.size() != file.size()) {
            throw TransferFailure.forGood("the server has another file under this hash");
        }
        return manifest;
    }

    private static void get(ServerLink link, Download download, ContentHash hash, Progress progress, AtomicLong moved,
            Transfers.Running running) throws TException, TransferFailure, IOException, InterruptedException {
        ChunkPump.run(download.missing(), index -> {
            running.check();
            var bytes = link.stub(CHUNK).getChunk(ByteBuffer.wrap(hash.bytes()), index);
            if (!download.write(index, TBaseHelper.byteBufferToByteArray(bytes))) {
                throw TransferFailure.passing("chunk " + index + " arrived damaged");
            }
            moved.incrementAndGet();
            progress.at(download.presentBytes());
        });
    }

    private <T> T attempts(Transfers.Running running, AtomicLong moved, Attempt<T> attempt)
            throws TransferFailure, IOException, InterruptedException {
        var fruitless = 0;
        var failure = "";
        while (fruitless < MAX_FRUITLESS) {
            running.check();
            var link = links.await(PATIENCE)
                    .orElseThrow(() -> TransferFailure.forGood("no message server for " + PATIENCE.toSeconds() + " s"));
            var before = moved.get();
            try {
                return attempt.over(link);
            } catch (Refused refused) {
                if (refused.getReason() != Reason.BUSY && refused.getReason() != Reason.UNAVAILABLE) {
                    throw TransferFailure.forGood(refused.getMessage());
                }
                failure = refused.getMessage();
            } catch (TransferFailure e) {
                if (!e.isPassing()) {
                    throw e;
                }
                failure = e.getMessage();
            } catch (TException | Malformed e) {
                failure = link.server().name() + ": " + e.getMessage();
            }
            fruitless = moved.get() > before ? 0 : fruitless + 1;
            links.pause(Duration.ofMillis(100L << Math.min(fruitless, 3)));
        }
        throw TransferFailure.forGood(failure);
    }

    private static long millisSince(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    }
}
