// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.core.Event;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.file.Unfinished;
import justchat.client.model.ContentHash;
import justchat.client.session.Relay;
import justchat.client.session.TransferFailure;
import justchat.logs.clock.VectorClock;

/// By way of the servers: says ACCEPTED in a letter, waits, however long, until the
/// sender says where the parcel is, and fetches what is missing. What servers give
/// out is believed only as far as the sender has sealed it.
///
/// Owned by the thread that runs it.
final class RelayedFetch implements Fetching.Fetch {
    /// How often it looks whether it is still wanted.
    private static final long LOOK_MILLIS = 500;

    private final Fetching.Job job;
    private final Kept kept;

    /// Takes how far it is, to be written down.
    interface Kept {
        void now(Unfinished.Way way) throws IOException;
    }

    RelayedFetch(Fetching.Job job, Kept kept) {
        this.job = job;
        this.kept = kept;
    }

    @Override
    public FileManifest whole(Unfinished what) throws TransferFailure, IOException, InterruptedException {
        var pages = new byte[SealedFile.before(what.manifest())][];
        fetch(parcel(what, 0), IntStream.range(0, pages.length).toArray(), (place, sealed) -> {
            try {
                pages[place] = job.page(what, place, sealed);
                return true;
            } catch (TransferFailure _) {
                return false;
            }
        });
        return job.whole(what.manifest(), List.of(pages));
    }

    @Override
    public void fetch(Unfinished what, Download download) throws TransferFailure, IOException, InterruptedException {
        var missing = download.missing();
        if (missing.length == 0) {
            return;
        }
        var before = SealedFile.before(what.manifest());
        fetch(parcel(what, download.presentBytes()), IntStream.of(missing).map(index -> before + index).toArray(), (
                place, sealed) -> {
            var isWritten = job.isWritten(what, download, place - before, sealed);
            job.progress().at(download.presentBytes(), Relay.PATH);
            return isWritten;
        });
    }

    private void fetch(ContentHash parcel, int[] places, Relay.Sink sink)
            throws TransferFailure, IOException, InterruptedException {
        try {
            job.roads().relay().fetch(parcel, places, sink, job.running(), job.progress());
        } catch (TransferFailure e) {
            if (e.kind() == TransferFailure.Kind.FOR_GOOD && !job.running().isCancelled()) {
                throw gone(e.getMessage());
            }
            throw e;
        }
    }

    private TransferFailure gone(String sentence) throws IOException, InterruptedException {
        var notice = job.roads().notices().take(job.source(), 0);
        if (notice.isPresent() && notice.get().parcel().isEmpty()) {
            return withdrawn(notice.get());
        }
        notice.ifPresent(news -> job.roads().notices().put(job.source(), news));
        kept.now(Unfinished.Way.RELAYED);
        return TransferFailure
                .stopped(sentence + "; going on asks " + job.source().user() + " to leave it there again");
    }

    private TransferFailure withdrawn(Notices.Notice notice) {
        notice.letter().ifPresent(job.roads().settle());
        return TransferFailure.forGood(job.source().user() + " has withdrawn it");
    }

    /// Where it is, as its sender says; asks for it, and waits.
    private ContentHash parcel(Unfinished what, long present)
            throws TransferFailure, IOException, InterruptedException {
        if (what.way().parcel().isPresent()) {
            return what.way().parcel().get();
        }
        ask(present);
        job.progress().surely(present, Relay.PATH);
        job.progress()
                .held("there is no direct link; " + job.source().user() + " is to leave it at the servers, sealed");
        Optional<Notices.Notice> notice;
        do {
            job.running().check();
            notice = job.roads().notices().take(job.source(), LOOK_MILLIS);
        } while (notice.isEmpty());
        if (notice.get().parcel().isEmpty()) {
            throw withdrawn(notice.get());
        }
        var parcel = notice.get().parcel().get();
        kept.now(Unfinished.Way.parcel(parcel));
        notice.get().letter().ifPresent(job.roads().settle());
        job.progress().surely(present, Relay.PATH);
        return parcel;
    }

    private void ask(long present) throws TransferFailure {
        try {
            var letter = job.roads().courier().letter(job.account(), job.source().user(), new PrivateMessage.Answer(job
                    .source().offer(), Outcome.ACCEPTED, present), VectorClock.empty());
            job.loop().accept(new Event.LetterSealed(letter.user(), letter.letter()));
        } catch (Undelivered e) {
            throw e.isForGood() ? TransferFailure.forGood(e.getMessage()) : TransferFailure.stopped(e.getMessage());
        }
    }
}
