// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import justchat.client.file.SafeName;
import justchat.client.model.Errand;
import justchat.client.model.Notice;
import justchat.client.model.PublicFile;
import justchat.client.model.RoomSummary;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// Looks a public file up, and fetches it. Pure; owned by [ErrandCore].
final class Getting implements Work {
    private static final TransferId ID = new TransferId(1);
    private static final long REQUEST = 1;

    private final Errand.Get errand;
    private final Moving moving;
    /// Those that the user is in.
    private List<String> rooms = List.of();
    private boolean begun;
    private Optional<End> end = Optional.empty();

    Getting(Errand.Get errand) {
        this.errand = errand;
        this.moving = new Moving(ID, errand.name());
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        if (!begun) {
            begun = true;
            rooms = session.rooms().stream().map(RoomSummary::name).toList();
            effects.add(new Effect.AskFiles(REQUEST));
        }
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.Files files -> choose(Shelf.within(rooms, files.files()), files.withheld(), now, effects);
            case Event.AskFailed failed -> end = Optional.of(new End(Exit.UNAVAILABLE, failed.sentence()));
            case Event.Progress progress -> moving.progress(progress, now);
            case Event.TransferDone done -> {
                effects.show(new Notice.Done(now.millis(), ID, true, done.saved(), errand.name(), done.bytes(), done
                        .millis(), done.via(), done.hash()));
                end = Optional.of(End.WELL);
            }
            case Event.TransferStopped stopped -> end = Optional.of(new End(Exit.UNSENT, stopped.sentence()));
            case Event.TransferFailed failed -> end = Optional.of(new End(Exit.UNSENT, failed.sentence()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void choose(List<PublicFile> files, List<String> withheld, Now now, Effects effects) {
        var found = errand.owner().map(owner -> Shelf.ofOwner(owner, errand.name(), files))
                .orElseGet(() -> Shelf.ofName(
                        errand.name(), files));
        var owners = found.stream().map(PublicFile::owner).distinct().sorted().toList();
        if (found.isEmpty()) {
            end = Optional.of(new End(Exit.NOT_THERE, errand.owner().map(owner -> owner + " has shared no file "
                    + errand.name()).orElse("there is no file " + errand.name()) + (withheld.isEmpty()
                            ? ""
                            : " that this client can read: it lacks the code of " + String.join(", ", withheld))));
        } else if (owners.size() > 1) {
            end = Optional.of(new End(Exit.USAGE, owners.size() + " people have shared different files of that name; "
                    + "ask for one of them: " + owners.stream().map(owner -> owner + "/" + errand.name()).collect(
                            Collectors.joining(", "))));
        } else {
            fetch(found.getFirst(), now, effects);
        }
    }

    private void fetch(PublicFile found, Now now, Effects effects) {
        var name = SafeName.of(found.file().name());
        effects.show(new Notice.Accepted(now.millis(), ID, errand.directory().resolve(name)));
        effects.add(new Effect.Download(ID, new Source.Servers(), found.file(), errand.directory(), name));
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public String waitsFor() {
        return errand.name() + " did not arrive";
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
