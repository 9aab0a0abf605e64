// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.file.Unfinished;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.Account;
import justchat.client.session.Progress;
import justchat.client.session.Relay;
import justchat.client.session.Shares;
import justchat.client.session.TransferFailure;
import justchat.client.session.Transfers;
import justchat.logs.clock.VectorClock;

/// One private file on its way here, over a direct link ([DirectFetch]) or, if
/// there is none, or none any more, by way of the servers ([RelayedFetch]). What
/// has come by one path is good for the other; once it is the servers', it stays so.
///
/// Owned by the thread that runs it.
final class Fetching {
    private final Job job;
    private final Path directory;
    private final Runnable kept;
    private Unfinished what;

    /// How others are reached.
    ///
    /// @param patienceNanos
    ///            how long a direct link is waited for without a chunk, before the
    ///            servers are asked
    record Roads(Courier courier, Whereabouts whereabouts, PeerLinks links, Shares shares, Relay relay,
            Notices notices, RefusedChunks refused, Consumer<LetterBox.Letter> settle, long patienceNanos) {}

    /// What both paths work with.
    record Job(Roads roads, Account account, TransferId transfer, Source.Person source, Transfers.Running running,
            Progress progress, Consumer<Event> loop) {

        /// One chunk as it came; false if it is not what was offered: counted.
        boolean isWritten(Unfinished what, Download download, int index, byte[] sealed) throws IOException {
            try {
                return isWritten(download, index, ByteBuffer.wrap(opened(what, index, sealed)));
            } catch (CannotOpen _) {
                return isRefused();
            }
        }

        /// Likewise, one that was opened on its way.
        boolean isWritten(Download download, int index, ByteBuffer plain) throws IOException {
            return download.write(index, plain) || isRefused();
        }

        private boolean isRefused() {
            roads.refused.add();
            return false;
        }

        /// @throws CannotOpen
        ///             if it is not what the sender sealed for this place
        byte[] opened(Unfinished what, int index, byte[] sealed) throws CannotOpen {
            return ChunkSeal.open(what.key(), OfferIds.bytes(source.offer()), index, sealed);
        }

        /// As it is to be read.
        byte[] page(Unfinished what, int number, byte[] sealed) throws TransferFailure {
            try {
                return opened(what, SealedFile.page(number), sealed);
            } catch (CannotOpen _) {
                isRefused();
                throw TransferFailure.forGood("the list of its chunks is not what was offered");
            }
        }

        FileManifest whole(FileManifest brief, List<byte[]> pages) throws TransferFailure {
            try {
                return SealedFile.whole(brief, pages);
            } catch (IllegalArgumentException _) {
                isRefused();
                throw TransferFailure.forGood("the list of its chunks is not what was offered");
            }
        }
    }

    /// Both paths.
    interface Fetch {
        /// With the hashes of its chunks.
        FileManifest whole(Unfinished what)
                throws TransferFailure, DirectFetch.NoWay, IOException, InterruptedException;

        void fetch(Unfinished what, Download download)
                throws TransferFailure, DirectFetch.NoWay, IOException, InterruptedException;
    }

    /// @param kept
    ///            run when what is to be known of it is on disk
    Fetching(Roads roads, Account account, Unfinished what, TransferId transfer, Path directory,
            Transfers.Running running, Runnable kept, Consumer<Event> loop) {
        this.job = new Job(roads, account, transfer, (Source.Person) what.source(), running, new Progress(transfer, what
                .manifest().size(), loop), loop);
        this.what = what;
        this.directory = directory;
        this.kept = kept;
    }

    /// To the end.
    Event run(VectorClock clock) throws TransferFailure, IOException, InterruptedException {
        var begin = System.nanoTime();
        var direct = new DirectFetch(job);
        if (Unfinished.load(directory, what.name(), what.file().hash()).isEmpty() && !direct.accepts(what, clock)) {
            what = what.by(Unfinished.Way.RELAYED);
        }
        Files.createDirectories(directory);
        try {
            save();
            kept.run();
            if (what.manifest().isBrief()) {
                var manifest = over(direct, fetch -> fetch.whole(what));
                what = what.of(manifest);
                save();
            }
            try (var download = Download.open(directory, what.name(), what.manifest())) {
                save();
                job.progress.surely(download.presentBytes(), "");
                over(direct, fetch -> {
                    fetch.fetch(what, download);
                    return download;
                });
                var path = what.way().isRelayed() ? Relay.PATH : OutgoingOffer.DIRECT;
                job.progress.surely(what.manifest().size(), path);
                var saved = download.finish();
                return new Event.TransferDone(job.transfer, saved, what.manifest().size(), TimeUnit.NANOSECONDS
                        .toMillis(System.nanoTime() - begin), path, what.file().hash(), VectorClock.empty());
            }
        } finally {
            if (job.running.isPaused() && Unfinished.load(directory, what.name(), what.file().hash()).isPresent()) {
                what.paused(true).save(directory);
            }
        }
    }

    private interface Step<T> {
        T by(Fetch fetch) throws TransferFailure, DirectFetch.NoWay, IOException, InterruptedException;
    }

    /// Directly while there is a way, else by the servers.
    private <T> T over(DirectFetch direct, Step<T> step) throws TransferFailure, IOException, InterruptedException {
        try {
            if (!what.way().isRelayed()) {
                return step.by(direct);
            }
        } catch (DirectFetch.NoWay e) {
            job.progress.held(e.getMessage() + "; " + job.source.user() + " is asked for it by way of the servers");
            what = what.by(Unfinished.Way.RELAYED);
            save();
        }
        try {
            return step.by(new RelayedFetch(job, this::now));
        } catch (DirectFetch.NoWay e) {
            throw new IllegalStateException("the servers are a way", e);
        }
    }

    private void now(Unfinished.Way way) throws IOException {
        what = what.by(way);
        save();
    }

    private void save() throws IOException {
        what.save(directory);
    }

    /// As it is now.
    Unfinished what() {
        return what;
    }
}
