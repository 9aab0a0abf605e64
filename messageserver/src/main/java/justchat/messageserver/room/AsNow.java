// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import justchat.messageserver.conduct.Overlays;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;

/// Entries as they are to be read now by who was not there: edited texts as
/// edited, erased messages without what they said.
///
/// @param erased
///            by whom
record AsNow(List<Entry> entries, Map<Position, String> erased) {
    /// As they were written, but for what was erased before it came here.
    static AsNow written(List<Entry> entries, Overlays overlays) {
        return of(entries, overlays, _ -> Optional.empty());
    }

    /// The entries that say how these read by now.
    static List<Position> edits(List<Entry> entries, Overlays overlays) {
        return entries.stream().filter(AsNow::isMessage).map(entry -> overlays.of(entry.id()))
                .filter(overlay -> overlay.erasedBy().isEmpty()).flatMap(overlay -> overlay.edited().stream())
                .toList();
    }

    /// @param edits
    ///            the edits that [#edits] has named, as far as they could be had
    static AsNow of(List<Entry> entries, Overlays overlays, Function<Position, Optional<Entry>> edits) {
        var now = new ArrayList<Entry>(entries.size());
        var erased = new HashMap<Position, String>();
        for (var entry : entries) {
            var overlay = overlays.of(entry.id());
            if (!isMessage(entry)) {
                now.add(entry);
            } else if (overlay.erasedBy().isPresent()) {
                erased.put(entry.position(), overlay.erasedBy().get());
                now.add(entry.with(new Payload.Text("")));
            } else {
                now.add(overlay.edited().flatMap(edits).map(edit -> edited(entry, edit)).orElse(entry));
            }
        }
        return new AsNow(now, erased);
    }

    private static boolean isMessage(Entry entry) {
        return entry.payload() instanceof Payload.Message;
    }

    private static Entry edited(Entry entry, Entry edit) {
        return edit.payload() instanceof Payload.Change change
                ? change.appliedTo(entry.payload()).map(entry::with).orElse(entry)
                : entry;
    }
}
