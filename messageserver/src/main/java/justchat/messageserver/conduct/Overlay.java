// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;

/// What later entries have made of a message. Immutable.
///
/// The text of an edit is not held: it is read where the edit is.
public final class Overlay {
    /// Of a message to which nothing happened.
    public static final Overlay NONE = new Overlay(Optional.empty(), Register.initially(""), Map.of());

    private final Optional<Place> edit;
    private final Register<String> eraser;
    private final Map<Sign, Register<Boolean>> signs;

    private record Sign(String sign, String user) {}

    private Overlay(Optional<Place> edit, Register<String> eraser, Map<Sign, Register<Boolean>> signs) {
        this.edit = edit;
        this.eraser = eraser;
        this.signs = signs;
    }

    /// Where the entry is that says how the message reads now; empty: as it was
    /// written.
    public Optional<Position> edited() {
        return edit.map(Place::position);
    }

    /// Who erased it; empty: nobody.
    public Optional<String> erasedBy() {
        return eraser.writtenAt().map(_ -> eraser.value());
    }

    /// Who put which sign to it: sign, then users, both sorted.
    public SortedMap<String, List<String>> reactions() {
        var result = new TreeMap<String, List<String>>();
        signs.forEach((sign, standing) -> {
            if (standing.value()) {
                result.computeIfAbsent(sign.sign(), _ -> new ArrayList<>()).add(sign.user());
            }
        });
        result.values().forEach(users -> users.sort(null));
        return result;
    }

    Overlay withEdit(Place place) {
        return edit.isPresent() && edit.get().compareTo(place) > 0
                ? this
                : new Overlay(Optional.of(place), eraser, signs);
    }

    Overlay withErasure(String by, Place place) {
        return new Overlay(edit, eraser.write(by, place), signs);
    }

    Overlay withReaction(String user, String sign, boolean withdrawn, Place place) {
        var copy = new HashMap<>(signs);
        copy.merge(new Sign(sign, user), new Register<>(!withdrawn, Optional.of(place)),
                (old, _) -> old.write(!withdrawn, place));
        return new Overlay(edit, eraser, copy);
    }

    boolean has(String user, String sign) {
        var register = signs.get(new Sign(sign, user));
        return register != null && register.value();
    }

    /// Whether this user ever put this sign to it.
    boolean knows(String user, String sign) {
        return signs.containsKey(new Sign(sign, user));
    }

    /// Signs that were ever put to it, the withdrawn too.
    int signs() {
        return signs.size();
    }

    /// The same, of one user.
    long signsOf(String user) {
        return signs.keySet().stream().filter(sign -> sign.user().equals(user)).count();
    }
}
