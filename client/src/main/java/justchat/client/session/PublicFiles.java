// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.core.Event;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.file.Unfinished;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;

/// Files to and from the message servers, chunk by chunk, four on their way at
/// once. When the server of the moment is lost, a transfer waits for the next
/// one, however long that takes, and goes on with what is missing there. Each
/// transfer runs on a virtual thread of its own.
final class PublicFiles {
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    /// The server copies the file to another one before it answers.
    private static final Deadline FINISH = Deadline.ofMillis(60_000);

    private final Attempts attempts;
    private final Transfers transfers;
    private final Consumer<Event> loop;
    private final Shares shares;
    private final ClosedRooms rooms;

    PublicFiles(Links links, Transfers transfers, Shares shares, ClosedRooms rooms, Consumer<Event> loop) {
        this.rooms = rooms;
        this.attempts = new Attempts(links);
        this.transfers = transfers;
        this.shares = shares;
        this.loop = loop;
    }

    private Attempts.Run run(TransferId transfer, long size, Transfers.Running running) {
        return new Attempts.Run(running, new Progress(transfer, size, loop), new AtomicLong());
    }

    void upload(TransferId transfer, Path path, String room, VectorClock clock) {
        transfers.start(transfer, running -> switch (LocalFile.scan(path.toString())) {
            case LocalFile.Scan.Unusable(var sentence) -> throw TransferFailure.forGood(sentence);
            case LocalFile.Scan.Ready(var file) -> {
                var run = run(transfer, file.manifest().size(), running);
                var cargo = cargo(file, room, running);
                attempts.over(run, link -> {
                    put(link, cargo, run, clock);
                    return cargo;
                });
                yield Optional.of(new Event.Uploaded(transfer, cargo.told(), run.moved().get() == 0, VectorClock
                        .empty()));
            }
        });
    }

    /// Nothing goes into a closed room but sealed.
    private Cargo cargo(LocalFile file, String room, Transfers.Running running) throws IOException, TransferFailure {
        if (!rooms.isClosed(room)) {
            return Cargo.open(file);
        }
        var obstacle = rooms.obstacle(room);
        if (obstacle.isPresent()) {
            throw TransferFailure.forGood(obstacle.get());
        }
        return Cargo.sealed(file, room, rooms.fileKey(room, ContentHash.of(file.manifest().hash())), running);
    }

    private void put(ServerLink link, Cargo cargo, Attempts.Run run, VectorClock clock)
            throws TException, TransferFailure, IOException, InterruptedException {
        var via = link.server().name();
        var present = link.stub(CHUNK).beginUpload(cargo.manifest(), ClockCodec.toWire(clock)).getPresent();
        var missing = IntStream.range(0, cargo.chest().chunks()).filter(index -> !present.contains(index)).toArray();
        var there = new AtomicLong(cargo.size() - IntStream.of(missing).mapToLong(cargo::length).sum());
        run.progress().at(there.get(), via);
        freight(link, cargo.id(), run).put(missing, cargo.chest(), index -> run.progress().at(there.addAndGet(
                cargo.length(index)), via));
        run.progress().surely(cargo.size(), via);
        link.stub(FINISH).finishUpload(ByteBuffer.wrap(cargo.id()), ClockCodec.toWire(clock));
    }

    private Freight freight(ServerLink link, byte[] file, Attempts.Run run) {
        return new Freight(link, file, shares, run.running(), run.moved());
    }

    void download(TransferId transfer, FileInfo file, Path directory, String name, String owner, VectorClock clock) {
        transfers.start(transfer, running -> {
            var begin = System.nanoTime();
            var run = run(transfer, file.size(), running);
            var known = Unfinished.load(directory, name, file.hash()).filter(one -> one.file().seal().equals(file
                    .seal())).map(Unfinished::manifest).filter(manifest -> !manifest.isBrief());
            var manifest = known.isPresent() ? known.get() : attempts.over(run, link -> manifest(link, file, clock));
            var unsealing = Unsealing.of(file, manifest);
            try (var download = Download.open(directory, name, manifest, unsealing.check())) {
                Unfinished.open(owner, file.seal(), name, manifest).save(directory);
                var via = fetch(new Parts(id(file), unsealing, download), run);
                var saved = download.finish();
                return Optional.of(new Event.TransferDone(transfer, saved, file.size(), millisSince(begin), via,
                        file.hash(), VectorClock.empty()));
            } finally {
                if (running.isCancelled()) {
                    Unfinished.discard(directory, name, file.hash());
                } else if (running.isPaused()) {
                    remember(Unfinished.open(owner, file.seal(), name, manifest), directory);
                }
            }
        });
    }

    /// It was paused; a later run of the client is to know, unless it is whole
    /// already.
    private static void remember(Unfinished what, Path directory) throws IOException {
        if (Unfinished.load(directory, what.name(), what.file().hash()).isPresent()) {
            what.paused(true).save(directory);
        }
    }

    /// What the servers know it by.
    private static ContentHash id(FileInfo file) {
        return file.seal().map(FileSeal::file).orElse(file.hash());
    }

    private static FileManifest manifest(ServerLink link, FileInfo file, VectorClock clock)
            throws TException, Malformed, TransferFailure {
        var wire = link.stub(CHUNK).manifest(ByteBuffer.wrap(id(file).bytes()), ClockCodec.toWire(clock));
        if (file.seal().isPresent()) {
            return FileCodec.opened(wire, file);
        }
        var manifest = FileCodec.manifest(wire);
        if (!ContentHash.of(manifest.hash()).equals(file.hash()) || manifest.size() != file.size()) {
            throw TransferFailure.forGood("the server has another file under this hash");
        }
        return manifest;
    }

    /// What is fetched, chunk by chunk.
    ///
    /// @param id
    ///            what the servers know it by
    private record Parts(ContentHash id, Unsealing unsealing, Download download) {}

    /// What arrives is kept, so whatever goes wrong from here on can be gone on with.
    ///
    /// @return the last server
    private String fetch(Parts parts, Attempts.Run run)
            throws TransferFailure, InterruptedException {
        try {
            return attempts.over(run, link -> {
                get(link, parts, run);
                return link.server().name();
            });
        } catch (TransferFailure e) {
            throw e.kind() == TransferFailure.Kind.PAUSED || run.running().isCancelled()
                    ? e
                    : TransferFailure.stopped(e.getMessage());
        } catch (IOException e) {
            throw TransferFailure.stopped(e.getMessage());
        }
    }

    private void get(ServerLink link, Parts parts, Attempts.Run run)
            throws TException, TransferFailure, IOException, InterruptedException {
        var download = parts.download;
        var via = link.server().name();
        run.progress().at(download.presentBytes(), via);
        freight(link, parts.id.bytes(), run).get(download.missing(), (index, bytes) -> {
            var plain = parts.unsealing.open(index, bytes);
            var isTaken = plain.isPresent() && download.write(index, plain.get());
            run.progress().at(download.presentBytes(), via);
            return isTaken;
        });
        run.progress().surely(download.presentBytes(), via);
    }

    private static long millisSince(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    }
}
