// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;

import justchat.messageserver.archive.Archive;
import justchat.messageserver.conduct.Conduct;
import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.conduct.PersonalConduct;
import justchat.messageserver.conduct.RoomConduct;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.room.Room.Summary;

/// What a room has become by all that it has shown: its conduct and its archive,
/// kept as the core shows each entry, so that the next post is judged by it.
/// Owned by the room's strand. Pure.
final class RoomState implements Rules {
    private final Room.Knowledge knowledge;
    private final Overlays overlays;
    private final Consumer<Entry> witness;
    /// Whose membership may have changed since it was last asked.
    private final SequencedSet<String> affected = new LinkedHashSet<>();
    /// Whether a copy came since members were last asked about.
    private boolean copied;

    /// @param witness
    ///            told of every entry that is shown, but of no message that was erased before
    RoomState(RoomInfo room, Consumer<Entry> witness) {
        var conduct = Conduct.of(room);
        this.overlays = conduct instanceof RoomConduct ofRoom ? ofRoom.overlays() : new Overlays();
        this.knowledge = new Room.Knowledge(conduct, new Archive(overlays));
        this.witness = witness;
        if (!room.owner().isEmpty()) {
            affected.add(room.owner());
        }
    }

    @Override
    public Optional<Outcome> refusal(Post post, long atMillis) {
        return knowledge.conduct().refusal(post, atMillis);
    }

    @Override
    public void shown(Entry entry) {
        knowledge.conduct().shown(entry);
        knowledge.archive().shown(entry);
        affects(entry);
        if (!isErased(entry)) {
            witness.accept(entry);
        }
    }

    /// Where nothing orders them, a file may come after the word that it is erased.
    private boolean isErased(Entry entry) {
        return entry.payload() instanceof Payload.Message && overlays.of(entry.id()).erasedBy().isPresent();
    }

    @Override
    public void copied(Entry copy) {
        knowledge.conduct().copied(copy);
        knowledge.archive().copied(copy);
        affects(copy);
        copied = true;
    }

    private void affects(Entry entry) {
        if (entry.payload() instanceof Payload.Membership || entry.payload() instanceof Payload.Admission) {
            affected.add(entry.author());
        } else if (entry.payload() instanceof Payload.Sanction sanction) {
            affected.add(sanction.user());
        }
    }

    Room.Knowledge knowledge() {
        return knowledge;
    }

    Overlays overlays() {
        return overlays;
    }

    /// Which entries are for whom.
    Scope scope() {
        return switch (knowledge.conduct()) {
            case RoomConduct _ -> new Scope.Open();
            case PersonalConduct _ -> new Scope.Personal();
        };
    }

    /// Told to everybody whose membership may have changed since the last time;
    /// nobody where everybody is in.
    void membersChanged(Changed changed) {
        if (!affected.isEmpty() && knowledge.conduct() instanceof RoomConduct conduct && !conduct.isOpenToAll()) {
            affected.forEach(user -> changed.member(user, conduct.mayRead(user)));
        }
        affected.clear();
        copied = false;
    }

    /// Whether a copy may have changed something since [#membersChanged], though
    /// nothing was shown.
    boolean hasCopied() {
        return copied;
    }

    /// Hears that a user is in the room, or is not.
    interface Changed {
        void member(String user, boolean joined);
    }

    Summary summary(long entries) {
        return knowledge.conduct() instanceof RoomConduct conduct
                ? new Summary(conduct.topic(), conduct.memberCount(), entries, conduct.lock())
                : new Summary("", 0, entries, Optional.empty());
    }
}
