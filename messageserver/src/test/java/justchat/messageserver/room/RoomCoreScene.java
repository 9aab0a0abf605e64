// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Effect.Range;

import static org.assertj.core.api.Assertions.assertThat;

/// The core of a room that a test steps, with what it did: appended entries are synced when the test says so.
abstract class RoomCoreScene {
    static final Origin SELF = new Origin(1, 1);
    static final Origin PEER = new Origin(2, 1);
    static final Origin OTHER = new Origin(3, 1);
    static final View ALONE = view(1, SELF);
    static final View BOTH = view(2, SELF, PEER);

    final Map<Long, Outcome> answers = new HashMap<>();
    final List<Effect> effects = new ArrayList<>();
    RoomCore core = new RoomCore(SELF, ALONE, RoomInfo.LOBBY, 2, Rules.NONE);
    long submissions;
    long nowMillis;
    long appends;

    /// So many milliseconds, in which every exchange is answered.
    void pass(long millis) {
        for (long passed = 0; passed <= millis; passed += RoomCore.TICK_MILLIS) {
            nowMillis += RoomCore.TICK_MILLIS;
            step(new Event.Tick(nowMillis));
            step(new Event.LinkReady(PEER, true));
        }
    }

    void link() {
        step(new Event.ViewChanged(SELF, BOTH));
        step(new Event.LinkUp(PEER));
        step(new Event.LinkReady(PEER, true));
        receive(PEER, List.of());
    }

    /// A view of these; the links to the others are made, and each has said that it has
    /// nothing.
    void view(Origin... origins) {
        step(new Event.ViewChanged(SELF, view(2, origins)));
        for (var peer : core.view().members()) {
            if (!peer.origin().equals(SELF)) {
                step(new Event.LinkUp(peer.origin()));
                receive(peer.origin(), List.of());
            }
        }
        ready();
        effects.clear();
    }

    void ready() {
        step(new Event.LinkReady(PEER, true));
        step(new Event.LinkReady(OTHER, true));
    }

    void tick() {
        nowMillis += RoomCore.TICK_MILLIS;
        step(new Event.Tick(nowMillis));
        ready();
    }

    long sentTo(Origin peer) {
        return effects.stream().filter(effect -> effect instanceof Effect.SendExchange send && send.peer().equals(peer))
                .count();
    }

    long post(String author, long sequence) {
        return post(author, sequence, "text", VersionVector.empty());
    }

    long post(String author, long sequence, String text, VersionVector seen) {
        var id = new MessageId(new Instance(author.hashCode(), 0), sequence);
        step(new Event.Submit(++submissions, new Post(author, id, seen, new Payload.Text(text), VectorClock.empty()),
                0));
        return submissions;
    }

    void receive(Origin peer, List<Entry> entries) {
        step(new Event.Received(peer, entries, VersionVector.empty(), Optional.empty()));
    }

    void sync() {
        step(new Event.Synced(appends));
    }

    void step(Event event) {
        for (var effect : core.step(event)) {
            effects.add(effect);
            switch (effect) {
                case Effect.Append(_) -> appends++;
                case Effect.Answer(long submission, Outcome outcome) ->
                    assertThat(answers.put(submission, outcome)).describedAs("answered twice").isNull();
                case Effect.SendExchange(_, _, _, _) -> assertThat(core.view().members()).hasSizeGreaterThan(1);
                case Effect.Deliver(var entries) -> assertThat(entries).isNotEmpty();
            }
        }
    }

    List<Position> appended() {
        return effects.stream().filter(Effect.Append.class::isInstance).map(effect -> ((Effect.Append) effect).entry()
                .position()).toList();
    }

    List<String> shown() {
        return effects.stream().filter(Effect.Deliver.class::isInstance).flatMap(effect -> ((Effect.Deliver) effect)
                .entries().stream()).map(entry -> entry.author() + "/" + entry.id().sequence()).toList();
    }

    List<List<Range>> ranges() {
        return effects.stream().filter(Effect.SendExchange.class::isInstance).map(
                effect -> ((Effect.SendExchange) effect).ranges()).filter(ranges -> !ranges.isEmpty()).toList();
    }

    List<Range> lastRanges() {
        return ranges().getLast();
    }

    static List<Entry> entries(Origin origin, long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(sequence -> new Entry(new Position(origin, sequence),
                new MessageId(new Instance(origin.server(), 1), sequence), "author", VersionVector.empty(), 0,
                new Payload.Text("text"), sequence, 0)).toList();
    }

    static View view(long number, Origin... origins) {
        return new View(number, List.of(origins).stream().map(Members::member).toList(), List.of());
    }
}
