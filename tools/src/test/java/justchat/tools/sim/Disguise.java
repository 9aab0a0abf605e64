// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Position;
import justchat.messageserver.room.Effect;
import justchat.messageserver.room.Event;

/// Shows cores other entries than there are, and the world what there is: so a
/// core with a bug looks from outside.
abstract class Disguise implements Border {
    private final Map<String, Map<Position, Entry>> originals = new HashMap<>();

    /// What this core is shown of an entry that comes from a peer or
    /// from its disk.
    ///
    /// @param recovered
    ///            from its disk
    abstract Entry shown(Replica replica, Entry entry, boolean recovered);

    @Override
    public List<Event> toCore(Replica replica, Event event) {
        return List.of(switch (event) {
            case Event.Recovered(Entry entry) -> new Event.Recovered(disguised(replica, entry, true));
            case Event.Received received -> with(received, entry -> disguised(replica, entry, false));
            default -> event;
        });
    }

    private static Event with(Event.Received received, UnaryOperator<Entry> change) {
        return new Event.Received(received.peer(), received.entries().stream().map(change).toList(), received.have(),
                received
                        .promise());
    }

    private Entry disguised(Replica replica, Entry entry, boolean recovered) {
        originals.computeIfAbsent(replica.room().name(), _ -> new HashMap<>()).put(entry.position(), entry);
        return shown(replica, entry, recovered);
    }

    @Override
    public List<Effect> fromCore(Replica replica, List<Effect> effects) {
        return effects.stream().map(effect -> switch (effect) {
            case Effect.Append(Entry entry) -> new Effect.Append(original(replica, entry));
            case Effect.Deliver(List<Entry> entries) ->
                new Effect.Deliver(entries.stream().map(entry -> original(replica,
                        entry)).toList());
            default -> effect;
        }).toList();
    }

    private Entry original(Replica replica, Entry entry) {
        return originals.getOrDefault(replica.room().name(), Map.of()).getOrDefault(entry.position(), entry);
    }
}
