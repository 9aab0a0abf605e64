// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import justchat.client.core.Transfer.Job;
import justchat.client.core.Transfer.State;
import justchat.client.file.SafeName;
import justchat.client.model.Figures;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// Files on their way in either direction, as [Transfer] has them, and which of
/// them may run now. Pure; owned by [ClientCore].
///
/// Four that we drive run at once; the others wait for their turn, oldest first.
/// One that has not moved for ten seconds, or waits for somebody, gives its place
/// to the next and goes on beside it when it can.
final class Transfers {
    static final String WAS_THERE = "the servers have this content already: nothing had to be sent";

    private static final long STALLED_MILLIS = 10_000;

    private final Path downloads;
    private final Offers offers;
    private final TransferTable table = new TransferTable();
    private boolean looked;

    Transfers(Path downloads) {
        this.downloads = downloads;
        this.offers = new Offers();
    }

    // --- offers of others ---

    void offered(String from, FileInfo file, Source source, long waitsMillis, Now now, Effects effects) {
        offers.add(table.nextId(), new Offers.Offer(from, file, source, now, waitsMillis), now, effects);
    }

    void withdrawn(Source.Person source, boolean left, Now now, Effects effects) {
        offers.withdrawn(source, left, now, effects);
    }

    void accept(Input.Accept accept, Now now, Effects effects) {
        var id = accept.offer().or(offers::oldest);
        var offer = id.flatMap(offers::get);
        if (offer.isEmpty()) {
            effects.problem(now, accept.offer().map(asked -> "there is no offer " + asked)
                    .orElse("there is no offer to accept"));
        } else if (!table.isFull(now, effects)) {
            offers.remove(id.get());
            download(id.get(), offer.get().source(), offer.get().file(), offer.get().from(), accept.name().orElse(offer
                    .get().file().name()), now, effects);
        }
    }

    /// Takes a public file that is offered at the moment: the list of files may hear of it a little later than its room.
    ///
    /// @return whether one of that name is
    boolean acceptShared(String name, Now now, Effects effects) {
        var id = offers.shared(name);
        id.ifPresent(_ -> accept(new Input.Accept(id, Optional.empty()), now, effects));
        return id.isPresent();
    }

    void decline(Optional<TransferId> asked, Now now, Effects effects) {
        var id = asked.or(offers::oldest);
        if (id.flatMap(offers::get).isEmpty()) {
            effects.problem(now, asked.map(number -> "there is no offer " + number)
                    .orElse("there is no offer to decline"));
        } else {
            offers.drop(id.get(), false, now, effects);
        }
    }

    // --- what begins ---

    /// A file from the list of public files, wanted by name: if it is offered just now, that offer is meant.
    void fetch(FileInfo file, String owner, Now now, Effects effects) {
        var offered = offers.shared(file);
        if (offered.isPresent()) {
            accept(new Input.Accept(offered, Optional.empty()), now, effects);
        } else if (!table.isFull(now, effects)) {
            download(table.nextId(), new Source.Servers(), file, owner, file.name(), now, effects);
        }
    }

    void share(Path file, String room, Now now, Effects effects) {
        begin(new Job.Upload(file, room), State.QUEUED, now, effects);
    }

    void offer(String user, Path file, Now now, Effects effects) {
        begin(new Job.Offer(file, user), State.PREPARING, now, effects).ifPresent(id -> effects.add(new Effect.Offer(id,
                user, file, now.millis() + Limits.OFFER_MILLIS)));
    }

    /// The first session of this run: what an earlier one left is looked for.
    void attached(Effects effects) {
        if (!looked) {
            looked = true;
            effects.add(new Effect.FindUnfinished(downloads));
        }
    }

    void unfinished(Event.Unfinished found, Now now, Effects effects) {
        for (var one : found.downloads()) {
            if (!table.isFull() && !isFetched(one.file())) {
                resumes(one, now, effects);
            }
        }
        for (var one : found.offers()) {
            if (!table.isFull()) {
                serves(one, now, effects);
            }
        }
        dispatch(now, effects);
    }

    private boolean isFetched(FileInfo file) {
        return table.all().stream().anyMatch(one -> one.job instanceof Job.Download download && download.file()
                .hash().equals(file.hash()));
    }

    private void resumes(Event.Unfinished.Download found, Now now, Effects effects) {
        var from = found.source() instanceof Source.Person person ? person.user() : "";
        var job = new Job.Download(found.source(), found.file(), from, SafeName.of(found.name()));
        var transfer = table
                .put(new Transfer(table.nextId(), job, false, found.paused() ? State.PAUSED : State.QUEUED, found.file()
                        .size(), now));
        transfer.had(found.done());
        effects.info(now, words(transfer) + (found.paused() ? " is paused at " : " goes on at ") + transfer.percent()
                + "% of " + Figures.size(transfer.total()) + (found.paused() ? "; #resume " + transfer.id : ""));
    }

    private void serves(Event.Unfinished.Kept kept, Now now, Effects effects) {
        var transfer = table
                .put(new Transfer(table.nextId(), new Job.Kept(kept.file(), kept.user()), false, State.RUNNING, kept
                        .file().size(), now));
        if (kept.accepted()) {
            transfer.become(State.HELD, kept.user() + " fetches it when both are online", now);
            effects.info(now, words(transfer) + " was accepted and is kept until it is fetched");
        } else {
            transfer.become(State.OFFERED, now);
        }
        effects.add(new Effect.Serve(transfer.id, kept.offer()));
    }

    // --- what the person wants of one ---

    void cancel(TransferId id, Now now, Effects effects) {
        if (offers.get(id).isPresent()) {
            offers.drop(id, false, now, effects);
            return;
        }
        table.find(id, now, effects).ifPresent(transfer -> {
            if (transfer.isDriven() && transfer.is(State.QUEUED, State.PAUSED, State.STOPPED)) {
                if (transfer.job instanceof Job.Download download) {
                    effects.add(new Effect.Discard(id, download.source(), download.file(), downloads, download.name()));
                }
                failed(id, "cancelled", now, effects);
            } else {
                effects.add(new Effect.Cancel(id));
            }
        });
    }

    void pause(TransferId id, Now now, Effects effects) {
        table.find(id, now, effects).ifPresent(transfer -> {
            switch (transfer.state()) {
                case PREPARING, OFFERED -> effects.problem(now, id + " does not move yet; #cancel " + id + " takes it "
                        + "back");
                case CHECKING -> effects.problem(now, id + " is all there and being checked");
                case PAUSED, STOPPED -> effects.problem(now, id + " does not run; #resume " + id + " goes on");
                case QUEUED, RUNNING, HELD -> {
                    effects.add(new Effect.Pause(id));
                    transfer.become(State.PAUSED, now);
                    effects.info(now, words(transfer) + " paused at " + transfer.percent() + "%; #resume " + id
                            + " goes on");
                    dispatch(now, effects);
                }
            }
        });
    }

    void resume(TransferId id, Now now, Effects effects) {
        table.find(id, now, effects).ifPresent(transfer -> {
            switch (transfer.state()) {
                case PREPARING, OFFERED, RUNNING, CHECKING -> effects.problem(now, id + " is not paused");
                case QUEUED -> effects.problem(now, id + " waits for its turn: " + Limits.RUNNING
                        + " run already; #pause one of them");
                case HELD -> effects.problem(now, id + " goes on by itself when it can");
                case PAUSED, STOPPED -> {
                    transfer.become(transfer.isDriven() ? State.QUEUED : State.RUNNING, now);
                    effects.info(now, words(transfer) + " goes on");
                    if (!transfer.isDriven()) {
                        effects.add(new Effect.GoOn(id));
                    }
                    dispatch(now, effects);
                }
            }
        });
    }

    // --- what the network says of one ---

    void offerSent(Event.OfferSent sent, Now now, Effects effects) {
        table.known(sent.transfer()).ifPresent(transfer -> {
            transfer.become(State.OFFERED, now);
            effects.show(new Notice.Waiting(now.millis(), sent.transfer(), transfer.other(), sent.file(), sent
                    .waitsMillis()));
            if (sent.mailed()) {
                transfer.mailed();
                effects.info(now, transfer.other() + " cannot be reached directly: the offer is a sealed letter, and"
                        + " stands for " + Figures.duration(sent.waitsMillis()) + ", also while you are away");
            }
        });
    }

    void answered(TransferId id, boolean accepted, Now now, Effects effects) {
        table.known(id).ifPresent(transfer -> {
            effects.show(new Notice.Answered(now.millis(), id, transfer.other(), transfer.fileName(), accepted));
            if (accepted) {
                transfer.become(State.RUNNING, now);
            } else {
                finish(transfer, "declined", now, effects);
            }
        });
    }

    void progress(Event.Progress progress, Now now) {
        table.known(progress.transfer())
                .ifPresent(transfer -> transfer.progress(progress.done(), progress.total(), progress
                        .via(), now));
    }

    /// It waits for somebody, and goes on by itself.
    void held(TransferId id, String reason, Now now, Effects effects) {
        table.known(id).filter(transfer -> transfer.is(State.RUNNING, State.HELD)).ifPresent(transfer -> {
            if (!transfer.is(State.HELD)) {
                effects.info(now, words(transfer) + " waits: " + reason + "; it goes on by itself");
            }
            transfer.become(State.HELD, reason, now);
            dispatch(now, effects);
        });
    }

    /// It cannot go on by itself; what has arrived is kept.
    void stopped(TransferId id, String reason, Now now, Effects effects) {
        table.known(id).filter(transfer -> !transfer.is(State.PAUSED)).ifPresent(transfer -> {
            transfer.become(State.STOPPED, reason, now);
            effects.problem(now, words(transfer) + " stopped at " + transfer.percent() + "%: " + reason + "; #resume "
                    + id + " goes on, #cancel " + id + " drops it");
            dispatch(now, effects);
        });
    }

    /// Our file is on enough servers.
    ///
    /// @param wasThere
    ///            all of it before we came
    /// @return the room where its notice is to be posted; empty: it is not wanted any
    /// more
    Optional<String> uploaded(TransferId id, FileInfo file, boolean wasThere, Now now, Effects effects) {
        var transfer = table.known(id);
        transfer.ifPresent(known -> {
            if (wasThere) {
                effects.info(now, WAS_THERE);
            }
            effects.show(new Notice.Published(now.millis(), id, file));
            finish(known, "done", now, effects);
        });
        return transfer.map(known -> known.job instanceof Job.Upload upload ? upload.room() : "");
    }

    void done(Event.TransferDone done, Now now, Effects effects) {
        table.known(done.transfer()).ifPresent(known -> {
            var saved = Optional.ofNullable(done.saved().getFileName()).map(Path::toString).orElse(known.fileName());
            effects.show(new Notice.Done(now.millis(), done.transfer(), known.isIncoming(), done.saved(),
                    known.isIncoming() ? saved : known.fileName(), done.bytes(), done.millis(), done.via(), done
                            .hash()));
            known.progress(done.bytes(), done.bytes(), done.via(), now);
            finish(known, "done", now, effects);
        });
    }

    void failed(TransferId id, String sentence, Now now, Effects effects) {
        table.known(id).ifPresent(known -> {
            effects.show(new Notice.Failed(now.millis(), id, known.fileName(), sentence));
            finish(known, "failed: " + sentence, now, effects);
        });
    }

    // --- time ---

    void tick(Now now, Effects effects) {
        offers.tick(now, effects);
        dispatch(now, effects);
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        var stalls = table.queued().isEmpty()
                ? LongStream.empty()
                : table.all().stream().filter(one -> one.isDriven() && one.is(State.RUNNING, State.CHECKING))
                        .mapToLong(one -> one.stallsAt(STALLED_MILLIS));
        return Math.min(offers.wakeAt(), stalls.min().orElse(Long.MAX_VALUE));
    }

    // --- what is shown ---

    /// Whether a file is on its way that the end of this run has to wait for: one that
    /// was asked for in it, and moves or cannot go on in the next one.
    boolean isMoving() {
        return table.all().stream().anyMatch(one -> one.asked && !one.waitsWithoutUs() && !one.is(State.PAUSED,
                State.STOPPED) && (!one.is(State.HELD) || one.job instanceof Job.Upload));
    }

    List<Bar.WaitingOffer> waiting() {
        return offers.waiting();
    }

    /// Those that move first, oldest first.
    List<Bar.Running> moving(Now now) {
        return table.all().stream().sorted(Comparator.comparing(one -> !one.is(State.RUNNING, State.CHECKING)))
                .map(one -> one.bar(now)).toList();
    }

    List<Notice.TransferLine> list(Now now) {
        var lines = new ArrayList<>(offers.list(now));
        lines.addAll(table.list(now));
        return lines;
    }

    private static String words(Transfer transfer) {
        return transfer.id + " " + transfer.fileName() + (transfer.other().isEmpty()
                ? ""
                : (transfer.isIncoming() ? " from " : " for ") + transfer.other());
    }

    // --- the table ---

    private void download(TransferId id, Source source, FileInfo file, String from, String as, Now now,
            Effects effects) {
        var name = SafeName.of(as);
        table.put(new Transfer(id, new Job.Download(source, file, from, name), true, State.QUEUED, file.size(), now));
        effects.show(new Notice.Accepted(now.millis(), id, downloads.resolve(name)));
        dispatch(now, effects);
        tellQueued(id, now, effects);
    }

    private Optional<TransferId> begin(Job job, State state, Now now, Effects effects) {
        if (table.isFull(now, effects)) {
            return Optional.empty();
        }
        var transfer = table.put(new Transfer(table.nextId(), job, true, state, 0, now));
        effects.show(new Notice.Sharing(now.millis(), transfer.id, transfer.other(), transfer.fileName()));
        dispatch(now, effects);
        tellQueued(transfer.id, now, effects);
        return Optional.of(transfer.id);
    }

    private void tellQueued(TransferId id, Now now, Effects effects) {
        table.known(id).filter(one -> one.is(State.QUEUED)).ifPresent(one -> effects.info(now, id
                + " waits for its turn: " + Limits.RUNNING + " run already"));
    }

    /// Starts what may run now.
    private void dispatch(Now now, Effects effects) {
        var places = Limits.RUNNING - table.all().stream().filter(one -> one.takesPlace(now, STALLED_MILLIS))
                .count();
        for (var next : table.queued()) {
            if (places-- <= 0) {
                return;
            }
            next.become(State.RUNNING, now);
            switch (next.job) {
                case Job.Download download -> effects.add(new Effect.Download(next.id, download.source(), download
                        .file(), downloads, download.name()));
                case Job.Upload upload -> effects.add(new Effect.Upload(next.id, upload.path(), upload.room()));
                case Job.Offer _,Job.Kept _ -> throw new IllegalStateException("the other drives it: " + next.id);
            }
        }
    }

    private void finish(Transfer transfer, String how, Now now, Effects effects) {
        table.over(transfer, how, now);
        dispatch(now, effects);
    }
}
