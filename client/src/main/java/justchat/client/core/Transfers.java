// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import justchat.client.file.SafeName;
import justchat.client.model.Figures;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// Offers of others that wait for our answer, and files on their way in either
/// direction. Pure; owned by [ClientCore].
///
/// An offer of others: offered -> accepted (then it is a running transfer with
/// the same id), declined, or over when its time is. A file of ours: preparing
/// -> published, or waiting for the other's answer -> moving -> done.
final class Transfers {
    private final Path downloads;
    private final SequencedMap<TransferId, Offer> offers = new LinkedHashMap<>();
    private final SequencedMap<TransferId, Running> running = new LinkedHashMap<>();
    private int lastId;

    private record Offer(String from, FileInfo file, Source source, Now at, long waitsMillis) {}

    /// @param other
    ///            whom it goes to; empty: everybody, or it comes here
    /// @param room
    ///            where its notice is to be posted; empty: nowhere
    private record Running(String fileName, String other, String room, boolean incoming, String state, long done,
            long total, Now since) {
        Running with(String newState) {
            return new Running(fileName, other, room, incoming, newState, done, total, since);
        }
    }

    Transfers(Path downloads) {
        this.downloads = downloads;
    }

    void offered(String from, FileInfo file, Source source, long waitsMillis, Now now, Effects effects) {
        if (offers.size() >= Limits.OFFERS) {
            var oldest = offers.pollFirstEntry();
            effects.show(new Notice.Dropped(now.millis(), oldest.getKey(), oldest.getValue().file.name(), true));
        }
        var id = new TransferId(++lastId);
        offers.put(id, new Offer(from, file, source, now, waitsMillis));
        effects.show(new Notice.Offered(now.millis(), id, from, file, source instanceof Source.Person, waitsMillis));
    }

    void accept(Input.Accept accept, Now now, Effects effects) {
        var id = accept.offer().or(this::oldest);
        var offer = id.map(offers::get);
        if (offer.isEmpty()) {
            effects.problem(now, accept.offer().map(asked -> "there is no offer " + asked)
                    .orElse("there is no offer to accept"));
        } else if (isFull(now, effects)) {
            return;
        } else {
            offers.remove(id.get());
            var name = SafeName.of(accept.name().orElse(offer.get().file.name()));
            effects.show(new Notice.Accepted(now.millis(), id.get(), downloads.resolve(name)));
            download(id.get(), offer.get().source, offer.get().file, name, now, effects);
        }
    }

    void decline(Optional<TransferId> asked, Now now, Effects effects) {
        var id = asked.or(this::oldest);
        var offer = id.map(offers::remove);
        if (offer.isEmpty()) {
            effects.problem(now, asked.map(number -> "there is no offer " + number)
                    .orElse("there is no offer to decline"));
            return;
        }
        drop(id.get(), offer.get(), false, now, effects);
    }

    /// A file from the list of public files, wanted by name.
    void fetch(FileInfo file, Now now, Effects effects) {
        if (!isFull(now, effects)) {
            var id = new TransferId(++lastId);
            var name = SafeName.of(file.name());
            effects.show(new Notice.Accepted(now.millis(), id, downloads.resolve(name)));
            download(id, new Source.Servers(), file, name, now, effects);
        }
    }

    void share(Path file, String room, Now now, Effects effects) {
        begin(file, "", room, now, effects)
                .ifPresent(id -> effects.add(new Effect.Upload(id, file)));
    }

    void offer(String user, Path file, Now now, Effects effects) {
        begin(file, user, "", now, effects).ifPresent(id -> effects.add(new Effect.Offer(id, user, file, now.millis()
                + Limits.OFFER_MILLIS)));
    }

    void cancel(TransferId id, Now now, Effects effects) {
        var offer = Optional.ofNullable(offers.remove(id));
        if (offer.isPresent()) {
            drop(id, offer.get(), false, now, effects);
        } else if (running.containsKey(id)) {
            effects.add(new Effect.Cancel(id));
        } else {
            effects.problem(now, "there is no transfer " + id);
        }
    }

    void pause(TransferId id, Now now, Effects effects) {
        effects.problem(now, running.containsKey(id) ? id + " cannot be paused" : "there is no transfer " + id);
    }

    void resume(TransferId id, Now now, Effects effects) {
        effects.problem(now, running.containsKey(id) ? id + " is not paused" : "there is no transfer " + id);
    }

    void offerSent(TransferId id, FileInfo file, Now now, Effects effects) {
        change(id, "waiting for an answer").ifPresent(transfer -> effects
                .show(new Notice.Waiting(now.millis(), id, transfer.other, file)));
    }

    void answered(TransferId id, boolean accepted, Now now, Effects effects) {
        var transfer = accepted ? change(id, "accepted") : Optional.ofNullable(running.remove(id));
        transfer.ifPresent(known -> effects.show(new Notice.Answered(now.millis(), id, known.other, known.fileName,
                accepted)));
    }

    void progress(Event.Progress progress, Now now) {
        running.computeIfPresent(progress.transfer(),
                (_, old) -> new Running(old.fileName, old.other, old.room, old.incoming,
                        "moving", progress.done(), progress.total(), old.done == 0 ? now : old.since));
    }

    /// Our file is on enough servers.
    ///
    /// @return the room where its notice is to be posted; empty: it is not wanted any
    /// more
    Optional<String> uploaded(TransferId id, FileInfo file, Now now, Effects effects) {
        var transfer = Optional.ofNullable(running.remove(id));
        transfer.ifPresent(_ -> effects.show(new Notice.Published(now.millis(), id, file)));
        return transfer.map(Running::room);
    }

    void done(Event.TransferDone done, Now now, Effects effects) {
        var transfer = Optional.ofNullable(running.remove(done.transfer()));
        transfer.ifPresent(known -> {
            var saved = Optional.ofNullable(done.saved().getFileName()).map(Path::toString).orElse(known.fileName);
            effects.show(new Notice.Done(now.millis(), done.transfer(), known.incoming, done.saved(),
                    known.incoming ? saved : known.fileName, done.bytes(), done.millis(), done.via(), done.hash()));
        });
    }

    void failed(TransferId id, String sentence, Now now, Effects effects) {
        Optional.ofNullable(running.remove(id)).ifPresent(known -> effects
                .show(new Notice.Failed(now.millis(), id, known.fileName, sentence)));
    }

    void tick(Now now, Effects effects) {
        var over = offers.entrySet().stream().filter(offer -> now.isAfter(offer.getValue().at,
                offer.getValue().waitsMillis)).toList();
        for (var offer : over) {
            offers.remove(offer.getKey());
            drop(offer.getKey(), offer.getValue(), true, now, effects);
        }
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return offers.values().stream().mapToLong(offer -> offer.at.nanos() + offer.waitsMillis * Now.NANOS_PER_MILLI)
                .min().orElse(Long.MAX_VALUE);
    }

    /// Whether a file is on its way.
    boolean isMoving() {
        return !running.isEmpty();
    }

    List<Bar.WaitingOffer> waiting() {
        return offers.entrySet().stream().map(offer -> new Bar.WaitingOffer(offer.getKey(),
                offer.getValue().file.name(), offer.getValue().file.size(), offer.getValue().from)).toList();
    }

    List<Bar.Running> moving(Now now) {
        return running.entrySet().stream().map(entry -> {
            var transfer = entry.getValue();
            long millis = now.millisSince(transfer.since);
            return new Bar.Running(entry.getKey(), transfer.fileName, transfer.done, transfer.total,
                    millis < 200 ? 0 : transfer.done * 1000 / millis);
        }).toList();
    }

    List<Notice.TransferLine> list(Now now) {
        var lines = new ArrayList<Notice.TransferLine>();
        offers.forEach((id, offer) -> lines.add(new Notice.TransferLine(id, offer.file.name(), offer.file.size(), 0,
                "offered by " + offer.from + ", waits another "
                        + Figures.duration(Math.max(0, offer.waitsMillis - now.millisSince(offer.at))))));
        running.forEach((id, transfer) -> lines.add(new Notice.TransferLine(id, transfer.fileName, transfer.total,
                transfer.done, transfer.other.isEmpty()
                        ? transfer.state
                        : "to " + transfer.other + ", " + transfer.state)));
        return lines;
    }

    private Optional<TransferId> oldest() {
        return offers.isEmpty() ? Optional.empty() : Optional.of(offers.firstEntry().getKey());
    }

    private void download(TransferId id, Source source, FileInfo file, String name, Now now, Effects effects) {
        running.put(id, new Running(file.name(), "", "", true, "starting", 0, file.size(), now));
        effects.add(new Effect.Download(id, source, file, downloads, name));
    }

    private Optional<TransferId> begin(Path file, String other, String room, Now now, Effects effects) {
        if (isFull(now, effects)) {
            return Optional.empty();
        }
        var id = new TransferId(++lastId);
        var name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("file");
        running.put(id, new Running(name, other, room, false, "preparing", 0, 0, now));
        effects.show(new Notice.Sharing(now.millis(), id, other, name));
        return Optional.of(id);
    }

    private boolean isFull(Now now, Effects effects) {
        if (running.size() < Limits.TRANSFERS) {
            return false;
        }
        effects.problem(now, Limits.TRANSFERS + " transfers run already; #transfers lists them, #cancel id stops one");
        return true;
    }

    private void drop(TransferId id, Offer offer, boolean expired, Now now, Effects effects) {
        effects.show(new Notice.Dropped(now.millis(), id, offer.file.name(), expired));
        if (offer.source instanceof Source.Person person) {
            effects.add(new Effect.Decline(person));
        }
    }

    private Optional<Running> change(TransferId id, String state) {
        return Optional.ofNullable(running.computeIfPresent(id, (_, old) -> old.with(state)));
    }
}
