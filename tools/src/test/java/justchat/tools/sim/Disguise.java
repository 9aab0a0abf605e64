// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.room.Effect;
import justchat.messageserver.room.Event;

/// Shows cores other entries than there are, and the world what there is: so a
/// core with a bug looks from outside.
abstract class Disguise implements Border {
    private final Map<String, Map<Position, Entry>> originals = new HashMap<>();

    /// What the core of this server is shown of an entry that comes from a peer or
    /// from its disk.
    ///
    /// @param recovered
    ///            from its disk
    abstract Entry shown(Server server, Entry entry, boolean recovered);

    @Override
    public List<Event> toCore(Server server, RoomInfo room, Event event) {
        return List.of(switch (event) {
            case Event.Recovered(Entry entry) -> new Event.Recovered(disguised(server, room, entry, true));
            case Event.Received received -> with(received, entry -> disguised(server, room, entry, false));
            default -> event;
        });
    }

    private static Event with(Event.Received received, UnaryOperator<Entry> change) {
        return new Event.Received(received.peer(), received.entries().stream().map(change).toList(), received.have(),
                received
                        .promise());
    }

    private Entry disguised(Server server, RoomInfo room, Entry entry, boolean recovered) {
        originals.computeIfAbsent(room.name(), _ -> new HashMap<>()).put(entry.position(), entry);
        return shown(server, entry, recovered);
    }

    @Override
    public List<Effect> fromCore(Server server, RoomInfo room, List<Effect> effects) {
        return effects.stream().map(effect -> switch (effect) {
            case Effect.Append(Entry entry) -> new Effect.Append(original(room, entry));
            case Effect.Deliver(List<Entry> entries) -> new Effect.Deliver(entries.stream().map(entry -> original(room,
                    entry)).toList());
            default -> effect;
        }).toList();
    }

    private Entry original(RoomInfo room, Entry entry) {
        return originals.getOrDefault(room.name(), Map.of()).getOrDefault(entry.position(), entry);
    }
}
