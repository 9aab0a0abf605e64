// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// What can be counted in a log. Causal logs have no times, so how long something took is told in events: of the
/// longest chain of events that happened each before the next.
///
/// @param events
///            by process
/// @param messages
///            that were stamped, by room
/// @param longestChain
///            in events
/// @param concurrentPairs
///            how many of `pairs` are concurrent
/// @param pairs
///            of stamps that were compared: each with the stamps next to it
/// @param steps
///            from each stamp to each client that shows it, how much longer the chain became; sorted
public record Stats(SortedMap<String, Integer> events, SortedMap<String, Integer> messages, int widestClock,
        long longestChain, long concurrentPairs, long pairs, List<Long> steps) {
    /// Each stamp is compared with so many before it.
    private static final int WINDOW = 32;

    public Stats {
        events = Collections.unmodifiableSortedMap(events);
        messages = Collections.unmodifiableSortedMap(messages);
        steps = List.copyOf(steps);
    }

    /// @param order
    ///            all events, in an order that extends happened-before
    public static Stats of(List<Event> order) {
        var count = new Count();
        order.forEach(count::count);
        Collections.sort(count.steps);
        return new Stats(count.events, count.messages, count.widest, count.longest, count.concurrent, count.pairs,
                count.steps);
    }

    private static final class Count {
        final SortedMap<String, Integer> events = new TreeMap<>();
        final SortedMap<String, Integer> messages = new TreeMap<>();
        final List<Long> steps = new ArrayList<>();
        /// Of each process, by number of the event, how long the longest chain up to it is.
        final Map<String, List<Long>> chains = new HashMap<>();
        final Map<String, Long> stamped = new HashMap<>();
        final List<Event> stamps = new ArrayList<>();
        int widest;
        long longest;
        long concurrent;
        long pairs;

        void count(Event event) {
            events.merge(event.process(), 1, Integer::sum);
            widest = Math.max(widest, event.clock().size());
            long chain = chain(event);
            longest = Math.max(longest, chain);
            Saying.parse(event.text()).ifPresent(saying -> {
                var room = saying.get(Key.ROOM).orElse("");
                if (saying.verb() == Verb.STAMPS) {
                    messages.merge(room, 1, Integer::sum);
                    saying.entries(Key.AT).forEach(at -> stamped.put(room + " " + at, chain));
                    compare(event);
                } else if (saying.verb() == Verb.SHOWS) {
                    saying.entries(Key.ENTRIES).stream().map(at -> stamped.get(room + " " + at))
                            .filter(since -> since != null).forEach(since -> steps.add(chain - since));
                }
            });
        }

        private long chain(Event event) {
            long before = 0;
            for (var named : event.clock().entries().entrySet()) {
                var chain = chains.getOrDefault(named.getKey(), List.of());
                int number = (int) Math.min(named.getValue(), chain.size());
                before = number == 0 ? before : Math.max(before, chain.get(number - 1));
            }
            chains.computeIfAbsent(event.process(), _ -> new ArrayList<>()).add(before + 1);
            return before + 1;
        }

        private void compare(Event event) {
            for (int index = Math.max(0, stamps.size() - WINDOW); index < stamps.size(); index++) {
                pairs++;
                concurrent += stamps.get(index).clock().isConcurrentWith(event.clock()) ? 1 : 0;
            }
            stamps.add(event);
        }
    }
}
