// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Errand;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.TransferId;

/// Offers a file to one user and stays until that one has it. Pure; owned by
/// [ErrandCore].
final class Offering implements Work {
    private static final TransferId ID = new TransferId(1);

    private final Errand.Offer errand;
    private final Moving moving;
    private final String fileName;
    private boolean begun;
    private boolean arrived;
    private boolean accepted;
    private Optional<End> end = Optional.empty();

    Offering(Errand.Offer errand) {
        this.errand = errand;
        this.fileName = errand.file().getFileName().toString();
        this.moving = new Moving(ID, fileName);
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        if (!begun) {
            begun = true;
            effects.add(new Effect.Offer(ID, errand.user(), errand.file(), now.millis() + Limits.OFFER_MILLIS));
        }
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.OfferSent sent -> {
                arrived = true;
                effects.show(new Notice.Waiting(now.millis(), ID, errand.user(), sent.file(), sent
                        .waitsMillis()));
            }
            case Event.OfferAnswered answer -> {
                accepted = answer.accepted();
                effects.show(new Notice.Answered(now.millis(), ID, errand.user(), fileName, accepted));
                if (!accepted) {
                    end = Optional.of(new End(Exit.NOT_PERMITTED, errand.user() + " declined " + fileName));
                }
            }
            case Event.Progress progress -> moving.progress(progress, now);
            case Event.TransferDone done -> {
                effects.show(new Notice.Done(now.millis(), ID, false, done.saved(), fileName, done.bytes(), done
                        .millis(), done.via(), done.hash()));
                end = Optional.of(End.WELL);
            }
            case Event.TransferStopped stopped -> end = Optional.of(new End(Exit.UNSENT, stopped.sentence()));
            case Event.TransferFailed failed -> end = Optional.of(new End(arrived ? Exit.UNSENT : Exit.UNAVAILABLE,
                    failed.sentence()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// An offer has a time of its own.
    @Override
    public boolean waits() {
        return !arrived || accepted || !errand.patient();
    }

    @Override
    public String waitsFor() {
        return accepted
                ? fileName + " did not get through to " + errand.user()
                : errand.user() + " did not answer (with --wait, the offer stands for ten minutes)";
    }

    @Override
    public Optional<Bar.Running> moving(Now now) {
        return moving.at(now);
    }

    @Override
    public Optional<End> end() {
        return end;
    }
}
