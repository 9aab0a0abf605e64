// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Search;
import justchat.client.model.ShownEntry;
import justchat.wire.HistoryRequest;
import justchat.wire.SearchRequest;
import justchat.wire.Shown;

/// Pages of what a room holds, and how they are asked for.
public final class PageCodec {
    /// Of one page, and of one question's words.
    static final int MAX_ENTRIES = 200;
    private static final int MAX_SIGNS = 256;

    private PageCodec() {}

    public static HistoryRequest history(String room, Optional<Place> before, int limit, OptionalLong sinceMillis) {
        var wire = new HistoryRequest(room, limit);
        before.map(RoomCodec::place).ifPresent(wire::setBefore);
        sinceMillis.ifPresent(wire::setSinceMillis);
        return wire;
    }

    public static SearchRequest search(Search search) {
        var wire = new SearchRequest(history(search.room(), search.before(), search.limit(), search.sinceMillis()),
                search.words(), search.filesOnly());
        search.author().ifPresent(wire::setAuthor);
        return wire;
    }

    /// Entries that make no sense are left out.
    ///
    /// @throws Malformed
    ///             if it is larger than any page that can be asked for
    public static Page page(justchat.wire.Page wire) throws Malformed {
        if (wire.getEntriesSize() > MAX_ENTRIES || wire.getLeft() < 0) {
            throw new Malformed("page of " + wire.getEntriesSize() + " entries, " + wire.getLeft() + " left");
        }
        var entries = new ArrayList<ShownEntry>(wire.getEntriesSize());
        for (var shown : wire.getEntries()) {
            try {
                entries.add(new ShownEntry(RoomCodec.entry(shown.getEntry()), RoomCodec.place(shown.getPlace()),
                        shown.isEdited(), reactions(shown)));
            } catch (Malformed _) {
                // The others are as good without it.
            }
        }
        return new Page(entries,
                wire.isSetBefore() ? Optional.of(RoomCodec.place(wire.getBefore())) : Optional.empty(),
                wire.getLeft());
    }

    /// By sign; those that make sense, as many as there may be.
    private static Map<String, List<String>> reactions(Shown wire) {
        var reactions = new TreeMap<String, List<String>>();
        wire.getReactions().forEach((sign, users) -> {
            try {
                if (reactions.size() < MAX_SIGNS) {
                    reactions.put(PayloadCodec.text(sign, Payload.Reaction.MAX_BYTES), users(users));
                }
            } catch (Malformed _) {
                // It is not shown.
            }
        });
        return reactions;
    }

    private static List<String> users(List<String> wire) throws Malformed {
        for (var user : wire) {
            PayloadCodec.user(user);
        }
        return wire;
    }
}
