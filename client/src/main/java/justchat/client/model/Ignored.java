// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whom a user ignores, as [#SLOTS] settings `ignore1`, `ignore2`, ... with names
/// between blanks: one setting holds [#SLOT_BYTES] only. Two devices that change
/// the same one at the same moment keep the later change. Immutable.
public final class Ignored {
    static final int SLOTS = 24;
    static final int SLOT_BYTES = 256;
    private static final String KEY = "ignore";

    private final List<List<String>> slots;
    private final Set<String> keys = new HashSet<>();

    private Ignored(List<List<String>> slots) {
        this.slots = slots;
        slots.forEach(names -> names.forEach(name -> keys.add(key(name))));
    }

    public static Ignored of(Choices choices) {
        var slots = new ArrayList<List<String>>();
        for (int slot = 1; slot <= SLOTS; slot++) {
            slots.add(Arrays.stream(choices.values().getOrDefault(KEY + slot, "").split(" ")).filter(name -> !name
                    .isEmpty()).toList());
        }
        return new Ignored(slots);
    }

    /// Names with the same key are the same user's.
    public static String key(String user) {
        return user.toLowerCase(Locale.ROOT);
    }

    public boolean has(String user) {
        return !keys.isEmpty() && keys.contains(key(user));
    }

    /// As they were typed.
    public List<String> names() {
        return slots.stream().flatMap(List::stream).sorted(String.CASE_INSENSITIVE_ORDER).toList();
    }

    /// The setting that ignores one more; empty: there is no space.
    public Optional<Map.Entry<String, String>> with(String user) {
        for (int slot = 0; slot < SLOTS; slot++) {
            var names = new ArrayList<>(slots.get(slot));
            names.add(user);
            var value = String.join(" ", names);
            if (value.getBytes(StandardCharsets.UTF_8).length <= SLOT_BYTES) {
                return Optional.of(Map.entry(KEY + (slot + 1), value));
            }
        }
        return Optional.empty();
    }

    /// The setting that ignores one fewer; empty: this one is not ignored.
    public Optional<Map.Entry<String, String>> without(String user) {
        for (int slot = 0; slot < SLOTS; slot++) {
            var names = slots.get(slot);
            var others = names.stream().filter(name -> !key(name).equals(key(user))).toList();
            if (others.size() < names.size()) {
                return Optional.of(Map.entry(KEY + (slot + 1), String.join(" ", others)));
            }
        }
        return Optional.empty();
    }
}
