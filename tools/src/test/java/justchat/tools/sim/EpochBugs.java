// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Event;

/// Bugs in rooms of total order, for [PlantedBug].
final class EpochBugs {
    private EpochBugs() {}

    static Border tieBreak() {
        return new Disguise() {
            @Override
            Entry shown(Replica replica, Entry entry, boolean recovered) {
                boolean later = replica.server().number() % 2 == 1 && entry.position().origin().server() == 1
                        && entry.payload() instanceof Payload.Text;
                return later ? at(entry, entry.time() + 1, entry.payload()) : entry;
            }
        };
    }

    static Border promiseBeforeItsStamps() {
        return new Border() {
            @Override
            public Exchange sent(Replica replica, Exchange exchange) {
                return new Exchange(exchange.from(), exchange.room(), exchange.entries(), exchange.have(), exchange
                        .promise().map(promise -> new Promise(promise.view(), promise.epoch(), promise.time(), 0,
                                promise.whole())),
                        exchange.clock());
            }
        };
    }

    static Border oneMemberNotAsked() {
        return new Border() {
            @Override
            public List<Event> toCore(Replica replica, Event event) {
                var core = replica.core();
                var last = core.view().members().stream().map(Member::origin).max(Comparator.naturalOrder());
                if (!(event instanceof Event.Tick) || last.isEmpty() || last.get().equals(core.self())) {
                    return List.of(event);
                }
                long view = core.view().number();
                return List.of(event, new Event.Received(last.get(), List.of(), core.durable(), Optional.of(new Promise(
                        view, view, Long.MAX_VALUE / 2, 0, true))));
            }
        };
    }

    static Border noWedge() {
        return new Border() {
            private final Map<Replica, Long> epochs = new HashMap<>();

            @Override
            public List<Event> toCore(Replica replica, Event event) {
                long known = replica.core().view().number();
                return List.of(event instanceof Event.Received received
                        ? with(received, promise -> bound(promise, Math.min(promise.view(), known), promise.epoch()))
                        : event);
            }

            @Override
            public Exchange sent(Replica replica, Exchange exchange) {
                exchange.promise().filter(promise -> promise.epoch() > 0).ifPresent(promise -> epochs.put(replica,
                        promise.epoch()));
                return new Exchange(exchange.from(), exchange.room(), exchange.entries(), exchange.have(), exchange
                        .promise().map(promise -> bound(promise, replica.newestView(), epochs.getOrDefault(replica,
                                0L))),
                        exchange.clock());
            }
        };
    }

    static Border witnessesNotAsked() {
        return new Border() {
            @Override
            public List<Event> toCore(Replica replica, Event event) {
                if (!(event instanceof Event.ViewChanged(_, View next)) || !isFirst(replica, next)) {
                    return List.of(event);
                }
                var events = new ArrayList<Event>(List.of(event));
                for (var member : next.members()) {
                    events.add(new Event.Received(member.origin(), List.of(), VersionVector.empty(), Optional.of(
                            new Promise(next.number(), 0, 0, 0, true))));
                }
                return events;
            }
        };
    }

    static Border blankServerIsWitness() {
        return new Border() {
            @Override
            public List<Event> toCore(Replica replica, Event event) {
                return List.of(event instanceof Event.ViewChanged(var self, View next)
                        ? new Event.ViewChanged(self, new View(next.number(), next.members().stream().map(
                                member -> new Member(member.origin(), member.name(), member.address(), member
                                        .heartbeats(), 0))
                                .toList(), next.past()))
                        : event);
            }
        };
    }

    static Border deliveredBeyondTheCut() {
        return new Disguise() {
            @Override
            Entry shown(Replica replica, Entry entry, boolean recovered) {
                return entry.payload() instanceof Payload.Epoch epoch && !recovered
                        ? at(entry, entry.time(), new Payload.Epoch(epoch.view(), epoch.members(), epoch.previous(),
                                beyond(epoch.cut(), replica.core().durable())))
                        : entry;
            }
        };
    }

    private static VersionVector beyond(VersionVector cut, VersionVector here) {
        return cut.merge(here);
    }

    private static boolean isFirst(Replica replica, View view) {
        return view.members().stream().map(Member::origin).min(Comparator.naturalOrder()).equals(replica
                .server().origin());
    }

    private static Event with(Event.Received received, UnaryOperator<Promise> change) {
        return new Event.Received(received.peer(), received.entries(), received.have(), received.promise().map(
                change));
    }

    private static Promise bound(Promise promise, long view, long epoch) {
        return new Promise(view, epoch, promise.time(), promise.stamped(), promise.whole());
    }

    private static Entry at(Entry entry, long time, Payload payload) {
        return new Entry(entry.position(), entry.id(), entry.author(), entry.dependencies(), entry.stampedAtMillis(),
                payload, time, entry.epoch());
    }
}
