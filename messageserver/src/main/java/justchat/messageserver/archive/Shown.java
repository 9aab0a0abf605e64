// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Place;

/// A message as it stands now.
///
/// @param entry
///            an edited text reads as edited; an erased message is an empty text
/// @param erasedBy
///            empty: nobody
/// @param reactions
///            sign, then users, both sorted; none to what is erased
public record Shown(Entry entry, boolean edited, Optional<String> erasedBy, Map<String, List<String>> reactions) {
    private static final int SIGN_WEIGHT = 8;

    public Shown {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(erasedBy, "erasedBy");
        Objects.requireNonNull(reactions, "reactions");
    }

    public Place place() {
        return entry.place();
    }

    /// Bytes it takes on the wire, roughly and rather too many than too few.
    public int weight() {
        int weight = entry.weight();
        for (var reaction : reactions.entrySet()) {
            weight += SIGN_WEIGHT + 3 * reaction.getKey().length();
            for (var user : reaction.getValue()) {
                weight += SIGN_WEIGHT + 3 * user.length();
            }
        }
        return weight;
    }
}
