// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;

/// Whether a room is closed, by which lock, and what that allows. Not thread-safe.
///
/// Of two locks of one number, made at the same time, that of the greater place is the newest; who sealed with the other
/// is not understood by those who have only the newest code.
final class Locks {
    private final RoomInfo room;
    private Register<Optional<Lock>> newest;

    Locks(RoomInfo room) {
        this.room = room;
        this.newest = Register.initially(room.lock());
    }

    void shown(Entry entry, Payload.Locked locked, boolean copy) {
        newest = newest.write(Optional.of(locked.lock()), entry, copy);
    }

    /// Empty: the room is open, for ever.
    Optional<Lock> newest() {
        return room.lock().isEmpty() ? Optional.empty() : newest.value();
    }

    /// Whether what the post says is of the kind that this room takes.
    Optional<Outcome> refusal(Post post) {
        var payload = post.payload();
        return newest().isPresent() ? refusal(post, newest().get()) : switch (payload) {
            case Payload.Closed _,Payload.Admission _,Payload.Locked _ ->
                RoomConduct.invalid(room.name() + " is not closed: nothing is sealed there");
            default -> RoomConduct.allowed();
        };
    }

    private Optional<Outcome> refusal(Post post, Lock lock) {
        return switch (post.payload()) {
            case Payload.Topic _ -> RoomConduct.refused(room.name()
                    + " is closed, and a topic would stand open on the servers: say it in the room instead");
            case Payload.Open _ -> RoomConduct.refused(room.name()
                    + " is closed: only what is sealed with its code is said there");
            case Payload.Closed sealed -> mayBeSealedWith(sealed.lock(), lock);
            case Payload.Membership(boolean joined) -> joined
                    ? RoomConduct.refused(room.name() + " is closed: joining takes its code")
                    : RoomConduct.allowed();
            case Payload.Admission _ -> post.admittedBy().equals(Optional.of(lock))
                    ? RoomConduct.allowed()
                    : RoomConduct.refused("that is not the code of " + room.name());
            case Payload.Locked(Lock next) -> next.number() == lock.number() + 1
                    ? RoomConduct.allowed()
                    : RoomConduct.invalid("the next lock of " + room.name() + " has the number " + (lock.number() + 1));
            case Payload.Erase _,Payload.Sanction _,Payload.Control _,Payload.Personal _ -> RoomConduct.allowed();
        };
    }

    /// What was under way when the code changed is taken; what is older, its client seals again.
    private Optional<Outcome> mayBeSealedWith(int number, Lock lock) {
        if (number == lock.number() || number == lock.number() - 1) {
            return RoomConduct.allowed();
        }
        return number > lock.number()
                ? RoomConduct.invalid(room.name() + " has no lock of the number " + number)
                : RoomConduct.invalid(room.name() + " has a newer code, its lock " + lock.number()
                        + ": seal it again with that one");
    }
}
