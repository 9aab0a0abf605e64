// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An entry as it stands now: edited texts read as edited, an erased message is
/// [Payload.Erased].
///
/// @param reactions
///            who put which sign to it: sign, then users
public record ShownEntry(Entry entry, Place place, boolean edited, Map<String, List<String>> reactions) {
    public ShownEntry {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(place, "place");
        var copy = new LinkedHashMap<String, List<String>>();
        reactions.forEach((sign, users) -> copy.put(sign, List.copyOf(users)));
        reactions = Collections.unmodifiableMap(copy);
    }
}
