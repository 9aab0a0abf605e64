// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Place;

/// A value that the entry of the greatest place decides (a last-writer-wins
/// register, Johnson and Thomas 1975): writes in any order give the same value.
/// Immutable.
///
/// A message that a retry put into two logs counts at the least place of its copies.
/// The copy that comes second may so put the winner behind others, which are therefore
/// kept: the [#KEPT] greatest. Servers could differ only if copies put all of these
/// behind one that is forgotten.
///
/// @param writes
///            the greatest place first
record Register<T>(T initial, List<Write<T>> writes) {
    static final int KEPT = 16;

    /// @param place
    ///            the least of the copies that are here
    record Write<T>(MessageId id, Place place, T value) {}

    Register {
        Objects.requireNonNull(initial, "initial");
        writes = List.copyOf(writes);
    }

    /// What it holds before anybody writes.
    static <T> Register<T> initially(T value) {
        return new Register<>(value, List.of());
    }

    T value() {
        return writes.isEmpty() ? initial : writes.getFirst().value();
    }

    /// Empty: nobody has written yet.
    Optional<Place> writtenAt() {
        return writes.isEmpty() ? Optional.empty() : Optional.of(writes.getFirst().place());
    }

    /// This register after a write.
    ///
    /// @param copy
    ///            whether another copy of the entry has written already
    Register<T> write(T written, Entry entry, boolean copy) {
        var write = new Write<>(entry.id(), entry.place(), written);
        var known = writes.stream().filter(old -> old.id().equals(write.id())).findFirst();
        if (known.isEmpty() ? copy : known.get().place().compareTo(write.place()) <= 0) {
            return this;
        }
        var next = new ArrayList<>(writes);
        known.ifPresent(next::remove);
        next.add(write);
        next.sort(Comparator.comparing((Write<T> one) -> one.place()).reversed());
        return new Register<>(initial, next.subList(0, Math.min(KEPT, next.size())));
    }

    /// What it holds and since when, not what it keeps beside.
    @Override
    public String toString() {
        return value() + " " + writtenAt();
    }
}
