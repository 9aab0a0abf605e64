// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Errand;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Seen;
import justchat.client.model.TransferId;

/// Uploads a file, then tells the room of it; ends when that is stored. Pure;
/// owned by [ErrandCore].
final class Sharing implements Work {
    private static final TransferId ID = new TransferId(1);

    private final Errand.Share errand;
    private final Outbox outbox;
    private final Visit visit;
    private final Moving moving;
    private boolean begun;
    private Optional<Event.Uploaded> uploaded = Optional.empty();
    private boolean told;
    private Optional<End> end = Optional.empty();

    Sharing(Errand.Share errand, Outbox outbox, Connection connection) {
        this.errand = errand;
        this.outbox = outbox;
        this.visit = new Visit(errand.room(), false, 0, outbox, connection);
        this.moving = new Moving(ID, errand.file().getFileName().toString());
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        visit.attached(session, now, effects);
    }

    @Override
    public void detached(Now now, Effects effects) {
        visit.detached();
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        if (visit.take(event, now, effects)) {
            return true;
        }
        switch (event) {
            case Event.Progress progress -> moving.progress(progress, now);
            case Event.Uploaded file -> {
                uploaded = Optional.of(file);
                if (file.wasThere()) {
                    effects.info(now, Transfers.WAS_THERE);
                }
            }
            case Event.TransferStopped stopped -> end = Optional.of(new End(Exit.UNSENT, stopped.sentence()));
            case Event.TransferFailed failed -> end = Optional.of(new End(Exit.UNSENT, failed.sentence()));
            case Event.Stored _ -> {
                if (told && outbox.unsent() == 0) {
                    effects.show(new Notice.Published(now.millis(), ID, uploaded.orElseThrow().file()));
                    end = Optional.of(End.WELL);
                }
            }
            case Event.PostRefused no -> {
                if (outbox.refused(no, now) instanceof Lane.Refused.GivenUp) {
                    end = Optional.of(new End(Exit.NOT_PERMITTED, "nobody was told of the file: " + no.sentence()));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void tick(Now now, Effects effects) {
        visit.tick(now, effects);
        // Not a byte leaves before it is known whether the room is closed.
        if (!begun && visit.isIn()) {
            begun = true;
            effects.add(new Effect.Upload(ID, errand.file(), errand.room()));
        }
        if (uploaded.isPresent() && visit.isIn() && !told) {
            told = outbox.say(errand.room(), Seen.nothing(), new Payload.Shared(uploaded.get().file()), now, effects)
                    .isPresent();
        }
    }

    @Override
    public long wakeAt() {
        return visit.wakeAt();
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public String waitsFor() {
        return "the file did not arrive";
    }

    @Override
    public Optional<Bar.Running> moving(Now now) {
        return moving.at(now);
    }

    @Override
    public Optional<End> end() {
        return end.or(visit::refusal);
    }
}
