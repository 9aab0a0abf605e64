// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.Notice;
import justchat.client.model.Origin;
import justchat.client.model.RoomInfo;
import justchat.client.model.Seen;

/// Why a message stands where it does, as far as this client was shown the room:
/// what its author had been shown when writing it, and what not, though others
/// had said it. Happened-before (Lamport 1978) by the room's version vectors.
/// Pure, without state.
final class Causes {
    /// Named at most, of each kind: the last of them.
    private static final int NAMED = 5;

    private Causes() {}

    /// @param folded
    ///            of whose messages a vector that does not name them says nothing
    /// @param target
    ///            one of `known`
    /// @param known
    ///            what was shown of the room, in the order of the screen
    static Notice.Why of(RoomInfo room, Seen folded, Recall.Message target, List<Recall.Message> known, Now now) {
        var entry = target.entry().orElseThrow();
        var before = known.stream().filter(other -> is(other, one -> precedes(one, entry))).toList();
        var between = Preceded.by(before);
        var direct = before.stream().filter(one -> !is(one, between::holds)).toList();
        var beside = known.stream().filter(other -> is(other, one -> !one.id().equals(entry.id())
                && !precedes(one, entry) && !precedes(entry, one) && isNamed(one, folded) && isNamed(entry, folded)))
                .toList();
        return new Notice.Why(now.millis(), room, cited(target), Journaling.name(entry.id()), last(direct),
                last(beside), before.size());
    }

    /// Its author had been shown it, or had said it before.
    private static boolean precedes(Entry one, Entry other) {
        return other.after().covers(one.origin(), one.sequence())
                || one.id().instance().equals(other.id().instance()) && one.id().sequence() < other.id().sequence();
    }

    /// All that precedes at least one of some messages, without comparing each with each.
    ///
    /// @param shown
    ///            what their authors had been shown, all together
    /// @param latest
    ///            the last number that is there of each client
    private record Preceded(Map<Origin, Long> shown, Map<Instance, Long> latest) {
        static Preceded by(List<Recall.Message> messages) {
            var shown = new HashMap<Origin, Long>();
            var latest = new HashMap<Instance, Long>();
            messages.stream().flatMap(message -> message.entry().stream()).forEach(entry -> {
                entry.after().positions().forEach((origin, sequence) -> shown.merge(origin, sequence, Math::max));
                latest.merge(entry.id().instance(), entry.id().sequence(), Math::max);
            });
            return new Preceded(shown, latest);
        }

        boolean holds(Entry entry) {
            return shown.getOrDefault(entry.origin(), 0L) >= entry.sequence()
                    || latest.getOrDefault(entry.id().instance(), 0L) > entry.id().sequence();
        }
    }

    private static boolean isNamed(Entry entry, Seen folded) {
        return !folded.covers(entry.origin(), entry.sequence());
    }

    private static boolean is(Recall.Message message, Predicate<Entry> so) {
        return message.entry().filter(so).isPresent();
    }

    private static List<Notice.Cited> last(List<Recall.Message> messages) {
        return messages.subList(Math.max(0, messages.size() - NAMED), messages.size()).stream().map(Causes::cited)
                .toList();
    }

    private static Notice.Cited cited(Recall.Message message) {
        return new Notice.Cited(message.number(), message.author(), message.text());
    }
}
