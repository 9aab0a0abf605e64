// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.logs.vocabulary.Entries;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// Whether every room kept what it promises: each process shows its messages in an order that the room's order allows,
/// and nobody receives what nobody sent.
///
/// The order is that of the servers' stamps: FIFO by the authors' own sequences, causal by what each author had been
/// shown ([Key#AFTER]), total by [Key#PLACE]. Checked are servers, as they deliver to their readers, and clients, as
/// they show. Not checked are the room of private entries at clients, who are shown their own only, and what was
/// stamped by a server whose log is not there.
///
/// That something was sent before it is received is checked by the clocks of the two events, and only where nothing is
/// missing: in logs that are whole, of messages that are traced each, and not of what a client said that did not write
/// all of it. What such a client shows is asked about only in rooms that it opened anew since.
final class RoomOrder {
    private static final String PRIVATE = "@private";

    private final boolean whole;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Stamp> stamps = new HashMap<>();
    private final Map<String, Reading> readings = new HashMap<>();
    /// Of `posts` and `acknowledges`: room and message, and where.
    private final Map<String, List<Event>> sends = new HashMap<>();
    private final Coverage coverage = new Coverage();
    private final Correspondence correspondence = new Correspondence(coverage);
    /// Clients that write less than there is, now.
    private final Set<String> sparing = new HashSet<>();
    /// Lives of servers whose logs are there.
    private final Set<String> tracedOrigins = new HashSet<>();

    private RoomOrder(boolean whole) {
        this.whole = whole;
    }

    /// @param order
    ///            all events, in an order that extends happened-before
    /// @param whole
    ///            whether nothing is known to be missing
    static List<Violation> violations(List<Event> order, boolean whole) {
        var check = new RoomOrder(whole);
        for (var event : order) {
            Saying.parse(event.text()).ifPresent(saying -> check.collect(event, saying));
        }
        for (var event : order) {
            Saying.parse(event.text()).ifPresent(saying -> check.check(event, saying));
        }
        return check.violations;
    }

    private void collect(Event event, Saying saying) {
        switch (saying.verb()) {
            case STARTS, TRACES -> coverage.traces(event, saying);
            case IS_REGISTERED -> saying.get(Key.FROM).ifPresent(tracedOrigins::add);
            case STAMPS -> Stamp.of(event, saying)
                    .ifPresent(stamp -> stamps.putIfAbsent(key(stamp.room(), stamp.at()), stamp));
            case POSTS -> {
                sends.computeIfAbsent(key(Verb.POSTS, saying), _ -> new ArrayList<>(1)).add(event);
                coverage.author(instance(saying), event.process());
            }
            case SENDS_PRIVATE, OFFERS_FILE -> correspondence.sends(event, saying.verb());
            case IS_RECEIVED, SEALS_LETTER -> {
                if (saying.get(Key.MESSAGE).isPresent()) {
                    coverage.author(instance(saying), event.process());
                }
            }
            case ACKNOWLEDGES ->
                sends.computeIfAbsent(key(Verb.ACKNOWLEDGES, saying), _ -> new ArrayList<>(1)).add(event);
            default -> {
            }
        }
    }

    private void check(Event event, Saying saying) {
        switch (saying.verb()) {
            case DELIVERS -> shows(event, saying, false);
            case SHOWS -> shows(event, saying, true);
            case DELIVERS_EARLIER, REPLICATES, RECEIVES_COPIES -> saying.entries(Key.ENTRIES)
                    .forEach(at -> requireStamp(event, saying, at));
            case STARTS, TRACES -> traces(event, saying);
            case OPENS -> {
                if (saying.get(Key.RECENT).isPresent()) {
                    opens(event, saying);
                }
            }
            case HAS_OPENED -> reading(event, saying, true).ifPresent(reading -> reading.startsAfter(saying.entries(
                    Key.SEEN)));
            case RECEIVES_POST -> {
                if (coverage.knows(instance(saying))) {
                    requireSend(event, saying, Verb.POSTS);
                }
            }
            case IS_STORED -> requireSend(event, saying, Verb.ACKNOWLEDGES);
            case OPENS_LETTER -> {
                if (coverage.knows(instance(saying))) {
                    requireSend(event, saying.with(Key.ROOM, PRIVATE), Verb.POSTS);
                }
            }
            case RECEIVES_PRIVATE, RECEIVES_OFFER -> {
                if (whole && coverage.isWhole()) {
                    correspondence.receives(event, saying, instance(saying)).ifPresent(violations::add);
                }
            }
            default -> {
            }
        }
    }

    private void shows(Event event, Saying saying, boolean atClient) {
        var room = saying.get(Key.ROOM).orElse("");
        for (var at : saying.entries(Key.ENTRIES)) {
            requireStamp(event, saying, at);
            var stamp = stamps.get(key(room, at));
            if (!atClient || !room.equals(PRIVATE)) {
                reading(event, saying, atClient).flatMap(reading -> reading.next(at, stamp))
                        .ifPresent(why -> violations.add(new Violation(event.name() + " " + saying.verb().words() + " "
                                + (stamp == null ? at : stamp.name()) + " in " + room + " " + why, event)));
            }
        }
    }

    /// What a client was shown while it wrote less is not known, in no room.
    private void traces(Event event, Saying saying) {
        sparing.remove(event.process());
        if (!Coverage.isFull(saying)) {
            sparing.add(event.process());
            readings.keySet().removeIf(key -> key.startsWith(event.process() + " "));
        }
    }

    private void opens(Event event, Saying saying) {
        readings.remove(key(event, saying));
        if (!sparing.contains(event.process())) {
            readings.put(key(event, saying), new Reading(true));
        }
    }

    /// Empty: it is a client that wrote nothing for a while, and did not open the room since.
    private Optional<Reading> reading(Event event, Saying saying, boolean atClient) {
        var key = key(event, saying);
        if (coverage.isWhole(event.process())) {
            readings.computeIfAbsent(key, _ -> new Reading(atClient));
        }
        return Optional.ofNullable(readings.get(key));
    }

    private void requireStamp(Event event, Saying saying, Entries.At at) {
        if (!whole || !coverage.isWhole() || !tracedOrigins.contains(at.origin())) {
            return;
        }
        var stamp = stamps.get(key(saying.get(Key.ROOM).orElse(""), at));
        if (stamp == null || !isBefore(stamp.event(), event)) {
            violations.add(new Violation(event.name() + " " + saying.verb().words() + " " + at + " of "
                    + saying.get(Key.ROOM).orElse("no room") + ", which nobody stamped before", event));
        }
    }

    private void requireSend(Event event, Saying saying, Verb send) {
        if (!whole || !coverage.isWhole()) {
            return;
        }
        if (sends.getOrDefault(key(send, saying), List.of()).stream().noneMatch(sent -> isBefore(sent, event))) {
            violations.add(new Violation(event.name() + " " + saying.verb().words() + " "
                    + saying.get(Key.MESSAGE).orElse("nothing") + " of " + saying.get(Key.ROOM).orElse("no room")
                    + ", but nobody " + send.words() + " it before", event));
        }
    }

    private static boolean isBefore(Event earlier, Event later) {
        return later.clock().at(earlier.process()) >= earlier.number();
    }

    private static String instance(Saying saying) {
        var message = saying.get(Key.MESSAGE).orElse("");
        return message.substring(0, Math.max(0, message.lastIndexOf('/')));
    }

    private static String key(String room, Entries.At at) {
        return room + " " + at.origin() + ":" + at.sequence();
    }

    private static String key(Verb verb, Saying saying) {
        return verb.words() + " " + saying.get(Key.ROOM).orElse("") + " " + saying.get(Key.MESSAGE).orElse("");
    }

    private static String key(Event event, Saying saying) {
        return event.process() + " " + saying.get(Key.ROOM).orElse("");
    }
}
