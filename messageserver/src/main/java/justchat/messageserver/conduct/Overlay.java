// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;

/// What later entries have made of a message. Immutable.
///
/// The text of an edit is not held: it is read where the edit is.
public final class Overlay {
    /// Of a message to which nothing happened.
    public static final Overlay NONE = new Overlay(Register.initially(Optional.empty()), Register.initially(""),
            Map.of());

    private final Register<Optional<Position>> edit;
    private final Register<String> eraser;
    private final Map<Sign, Register<Boolean>> signs;

    private record Sign(String sign, String user) {}

    private Overlay(Register<Optional<Position>> edit, Register<String> eraser, Map<Sign, Register<Boolean>> signs) {
        this.edit = edit;
        this.eraser = eraser;
        this.signs = signs;
    }

    /// Where the entry is that says how the message reads now; empty: as it was
    /// written.
    public Optional<Position> edited() {
        return edit.value();
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

    Overlay withEdit(Entry entry, boolean copy) {
        return new Overlay(edit.write(Optional.of(entry.position()), entry, copy), eraser, signs);
    }

    Overlay withErasure(Entry entry, boolean copy) {
        return new Overlay(edit, eraser.write(entry.author(), entry, copy), signs);
    }

    Overlay withReaction(Entry entry, String sign, boolean withdrawn, boolean copy) {
        var next = new HashMap<>(signs);
        var key = new Sign(sign, entry.author());
        next.put(key, next.getOrDefault(key, Register.initially(false)).write(!withdrawn, entry, copy));
        return new Overlay(edit, eraser, next);
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
