// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;

import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Payload;

/// What the person wants done with files, and what the network tells of them.
/// Pure; owned by [ClientCore].
final class FileDesk {
    private final Transfers transfers;
    private final Requests requests;
    private final Rooms rooms;
    private final Amendments amendments;
    private final Ignoring ignoring;

    FileDesk(Parts parts) {
        this.transfers = parts.transfers;
        this.requests = parts.requests;
        this.rooms = parts.rooms;
        this.amendments = parts.amendments;
        this.ignoring = parts.ignoring;
    }

    void ask(Input.OfFiles input, Now now, Effects effects) {
        switch (input) {
            case Input.Offer offer -> transfers.offer(offer.user(), Path.of(offer.path()), now, effects);
            case Input.ListFiles _ -> requests.ask(new Requests.Kind.ListFiles(), now, effects);
            case Input.Get get -> requests.ask(new Requests.Kind.GetFile(get.name()), now, effects);
            case Input.Accept accept -> transfers.accept(accept, now, effects);
            case Input.Decline decline -> transfers.decline(decline.offer(), now, effects);
            case Input.Transfers _ -> effects.show(new Notice.TransferList(now.millis(), transfers.list(now)));
            case Input.Cancel cancel -> transfers.cancel(cancel.transfer(), now, effects);
            case Input.Pause pause -> transfers.pause(pause.transfer(), now, effects);
            case Input.Resume resume -> transfers.resume(resume.transfer(), now, effects);
        }
    }

    void take(Event.OfFiles event, Now now, Effects effects) {
        switch (event) {
            case Event.OfferReceived offer -> offered(offer, now, effects);
            case Event.OfferWithdrawn gone -> transfers.withdrawn(gone.offer(), gone.left(), now, effects);
            case Event.OfferSent sent -> transfers.offerSent(sent, now, effects);
            case Event.OfferAnswered answer -> transfers.answered(answer.transfer(), answer.accepted(), now, effects);
            case Event.Progress progress -> transfers.progress(progress, now);
            case Event.Uploaded uploaded -> transfers.uploaded(uploaded.transfer(), uploaded.file(), uploaded
                    .wasThere(), now, effects)
                    .ifPresent(room -> tell(room, uploaded.file(), now, effects));
            case Event.TransferDone done -> transfers.done(done, now, effects);
            case Event.TransferHeld held -> transfers.held(held.transfer(), held.sentence(), now, effects);
            case Event.TransferStopped stopped -> transfers.stopped(stopped.transfer(), stopped.sentence(), now,
                    effects);
            case Event.Unfinished found -> transfers.unfinished(found, now, effects);
            case Event.TransferFailed failed -> transfers.failed(failed.transfer(), failed.sentence(), now, effects);
        }
    }

    private void offered(Event.OfferReceived event, Now now, Effects effects) {
        var from = event.offer().user();
        if (!ignoring.hides(from)) {
            transfers.offered(from, event.file(), event.offer(), Math.min(Limits.MAILED_OFFER_MILLIS, Math.max(0, event
                    .expiresAtMillis() - now.millis())), now, effects);
            effects.add(new Effect.Ring(new Call(Call.Reason.OFFER, from, "", event.file().name())));
        }
    }

    private void tell(String room, FileInfo file, Now now, Effects effects) {
        rooms.get(room).ifPresentOrElse(here -> amendments.say(here, new Payload.Shared(file), now, effects),
                () -> effects.problem(now, "you are not in " + room + " any more; nobody is told of " + file.name()));
    }
}
